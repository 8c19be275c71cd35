package io.vnetflowroutes.outcome;

import io.vnetflowroutes.message.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How one attempt to send a message ended. The routes choose by its {@link #word}.
 *
 * @param kind what it means for the message
 * @param message the message that was to be sent
 * @param rest what of the message is left to be handled; {@code null} where nothing is
 * @param taken how many flows the destination acknowledged in this attempt
 * @param pause how long the destination asks to be left alone; {@code null} where it does not say
 * @param reason why not all was taken, or what a person should know although it was, as a sentence;
 *     {@code null} for nothing
 * @param error the same as it was thrown; {@code null} where nothing was
 * @param again whether an attempt to send the same message had failed before
 */
public record SendOutcome(
    Kind kind,
    Delivery message,
    Delivery rest,
    int taken,
    Duration pause,
    String reason,
    Throwable error,
    boolean again) {

  /** What an outcome means for the message. */
  public enum Kind {
    /** The destination acknowledged all of it. */
    DELIVERED,
    /** Another attempt may succeed. */
    LATER,
    /** The destination acknowledged all but some flows, which it will never take. */
    ONLY_THESE,
    /** Smaller messages may be taken: it is too large, or was refused because of a part of it. */
    TOO_LARGE,
    /** The destination will never take it. */
    REFUSED,
    /** Nothing is taken before a person corrects the configuration or the destination. */
    SETUP
  }

  /** The kind as routes spell it, such as {@code only-these}. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The two messages to send instead of one that is not taken whole, without what was taken. */
  public List<Delivery> halves() {
    return (rest == null ? message : rest).halves();
  }

  /** The same about the message that was to be sent, of which only a rest may have been. */
  public SendOutcome about(Delivery whole) {
    return new SendOutcome(kind, whole, rest, taken, pause, reason, error, again);
  }

  /** How it stands with a message that waits behind one of the same name, and is not begun. */
  public SendOutcome ofAnother(Delivery other) {
    return new SendOutcome(Kind.LATER, other, other, 0, pause, reason, error, again);
  }

  /** The same where the next attempt is to be made after a pause. */
  public SendOutcome after(Duration wait) {
    return new SendOutcome(kind, message, rest, taken, wait, reason, error, again);
  }

  /** The same where what is refused stays with whoever sends it. */
  public SendOutcome staying() {
    return kind == Kind.REFUSED || kind == Kind.ONLY_THESE
        ? new SendOutcome(Kind.SETUP, message, rest, taken, pause, reason, error, again)
        : this;
  }

  /** Whether the destination works: it took something, or refused this very message. */
  public boolean works() {
    return kind != Kind.LATER && kind != Kind.SETUP;
  }
}
