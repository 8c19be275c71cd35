package io.vnetflowroutes.deliver;

/**
 * The name of what is acknowledged: a message, and its receiver. {@link
 * io.vnetflowroutes.flow.BatchId} has the grammar.
 *
 * @param message the message's name
 * @param takenAs the destination, as {@link Destination#acknowledgedAs} has it
 */
public record DeliveryKey(String message, String takenAs) {

  private static final char BETWEEN = '|';

  /** The dead letter with what of a batch could not be read. */
  static DeliveryKey ofUnreadable(String batch) {
    return new DeliveryKey(batch + "-unreadable", DeadLetters.NAME);
  }

  /** The dead letter with a message that a destination refused. */
  static DeliveryKey ofRefused(String message, String destination) {
    return new DeliveryKey(message + '-' + destination, DeadLetters.NAME);
  }

  /** The delivery of a name; names of messages and of destinations hold no bar. */
  public static DeliveryKey parse(String key) {
    int bar = key.lastIndexOf(BETWEEN);
    return new DeliveryKey(key.substring(0, Math.max(bar, 0)), key.substring(bar + 1));
  }

  /** The name of the destination that took it. */
  public String destination() {
    return Destination.nameIn(takenAs);
  }

  @Override
  public String toString() {
    return message + BETWEEN + takenAs;
  }
}
