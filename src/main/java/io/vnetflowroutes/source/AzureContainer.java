package io.vnetflowroutes.source;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A container of a storage account.
 *
 * <p>Any thread may call any method; an iterator of pages belongs to one thread at a time.
 */
public final class AzureContainer implements Container {

  /** The container that Azure writes flow logs of virtual networks to. */
  public static final String VNET_FLOW_LOGS = "insights-logs-flowlogflowevent";

  /** The container that Azure writes flow logs of network security groups to. */
  public static final String NSG_FLOW_LOGS = "insights-logs-networksecuritygroupflowevent";

  private static final Clock CLOCK = Clock.systemUTC();
  private static final int NOT_FOUND = 404;

  private final String source;
  private final AzureService service;
  private final Supplier<Optional<AzureAccount>> configured;
  private final BlobContainerClient client;
  private volatile Duration ahead = Duration.ZERO;
  private final LongAdder listCalls = new LongAdder();
  private final AzureCalls calls;

  /**
   * @param source the source's name in the settings
   * @param service the storage account
   * @param container the container's name
   * @param configured supplies the account as it is configured now, if that is known
   */
  public AzureContainer(
      String source,
      AzureService service,
      String container,
      Supplier<Optional<AzureAccount>> configured) {
    this.source = source;
    this.service = service;
    this.client = service.client().getBlobContainerClient(container);
    this.configured = configured;
    this.calls = calls(service.client().getHttpPipeline());
  }

  /** The counter of the client, which {@link AzureService} made. */
  private static AzureCalls calls(HttpPipeline pipeline) {
    return IntStream.range(0, pipeline.getPolicyCount())
        .mapToObj(pipeline::getPolicy)
        .filter(AzureCalls.class::isInstance)
        .map(AzureCalls.class::cast)
        .findFirst()
        .orElseGet(AzureCalls::new);
  }

  @Override
  public List<String> folders(String prefix) {
    List<String> folders = new ArrayList<>();
    pages(
            client.listBlobsByHierarchy("/", new ListBlobsOptions().setPrefix(prefix), null),
            item -> item)
        .forEachRemaining(
            page ->
                page.stream()
                    .filter(item -> Boolean.TRUE.equals(item.isPrefix()))
                    .forEach(item -> folders.add(item.getName())));
    return folders;
  }

  @Override
  public Iterator<List<ListedBlob>> pages(String prefix) {
    return pages(client.listBlobs(new ListBlobsOptions().setPrefix(prefix), null), this::listed);
  }

  /** {@inheritDoc} It requests the blob's properties, which costs a twelfth of a listing. */
  @Override
  public Optional<ListedBlob> look(ListedBlob blob) {
    try {
      BlobProperties found = client.getBlobClient(blob.name()).getProperties();
      long modified = millis(found.getLastModified());
      return Optional.of(
          new ListedBlob(
              source,
              blob.name(),
              found.getBlobSize(),
              found.getETag().replace("\"", ""),
              millis(found.getCreationTime()),
              modified,
              modified));
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** {@inheritDoc} The SDK requests four megabytes at a time. */
  @Override
  public InputStream open(ListedBlob blob, long from, long to) {
    return client
        .getBlobClient(blob.name())
        .openInputStream(
            new BlobInputStreamOptions()
                .setRange(new BlobRange(from, to - from))
                .setRequestConditions(new BlobRequestConditions().setIfMatch(blob.etag())));
  }

  /** The account's client of the SDK, with its credential. */
  public BlobServiceClient account() {
    return service.client();
  }

  /** The container's name. */
  public String name() {
    return client.getBlobContainerName();
  }

  /** The names of the account's containers; the credential may lack the right to list them. */
  public List<String> names() {
    return service.client().listBlobContainers().stream().map(BlobContainerItem::getName).toList();
  }

  @Override
  public String location() {
    return client.getBlobContainerUrl();
  }

  @Override
  public Object place() {
    return StorageUrl.place(client.getBlobContainerUrl());
  }

  @Override
  public long listCalls() {
    return listCalls.sum();
  }

  @Override
  public boolean renew() {
    return configured.get().map(service::renew).orElse(false);
  }

  /** {@inheritDoc} Azure's clock, from its last answer: this machine's may be wrong. */
  @Override
  public Instant now(Instant here) {
    return here.plus(ahead);
  }

  @Override
  public boolean remote() {
    return true;
  }

  @Override
  public Map<AzureCalls.Call, Long> calls() {
    return calls.counts();
  }

  private <T> Iterator<List<T>> pages(PagedIterable<BlobItem> listing, Function<BlobItem, T> item) {
    Iterator<PagedResponse<BlobItem>> pages = listing.iterableByPage().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pages.hasNext();
      }

      @Override
      public List<T> next() {
        PagedResponse<BlobItem> page = pages.next();
        listCalls.increment();
        ahead = ahead(page.getHeaders().getValue(HttpHeaderName.DATE));
        return page.getValue().stream().map(item).toList();
      }
    };
  }

  /** How far a clock is ahead of this machine's. */
  private static Duration ahead(String date) {
    try {
      return date == null
          ? Duration.ZERO
          : Duration.between(
              CLOCK.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private ListedBlob listed(BlobItem item) {
    BlobItemProperties found = item.getProperties();
    String etag = found.getETag() == null ? "" : found.getETag().replace("\"", "");
    return new ListedBlob(
        source,
        item.getName(),
        length(found),
        etag,
        millis(found.getCreationTime()),
        millis(found.getLastModified()),
        millis(found.getLastModified()));
  }

  private static long millis(OffsetDateTime time) {
    return time == null ? 0 : time.toInstant().toEpochMilli();
  }

  private static long length(BlobItemProperties found) {
    return found.getContentLength() == null ? 0 : found.getContentLength();
  }
}
