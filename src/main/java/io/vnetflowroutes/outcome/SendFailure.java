package io.vnetflowroutes.outcome;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.format.OwnFormatException;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.objects.ObjectStoreException;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.receiver.Answer;
import io.vnetflowroutes.receiver.NoTokenException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;

/**
 * What an error means for the message that was to be sent, for every component. A type of receiver
 * that reads the answer decides by that instead ({@link AnsweredMessage}).
 *
 * @param kind what follows
 * @param pause the pause that the destination asks for; {@code null} if it names none
 */
public record SendFailure(Kind kind, Duration pause) {

  private static final int TOO_LARGE = 413;

  /** Conflict: others write the same object, or its container is being deleted. */
  private static final int CONFLICT = 409;

  /** Request Timeout, Too Early, Too Many Requests: worth another attempt. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  /** Errors of JMS that a person must correct; only a plug-in has these classes. */
  private static final Set<String> OF_JMS =
      Set.of("jakarta.jms.JMSSecurityException", "jakarta.jms.InvalidDestinationException");

  private static final String WITHOUT_KEY = "without key";

  public static SendFailure of(Throwable error, Instant now) {
    HttpOperationFailedException answer =
        Causes.first(error, HttpOperationFailedException.class).orElse(null);
    if (answer != null) {
      return new SendFailure(
          kind(answer.getStatusCode()),
          RetryAfter.pause(answer.getResponseHeaders(), now).orElse(null));
    }
    return new SendFailure(
        Causes.first(error, ObjectStoreException.class)
            .map(store -> kindOfStore(store.status()))
            .orElseGet(() -> kind(error)),
        null);
  }

  /**
   * What a kind of failure means for this message. A gathered message is divided before it is
   * refused, so that only the flows that are meant end in the dead letter.
   */
  public static Kind forMessage(Kind kind, Throwable error, Delivery message) {
    if (message.streamed() && Causes.has(error, OwnFormatException.class)) {
      // The flows that its format does not write must not keep back the rest of the file.
      return Kind.TOO_LARGE;
    }
    boolean divide = kind == Kind.TOO_LARGE || (kind == Kind.REFUSED && message.isOfSeveral());
    if (!divide || message.divisible()) {
      return divide ? Kind.TOO_LARGE : kind;
    }
    // No store looks into an object, so a proxy in front of it has a limit of its own.
    return message.streamed() ? Kind.SETUP : Kind.REFUSED;
  }

  private static Kind kind(int status) {
    if (status == TOO_LARGE) {
      return Kind.TOO_LARGE;
    }
    if (Answer.refuses(status)) {
      return Kind.REFUSED;
    }
    return status >= 500 || PASSING.contains(status) ? Kind.LATER : Kind.SETUP;
  }

  /** An object store does not look into objects, so it would refuse all messages alike. */
  private static Kind kindOfStore(int status) {
    Kind kind = kind(status);
    if (status == CONFLICT) {
      return Kind.LATER;
    }
    return kind == Kind.REFUSED ? Kind.SETUP : kind;
  }

  private static Kind kind(Throwable error) {
    InvalidRecordException invalid = Causes.first(error, InvalidRecordException.class).orElse(null);
    if (invalid != null) {
      return needsKey(invalid) ? Kind.SETUP : Kind.REFUSED;
    }
    if (Causes.has(error, RecordTooLargeException.class)
        || Causes.has(error, SerializationException.class)) {
      return Kind.REFUSED;
    }
    SQLException database = Causes.first(error, SQLException.class).orElse(null);
    if (database != null) {
      return new SqlProblem(database).kind();
    }
    if (Causes.first(error, NoTokenException.class).filter(NoTokenException::lasting).isPresent()) {
      return Kind.SETUP;
    }
    return Causes.has(error, UserError.class)
            || Causes.has(error, AuthenticationException.class)
            || Causes.has(error, AuthorizationException.class)
            || Causes.has(error, InvalidTopicException.class)
            || Causes.has(error, UnknownTopicOrPartitionException.class)
            || Causes.has(error, UnsupportedCompressionTypeException.class)
            || Causes.has(error, CertificateException.class)
            || Causes.has(error, SSLPeerUnverifiedException.class)
            || Causes.of(error).anyMatch(SendFailure::isOfJms)
        ? Kind.SETUP
        : Kind.LATER;
  }

  private static boolean isOfJms(Throwable cause) {
    return Stream.<Class<?>>iterate(cause.getClass(), Objects::nonNull, Class::getSuperclass)
        .anyMatch(type -> OF_JMS.contains(type.getName()));
  }

  /**
   * Whether a compacted topic refuses a record because it has no key; it would refuse all such
   * records.
   */
  static boolean needsKey(Throwable error) {
    return String.valueOf(error.getMessage()).contains(WITHOUT_KEY);
  }
}
