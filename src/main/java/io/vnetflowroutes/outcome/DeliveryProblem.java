package io.vnetflowroutes.outcome;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.LoginError;
import io.vnetflowroutes.errors.ThrownError;
import io.vnetflowroutes.errors.TlsProblem;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.format.OwnFormatException;
import io.vnetflowroutes.objects.ObjectStoreException;
import io.vnetflowroutes.receiver.NoTokenException;
import io.vnetflowroutes.receiver.Protocol;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Why a destination does not accept a message, as one sentence without addresses or content. */
public final class DeliveryProblem {

  private static final int MOST_CHARACTERS = 300;

  private DeliveryProblem() {}

  /** The sentence for an error. */
  public static String sentence(Throwable error) {
    return sentence(error, null);
  }

  /**
   * The sentence for an error, with the keys that the user has set.
   *
   * @param protocol the protocol of the destination's type; {@code null} if it has none
   */
  public static String sentence(Throwable error, Protocol protocol) {
    return Causes.of(error)
        .map(cause -> known(cause, protocol))
        .filter(Objects::nonNull)
        .findFirst()
        .or(() -> LoginError.sentence(error))
        .orElseGet(() -> unknown(Causes.root(error)));
  }

  private static String known(Throwable cause, Protocol protocol) {
    if (cause instanceof HttpOperationFailedException answer) {
      return protocol == null
          ? http(answer, "its URI", "its URI and headers")
          : http(answer, "its " + protocol.addressKey(), "its " + protocol.loginKeys());
    }
    if (cause instanceof FilterStepException
        || cause instanceof NoTokenException
        || cause instanceof OwnFormatException
        || cause instanceof ObjectStoreException
        || cause instanceof NotTakenException
        || cause instanceof UnconfirmedException
        || cause instanceof UserError
        || cause instanceof ThrownError) {
      return cause.getMessage();
    }
    if (cause instanceof SQLException database) {
      return new SqlProblem(database).sentence();
    }
    if (cause instanceof InterruptedException) {
      return "the attempt was ended before the answer came";
    }
    if (cause instanceof SSLException) {
      return tls(cause);
    }
    return DiskProblem.is(cause)
        ? DiskProblem.sentence((IOException) cause)
        : kafka(cause, protocol);
  }

  private static String tls(Throwable cause) {
    return TlsProblem.otherThanTrust(cause)
        .map(sentence -> "no TLS connection: " + sentence)
        .orElseGet(
            () ->
                "no trusted TLS connection: "
                    + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
                    + "; if its certificate is of an authority of your own, name that in"
                    + " flowlogs.trusted-certificates (for Kafka in its URI, as"
                    + " sslTruststoreLocation)");
  }

  private static String unknown(Throwable cause) {
    return cause.getClass().getSimpleName() + inBrackets(cause.getMessage());
  }

  /** The error, without what its message may quote from a record. */
  private static String inBrackets(String message) {
    if (message == null) {
      return "";
    }
    return " (" + message.substring(0, Math.min(message.length(), MOST_CHARACTERS)) + ")";
  }

  private static String kafka(Throwable error, Protocol protocol) {
    String login = protocol == null ? "the credentials in its URI" : "its " + protocol.loginKeys();
    String sentence = null;
    if (error instanceof RecordTooLargeException) {
      sentence =
          "a record is larger than it takes; raise max.message.bytes of the topic, or maxRequestSize"
              + " in its URI if that is the limit";
    } else if (error instanceof InvalidRecordException && SendFailure.needsKey(error)) {
      sentence = "its topic is compacted and takes no record without a key; set its key";
    } else if (error instanceof AuthenticationException) {
      sentence = "it refuses the login; check " + login + inBrackets(error);
    } else if (error instanceof AuthorizationException) {
      sentence = "its user may not write there; let an ACL allow it" + inBrackets(error);
    } else if (error instanceof UnknownTopicOrPartitionException) {
      sentence = "its topic is not there; create it, or check its URI";
    }
    return sentence;
  }

  private static String inBrackets(Throwable error) {
    return inBrackets(error.getMessage());
  }

  private static String http(HttpOperationFailedException error, String address, String login) {
    String answer = "it answered " + error.getStatusCode();
    return switch (error.getStatusCode()) {
      case 401 -> answer + ", so its credentials are missing or wrong; check " + login;
      case 403 -> answer + ", so its credentials do not allow this; check " + login;
      case 404 -> answer + ", so there is nothing at its path; check " + address;
      case 407 ->
          "the proxy in front of it wants a user and a password (407); set them in HTTPS_PROXY or"
              + " HTTP_PROXY, as in http://user:password@host:port";
      case 413 -> answer + ", so the body is too large; lower its body-limit";
      default -> answer + redirect(error.getRedirectLocation(), address);
    };
  }

  /** The target of a redirect, without login and query, which may hold a token. */
  private static String redirect(String target, String address) {
    return target == null
        ? ""
        : " and points to "
            + target.replaceFirst("(?s)[?#].*", "").replaceFirst("//[^/]*@", "//")
            + "; correct "
            + address
            + ", or look for a login page";
  }
}
