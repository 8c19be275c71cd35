package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;

/**
 * The begin of a source that is read for the first time.
 *
 * @param back the time before now; {@code null} if an instant is given
 * @param instant a fixed instant; {@code null} if a duration is given
 */
public record Start(Duration back, Instant instant) {

  /** Everything that the source holds. */
  public static final Start BEGINNING = new Start(null, Instant.EPOCH);

  /** The instant of the begin, if the first start is now. */
  public Instant from(Instant now) {
    return back == null ? instant : now.minus(back);
  }
}
