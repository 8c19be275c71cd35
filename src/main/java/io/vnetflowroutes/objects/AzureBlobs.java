package io.vnetflowroutes.objects;

import com.azure.core.exception.HttpResponseException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.vnetflowroutes.errors.Causes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.component.azure.storage.blob.BlobConfiguration;
import org.apache.camel.component.azure.storage.blob.BlobConstants;
import org.apache.camel.component.azure.storage.blob.BlobEndpoint;
import org.apache.camel.component.azure.storage.blob.BlobOperationsDefinition;

/** Azure Blob Storage, and Data Lake Storage Gen2, whose accounts take the same requests. */
final class AzureBlobs implements ObjectStore {

  static final String SCHEME = "azure-storage-blob";

  private static final Pattern AZURE =
      Pattern.compile("(?i)([a-z0-9]+)(?:-secondary)?(?:\\.[\\w-]+)?\\.(?:blob|dfs)\\..+");

  /** The most bytes of one request; the client keeps a few requests in memory. */
  private static final long BLOCK = 2 << 20;

  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public List<String> options(boolean onlyIfAbsent) {
    return List.of();
  }

  /**
   * Camel's endpoint forgets the option {@code blobServiceClient} when it starts, and makes a
   * client of its own; this one keeps it. A client, or a shared key, has an account of its own,
   * which Camel uses whatever the URI says.
   */
  @Override
  public void checkAccount(Endpoint endpoint) {
    if (!(endpoint instanceof BlobEndpoint blobs)) {
      return;
    }
    BlobConfiguration configuration = blobs.getConfiguration();
    if (configuration.getServiceClient() == null) {
      configuration.setServiceClient(blobs.getBlobServiceClient());
    }
    Optional<String> account =
        configuration.getServiceClient() == null
            ? Optional.ofNullable(configuration.getCredentials())
                .map(StorageSharedKeyCredential::getAccountName)
            : account(configuration.getServiceClient().getAccountUrl());
    account
        .filter(name -> !name.equalsIgnoreCase(configuration.getAccountName()))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "it names the account '%s', but its %s is of the account '%s'; name that account, or another %2$s"
                      .formatted(
                          configuration.getAccountName(),
                          configuration.getServiceClient() == null ? "credential" : "client",
                          name));
            });
  }

  /** The account behind a URL, if it is Azure's own or an emulator's; others need not name it. */
  static Optional<String> account(String url) {
    URI location = URI.create(url);
    Matcher host = AZURE.matcher(String.valueOf(location.getHost()));
    if (host.matches()) {
      return Optional.of(host.group(1));
    }
    return Optional.ofNullable(location.getPath())
        .map(path -> path.replaceAll("^/|/.*$", ""))
        .map(path -> path.replaceFirst("-secondary$", ""))
        .filter(name -> !name.isEmpty());
  }

  /** The client reads ahead as much as there is of a single request, so a larger one is divided. */
  @Override
  public void put(Message body, long length, String key, String contentType, boolean onlyIfAbsent) {
    if (length > BLOCK) {
      body.setHeader(BlobConstants.BLOB_OPERATION, BlobOperationsDefinition.uploadBlockBlobChunked);
      body.setHeader(
          BlobConstants.PARALLEL_TRANSFER_OPTIONS,
          new ParallelTransferOptions()
              .setBlockSizeLong(BLOCK)
              .setMaxConcurrency(1)
              .setMaxSingleUploadSizeLong(1L));
    } else {
      body.setHeader(BlobConstants.BLOB_OPERATION, BlobOperationsDefinition.uploadBlockBlob);
    }
    body.setHeader(BlobConstants.BLOB_UPLOAD_SIZE, length);
    body.setHeader(BlobConstants.BLOB_NAME, key);
    body.setHeader(
        BlobConstants.BLOB_HTTP_HEADERS, new BlobHttpHeaders().setContentType(contentType));
    if (onlyIfAbsent) {
      body.setHeader(
          BlobConstants.BLOB_REQUEST_CONDITION, new BlobRequestConditions().setIfNoneMatch("*"));
    }
  }

  @Override
  public void get(Message request, String key) {
    request.setHeader(BlobConstants.BLOB_OPERATION, BlobOperationsDefinition.getBlob);
    request.setHeader(BlobConstants.BLOB_NAME, key);
  }

  @Override
  public int status(Throwable error) {
    return Causes.first(error, HttpResponseException.class)
        .filter(answer -> answer.getResponse() != null)
        .map(answer -> answer.getResponse().getStatusCode())
        .orElse(0);
  }

  @Override
  public String code(Throwable error) {
    return Causes.first(error, BlobStorageException.class)
        .map(answer -> String.valueOf(answer.getErrorCode()))
        .orElse("");
  }

  /** Azure answers 409 to a condition on what is absent, where others answer 412. */
  @Override
  public boolean saysThere(Throwable error) {
    int status = status(error);
    return status == PRECONDITION_FAILED
        || (status == CONFLICT && code(error).equals(BlobErrorCode.BLOB_ALREADY_EXISTS.toString()));
  }
}
