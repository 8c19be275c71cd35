package io.vnetflowroutes.objects;

import com.azure.core.exception.HttpResponseException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import io.vnetflowroutes.errors.Causes;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.component.azure.storage.blob.BlobConstants;
import org.apache.camel.component.azure.storage.blob.BlobOperationsDefinition;

/** Azure Blob Storage, and Data Lake Storage Gen2, whose accounts take the same requests. */
final class AzureBlobs implements ObjectStore {

  static final String SCHEME = "azure-storage-blob";

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

  @Override
  public void put(Message body, String key, String contentType, boolean onlyIfAbsent) {
    body.setHeader(BlobConstants.BLOB_OPERATION, BlobOperationsDefinition.uploadBlockBlob);
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
