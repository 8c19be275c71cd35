package io.vnetflowroutes.backfill;

import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Listing;
import io.vnetflowroutes.poll.Listings;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** How much a backfill must read, and how much of that is done; it finds out by listing. */
public final class Volume {

  /** Camel reads a blob in pieces of this length. */
  private static final long PIECE = 4L << 20;

  private final Span span;
  private final BiFunction<String, String, Map<String, BlobProgress>> progress;
  private final Set<Instant> hours = new HashSet<>();
  private int flowLogs;
  private int blobs;
  private long bytes;
  private int doneBlobs;
  private long doneBytes;
  private long listCalls;
  private long readCalls;

  /**
   * @param progress how far the blobs of a source are whose names start with a prefix
   */
  public Volume(Span span, BiFunction<String, String, Map<String, BlobProgress>> progress) {
    this.span = span;
    this.progress = progress;
  }

  /** Adds what a source holds. */
  public Volume add(Source source) {
    long before = source.container().listCalls();
    for (FlowLogPath flowLog : source.flowLogs(Set.of())) {
      if (source.selection().wants(flowLog)) {
        flowLogs++;
        add(source, flowLog);
      }
    }
    if (source.container() instanceof AzureContainer) {
      listCalls += source.container().listCalls() - before;
    }
    return this;
  }

  private void add(Source source, FlowLogPath flowLog) {
    Map<String, BlobProgress> known = progress.apply(source.name(), flowLog.path() + '/');
    Listings listings = new Listings(flowLog.path(), source.container()::folders);
    for (Listing listing : listings.between(span.from(), span.to(), span.from())) {
      source
          .container()
          .list(
              listing.prefix(),
              blob ->
                  BlobName.parse(blob.name())
                      .map(BlobName::hour)
                      .filter(hour -> listing.counts(hour) && blob.length() > 0)
                      .ifPresent(hour -> add(source, blob, hour, known.get(blob.name()))));
    }
  }

  private void add(Source source, ListedBlob blob, Instant hour, BlobProgress known) {
    hours.add(hour);
    blobs++;
    bytes += blob.length();
    boolean done = known != null && known.length() == blob.length();
    if (done) {
      doneBlobs++;
    }
    long position = done ? blob.length() : known == null ? 0 : known.position();
    doneBytes += position;
    if (source.container() instanceof AzureContainer) {
      readCalls += (blob.length() - position + PIECE - 1) / PIECE;
    }
  }

  public int flowLogs() {
    return flowLogs;
  }

  /** How many hours have a blob. */
  public int hours() {
    return hours.size();
  }

  /** How many of them began before an instant. */
  public int hoursBefore(Instant time) {
    return (int) hours.stream().filter(hour -> hour.isBefore(time)).count();
  }

  /** How many blobs there are, each an hour of one network interface. */
  public int blobs() {
    return blobs;
  }

  public long bytes() {
    return bytes;
  }

  /** How many blobs are read to their end. */
  public int doneBlobs() {
    return doneBlobs;
  }

  /** Whether there is something, and all of it is read. */
  public boolean allDone() {
    return blobs > 0 && doneBlobs == blobs;
  }

  /** How many bytes are delivered. */
  public long doneBytes() {
    return doneBytes;
  }

  /** How many list calls finding this out took; reading takes as many again. */
  public long listCalls() {
    return listCalls;
  }

  /** How many read calls are left. */
  public long readCalls() {
    return readCalls;
  }
}
