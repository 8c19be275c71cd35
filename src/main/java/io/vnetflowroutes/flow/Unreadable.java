package io.vnetflowroutes.flow;

/**
 * A record or tuple that cannot be read, kept complete with its reason for the dead letter.
 *
 * @param origin the blob that holds it
 * @param offset where its record starts in the blob, in bytes
 * @param ordinal the tuple's number within its record, or -1 where the record itself is meant
 * @param kind a short word for counting: one of the constants
 * @param group what the record says of a tuple; {@code null} where the record itself is meant
 * @param text what Azure wrote
 * @param reason one sentence
 */
public record Unreadable(
    Origin origin,
    long offset,
    int ordinal,
    String kind,
    FlowGroup group,
    byte[] text,
    String reason) {

  /** A whole record. */
  public static final String RECORD = "record";

  /** Only the beginning of a record, which was too long to be kept. */
  public static final String BEGINNING = "beginning";

  /** A tuple, quotes included. */
  public static final String TUPLE = "tuple";
}
