package io.vnetflowroutes.objects;

/** An object store answered that it does not take or give an object. */
public final class ObjectStoreException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  ObjectStoreException(int status, String code, Throwable cause) {
    super(
        "the object store answered %d%s%s"
            .formatted(status, code.isEmpty() ? "" : " (" + code + ")", advice(status)),
        cause);
    this.status = status;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  private static String advice(int status) {
    return switch (status) {
      case 401 -> "; check the credential in the uri";
      case 403 ->
          "; grant the right to write and read objects there, such as Storage Blob Data Contributor, or s3:PutObject and s3:GetObject";
      case 404 -> "; create the container or bucket, or correct its name in the uri";
      default -> "";
    };
  }
}
