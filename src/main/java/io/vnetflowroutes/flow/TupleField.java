package io.vnetflowroutes.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The thirteen comma-separated fields of a VNet flow tuple, in the order Azure writes them
 * (docs/azure-flow-log-format.md#vnet-tuples). "Sent" is source to destination, "received" the way
 * back. Tuples of NSG flow logs are rearranged into this order when they are read.
 */
public enum TupleField {
  TIME(0),
  SRC_IP(1),
  DST_IP(2),
  SRC_PORT(3),
  DST_PORT(4),
  PROTOCOL(5),
  DIRECTION(6),
  STATE(7),
  ENCRYPTION(8),
  PACKETS_SENT(9),
  BYTES_SENT(10),
  PACKETS_RECEIVED(11),
  BYTES_RECEIVED(12);

  /** How many fields a tuple has. */
  public static final int COUNT = values().length;

  private final int position;
  private final String word = name().toLowerCase(Locale.ROOT);

  TupleField(int position) {
    this.position = position;
  }

  /** Where the field stands in the tuple, from 0. */
  public int position() {
    return position;
  }

  /** The field's name in settings, routes and flat output, such as {@code src_ip}. */
  public String word() {
    return word;
  }

  /**
   * The field of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names there are
   */
  public static TupleField named(String word) {
    for (TupleField field : values()) {
      if (field.word.equals(word)) {
        return field;
      }
    }
    throw new IllegalArgumentException(
        "A flow has no field '" + word + "'; its fields are " + words());
  }

  private static String words() {
    return Arrays.stream(values()).map(TupleField::word).collect(Collectors.joining(", "));
  }
}
