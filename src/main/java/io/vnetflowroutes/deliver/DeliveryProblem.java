package io.vnetflowroutes.deliver;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.flow.ThrownError;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Why a destination does not take a message, as one sentence without addresses or content. */
public final class DeliveryProblem {

  private DeliveryProblem() {}

  /** The sentence for an error. */
  public static String sentence(Throwable error) {
    Throwable cause = error;
    while (true) {
      if (cause instanceof HttpOperationFailedException answer) {
        return http(answer);
      }
      if (cause instanceof FilterStepException || cause instanceof ThrownError) {
        return cause.getMessage();
      }
      if (cause instanceof SSLException) {
        return "no trusted TLS connection: "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
            + "; if its certificate is of an authority of your own, name that in"
            + " flowlogs.trusted-certificates (for Kafka in its URI, as sslTruststoreLocation)";
      }
      if (DiskProblem.is(cause)) {
        return DiskProblem.sentence((IOException) cause);
      }
      if (cause.getCause() == null) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
      }
      cause = cause.getCause();
    }
  }

  private static String http(HttpOperationFailedException error) {
    String answer = "it answered " + error.getStatusCode();
    return switch (error.getStatusCode()) {
      case 401 -> answer + ", so its credentials are missing or wrong; check its URI and headers";
      case 403 -> answer + ", so its credentials do not allow this; check its URI and headers";
      case 404 -> answer + ", so there is nothing at its path; check its URI";
      case 407 ->
          "the proxy in front of it wants a user and a password (407); set them in HTTPS_PROXY or"
              + " HTTP_PROXY, as in http://user:password@host:port";
      case 413 -> answer + ", so the body is too large; lower its body-limit";
      default -> answer + redirect(error.getRedirectLocation());
    };
  }

  /** Where an answer points to, without the query, which may hold a token. */
  private static String redirect(String target) {
    return target == null
        ? ""
        : " and points to "
            + target.replaceFirst("\\?.*", "")
            + "; correct its URI, or look for a login page";
  }
}
