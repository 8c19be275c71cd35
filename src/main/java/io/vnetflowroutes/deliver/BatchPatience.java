package io.vnetflowroutes.deliver;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.RouteNames;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * How long the attempts of one batch may hold up the others in all, however many destinations hang:
 * the first that gets no answer may take its whole time, the second half of it, and so on. A
 * destination that answers in time takes nothing from the next one.
 *
 * <p>A deliverer has one batch in hand, so each thread keeps what its batch has used up.
 */
final class BatchPatience {

  /** The last of many destinations still has this long to answer. */
  private static final Duration LEAST = Duration.ofMillis(500);

  private static final ThreadLocal<Used> USED = new ThreadLocal<>();

  /**
   * @param batch the batch in hand
   * @param times how many of its attempts got no answer in time
   */
  private record Used(String batch, int times) {}

  private BatchPatience() {}

  /**
   * How long the calling thread may wait for an attempt.
   *
   * @param whole how long it waits for the first one of a batch
   */
  static Duration of(Exchange exchange, Duration whole) {
    Used used = USED.get();
    Batch batch = batch(exchange);
    if (used == null || batch == null || !used.batch().equals(batch.id())) {
      return whole;
    }
    Duration left = whole.dividedBy(1L << Math.min(used.times(), Integer.SIZE));
    return left.compareTo(LEAST) > 0 ? left : shorter(LEAST, whole);
  }

  /** Notes that the calling thread waited and got no answer. */
  static void inVain(Exchange exchange) {
    Batch batch = batch(exchange);
    if (batch != null) {
      Used used = USED.get();
      boolean first = used == null || !used.batch().equals(batch.id());
      USED.set(new Used(batch.id(), first ? 1 : used.times() + 1));
    }
  }

  private static Batch batch(Exchange exchange) {
    return exchange.getVariable(RouteNames.BATCH, Batch.class);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
