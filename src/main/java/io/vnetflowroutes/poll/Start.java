package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a source begins when it is read for the first time.
 *
 * @param back so long before now; {@code null} where an instant is given
 * @param instant a fixed instant; {@code null} where a duration is given
 */
public record Start(Duration back, Instant instant) {

  /** All that the source holds. */
  public static final Start BEGINNING = new Start(null, Instant.EPOCH);

  /** The instant it begins at, if that is now. */
  public Instant from(Instant now) {
    return back == null ? instant : now.minus(back);
  }
}
