package io.vnetflowroutes.objects;

import io.vnetflowroutes.errors.Causes;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;

/**
 * Amazon S3 and stores that speak like it. Its component and the SDK are a plug-in, so that their
 * classes and constants are known by their names only.
 */
final class S3Objects implements ObjectStore {

  static final String SCHEME = "aws2-s3";

  private static final int PRECONDITION_FAILED = 412;

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public List<String> options(boolean onlyIfAbsent) {
    return onlyIfAbsent ? List.of("conditionalWritesEnabled=true") : List.of();
  }

  /** A URI names no account, only a bucket. */
  @Override
  public void checkAccount(Endpoint endpoint) {}

  @Override
  public void put(Message body, long length, String key, String contentType, boolean onlyIfAbsent) {
    body.setHeader("CamelAwsS3Key", key);
    body.setHeader("CamelAwsS3ContentType", contentType);
    body.setHeader("CamelAwsS3ContentLength", length);
  }

  @Override
  public void get(Message request, String key) {
    request.setHeader("CamelAwsS3Operation", "getObject");
    request.setHeader("CamelAwsS3Key", key);
  }

  @Override
  public int status(Throwable error) {
    return Causes.of(error)
        .flatMap(cause -> call(cause, "statusCode").stream())
        .map(Integer.class::cast)
        .findFirst()
        .orElse(0);
  }

  @Override
  public String code(Throwable error) {
    return Causes.of(error)
        .flatMap(cause -> call(cause, "awsErrorDetails").stream())
        .flatMap(details -> call(details, "errorCode").stream())
        .map(String::valueOf)
        .findFirst()
        .orElse("");
  }

  private static Optional<Object> call(Object of, String method) {
    try {
      return Optional.ofNullable(of.getClass().getMethod(method).invoke(of));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean saysThere(Throwable error) {
    return status(error) == PRECONDITION_FAILED;
  }
}
