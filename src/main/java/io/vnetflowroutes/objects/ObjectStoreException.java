package io.vnetflowroutes.objects;

import java.util.Set;

/** An object store answered that it does not take or give an object. */
public final class ObjectStoreException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Error codes about an account, a key or a token, not about a right. */
  private static final Set<String> OF_THE_CREDENTIAL =
      Set.of(
          "AuthenticationFailed",
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidAuthenticationInfo",
          "InvalidToken",
          "NoAuthenticationInformation",
          "SignatureDoesNotMatch");

  private static final Set<String> OF_THE_CONTAINER = Set.of("ContainerNotFound", "NoSuchBucket");

  private final int status;
  private final String code;

  private ObjectStoreException(int status, String message) {
    super(message);
    this.status = status;
    this.code = "";
  }

  private ObjectStoreException(int status, String code, Throwable cause) {
    super(
        "the object store answered %d%s%s"
            .formatted(status, code.isEmpty() ? "" : " (" + code + ")", advice(status, code)),
        cause);
    this.status = status;
    this.code = code;
  }

  /** The exception for a store's answer; the error itself if the store gave none. */
  static Exception of(ObjectStore store, Exception error) {
    int status = store.status(error);
    return status == 0 ? error : new ObjectStoreException(status, store.code(error), error);
  }

  /**
   * The store said that an object is there which is to be written, and that it is not when it was
   * read.
   *
   * @param status the status of the first answer
   * @param times how often it gave both answers
   */
  static ObjectStoreException ofTwoAnswers(int status, Object key, int times) {
    return new ObjectStoreException(
        status,
        "the object store answered %d times that '%s' is there, and each time that it is not when it was read; check what stands between the program and the store"
            .formatted(times, key));
  }

  /** The store's own word for the answer; may be empty. */
  public String code() {
    return code;
  }

  /** Whether the store knows who asks, who has no right to what was asked. */
  public boolean isOfARight() {
    return status == 403 && !OF_THE_CREDENTIAL.contains(code);
  }

  /** Whether there is no such object in the container that was asked. */
  boolean isOfAnObject() {
    return status == 404 && !OF_THE_CONTAINER.contains(code);
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  private static String advice(int status, String code) {
    if (status == 401 || OF_THE_CREDENTIAL.contains(code)) {
      return "; check the credential in the uri";
    }
    return switch (status) {
      case 403 ->
          "; grant the right to write and read objects there, such as Storage Blob Data Contributor, or s3:PutObject, s3:GetObject and s3:ListBucket";
      case 404 -> "; create the container or bucket, or correct its name in the uri";
      case 413 -> "; raise the limit of what stands between the program and the store";
      default -> "";
    };
  }
}
