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
 * @param rest the part of the message that is left; {@code null} if none is
 * @param taken how many flows the destination acknowledged in this attempt
 * @param pause the pause that the destination asks for; {@code null} if it names none
 * @param reason a sentence: why not all was accepted, or what a person must know although it was;
 *     {@code null} for none
 * @param error the exception behind the reason; {@code null} if there was none
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
    /** The destination acknowledged all but some flows, which it will never accept. */
    ONLY_THESE,
    /**
     * The destination may accept smaller messages: this one is too large, or was refused because of
     * a part of it.
     */
    TOO_LARGE,
    /** The destination will never accept it. */
    REFUSED,
    /**
     * The destination accepts nothing before a person corrects the configuration or the
     * destination.
     */
    SETUP
  }

  /** The kind as routes spell it, such as {@code only-these}. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The two messages to send instead of one that is not accepted as a whole, without the accepted
   * flows.
   */
  public List<Delivery> halves() {
    return (rest == null ? message : rest).halves();
  }

  /** The same outcome for the whole message, of which the attempt may have sent only a rest. */
  public SendOutcome about(Delivery whole) {
    return new SendOutcome(kind, whole, rest, taken, pause, reason, error, again);
  }

  /** The outcome for a message of the same name that waits behind this one, and has not begun. */
  public SendOutcome ofAnother(Delivery other) {
    return new SendOutcome(Kind.LATER, other, other, 0, pause, reason, error, again);
  }

  /** The same outcome, with a pause before the next attempt. */
  public SendOutcome after(Duration wait) {
    return new SendOutcome(kind, message, rest, taken, wait, reason, error, again);
  }

  /** The same outcome for a process that keeps refused messages where they are. */
  public SendOutcome staying() {
    return kind == Kind.REFUSED || kind == Kind.ONLY_THESE
        ? new SendOutcome(Kind.SETUP, message, rest, taken, pause, reason, error, again)
        : this;
  }

  /** Whether the destination works: it accepted something, or refused this very message. */
  public boolean works() {
    return kind != Kind.LATER && kind != Kind.SETUP;
  }
}
