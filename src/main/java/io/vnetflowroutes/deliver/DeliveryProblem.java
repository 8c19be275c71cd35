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
        return http(answer.getStatusCode());
      }
      if (cause instanceof FilterStepException || cause instanceof ThrownError) {
        return cause.getMessage();
      }
      if (cause instanceof SSLException) {
        return "no trusted TLS connection: "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
            + "; if its certificate is of your own authority, give Java a trust store with that"
            + " (-Djavax.net.ssl.trustStore)";
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

  private static String http(int status) {
    String answer = "it answered " + status;
    return switch (status) {
      case 401 -> answer + ", so its credentials are missing or wrong; check its URI and headers";
      case 403 -> answer + ", so its credentials do not allow this; check its URI and headers";
      case 404 -> answer + ", so there is nothing at its path; check its URI";
      case 413 -> answer + ", so the body is too large; lower its body-limit";
      default -> answer;
    };
  }
}
