package io.vnetflowroutes.deliver;

import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Tells errors that the same message will meet again from those that pass: the bean of the error
 * routes. The HTTP statuses are those of RFC 9110, section 15.5.
 */
public final class Refusals {

  private static final int TOO_LARGE = 413;

  /** Bad Request, Content Too Large, Unprocessable Content: the message itself is refused. */
  private static final Set<Integer> OF_THE_MESSAGE = Set.of(400, TOO_LARGE, 422);

  /** Request Timeout, Too Early, Too Many Requests: worth another attempt. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final boolean setAside;

  /**
   * @param setAside whether messages that are refused for good go to the dead letter; otherwise
   *     those that cannot be divided stay with whoever sends them
   */
  public Refusals(boolean setAside) {
    this.setAside = setAside;
  }

  /** Whether another attempt right away would end the same. */
  public boolean lasts(Exchange exchange) {
    Exception error = error(exchange);
    int status = status(error);
    return status == 0
        ? ofTheMessage(error)
        : status >= 400 && status < 500 && !PASSING.contains(status);
  }

  /** Whether the message will never be accepted as it is, and so is to be set aside. */
  public boolean forGood(Exchange exchange) {
    Exception error = error(exchange);
    return (setAside || divisible(exchange))
        && !DeadLetters.NAME.equals(exchange.getMessage().getHeader(Destination.NAME))
        && (OF_THE_MESSAGE.contains(status(error)) || ofTheMessage(error));
  }

  /** Whether a message is refused for its size, and can be sent as two instead. */
  public boolean divisible(Exchange exchange) {
    Exception error = error(exchange);
    boolean tooLarge =
        status(error) == TOO_LARGE || find(error, RecordTooLargeException.class) != null;
    Delivery delivery = delivery(exchange);
    return tooLarge && delivery != null && delivery.divisible();
  }

  /** The two messages to send instead of one that is too large. */
  public List<Delivery> halves(Exchange exchange) {
    return delivery(exchange).halves();
  }

  private static Exception error(Exchange exchange) {
    Exception now = exchange.getException();
    return now == null ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class) : now;
  }

  private static Delivery delivery(Exchange exchange) {
    return exchange.getMessage().getHeader(Destination.DELIVERY, Delivery.class);
  }

  private static boolean ofTheMessage(Exception error) {
    return find(error, RecordTooLargeException.class) != null
        || find(error, InvalidRecordException.class) != null
        || find(error, SerializationException.class) != null;
  }

  /** The HTTP status of the answer, or 0 where there was none. */
  private static int status(Exception error) {
    HttpOperationFailedException answer = find(error, HttpOperationFailedException.class);
    return answer == null ? 0 : answer.getStatusCode();
  }

  private static <T extends Throwable> T find(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
