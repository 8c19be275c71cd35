package io.vnetflowroutes.message;

/**
 * The name of what is acknowledged: a message, and its destination. {@link
 * io.vnetflowroutes.flow.BatchId} has the grammar.
 *
 * @param message the message's name
 * @param takenAs the destination, with a mark if it is filtered or gathers
 */
public record DeliveryKey(String message, String takenAs) {

  /** The name of the dead letter, as a destination. */
  public static final String DEAD_LETTER = "dead-letter";

  private static final char BETWEEN = '|';

  /** Stands before the filter, if its flows do not follow from the message's name. */
  private static final char MARK = '~';

  /** Stands in the place of the filter where files are gathered. */
  private static final String GATHERED = MARK + "gathered";

  /** The dead letter with what of a batch could not be read. */
  public static DeliveryKey ofUnreadable(String batch) {
    return new DeliveryKey(batch + "-unreadable", DEAD_LETTER);
  }

  /** The dead letter with a message that a destination refused. */
  public static DeliveryKey ofRefused(String message, String destination) {
    return new DeliveryKey(message + '-' + destination, DEAD_LETTER);
  }

  /** The delivery of a name; names of messages and of destinations hold no bar. */
  public static DeliveryKey parse(String key) {
    int bar = key.lastIndexOf(BETWEEN);
    return new DeliveryKey(key.substring(0, Math.max(bar, 0)), key.substring(bar + 1));
  }

  /** What a destination acknowledges as whose messages have other flows with another filter. */
  public static String filtered(String destination, String filter) {
    return destination + MARK + filter;
  }

  /** What a destination acknowledges as whose messages wait to be written with others. */
  public static String gathered(String destination) {
    return destination + GATHERED;
  }

  /** The name of the destination in what it acknowledges as. */
  public static String nameIn(String acknowledgedAs) {
    int mark = acknowledgedAs.indexOf(MARK);
    return mark < 0 ? acknowledgedAs : acknowledgedAs.substring(0, mark);
  }

  /** Whether what acknowledged was waiting to be written with others into a file. */
  public static boolean isGathered(String acknowledgedAs) {
    return acknowledgedAs.endsWith(GATHERED);
  }

  /** The name of the destination that took it. */
  public String destination() {
    return nameIn(takenAs);
  }

  @Override
  public String toString() {
    return message + BETWEEN + takenAs;
  }
}
