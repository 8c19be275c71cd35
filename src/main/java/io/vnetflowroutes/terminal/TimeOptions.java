package io.vnetflowroutes.terminal;

import io.vnetflowroutes.config.Values;
import io.vnetflowroutes.errors.UserError;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads points in time as the command line takes them. */
public final class TimeOptions {

  private TimeOptions() {}

  /**
   * Makes sure that two hours are in their order.
   *
   * @throws UserError if the first one is after the last one
   */
  public static void order(Instant first, Instant last) {
    if (first.isAfter(last)) {
      throw new UserError(
          "--from is the hour %s, which is after the last one, %s".formatted(first, last));
    }
  }

  /**
   * A duration back from now, an instant, or {@code beginning}.
   *
   * @throws UserError if it is none of these; the message says what is allowed
   */
  public static Instant instant(String option, String text, Instant now) {
    try {
      return Values.duration(text)
          .map(now::minus)
          .orElseGet(() -> text.equals("beginning") ? Instant.EPOCH : Instant.parse(text));
    } catch (DateTimeException e) {
      throw new UserError(
          "%s is '%s', but must be a duration such as 24h, or an instant such as 2026-01-31T00:00:00Z"
              .formatted(option, text),
          e);
    }
  }
}
