package io.vnetflowroutes.parse;

import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rearranges tuples of NSG flow logs into the order and the words of VNet tuples, so that all later
 * stages know only one kind of tuple.
 *
 * <p>Version 1 ends with the decision; version 2 continues with state and counters
 * (docs/azure-flow-log-format.md#nsg-records-and-tuples). The protocol's letter becomes its number,
 * a denied flow gets the state {@code D}, and the encryption, which NSG flow logs do not have, is
 * empty.
 */
final class NsgTuple {

  /** How many fields a tuple of version 1 has. */
  static final int FIELDS_OF_VERSION_1 = 8;

  /** How many fields a tuple of version 2 has. */
  static final int FIELDS_OF_VERSION_2 = 13;

  private static final int LAST_IN_PLACE = TupleField.DST_PORT.position();
  private static final int PROTOCOL = 5;
  private static final int DIRECTION = 6;
  private static final int DECISION = 7;
  private static final int STATE = 8;
  private static final byte[] TCP = {'6'};
  private static final byte[] UDP = {'1', '7'};
  private static final byte[] DENIED = {'D'};
  private static final byte[] NOTHING = {};
  private static final byte[] NO_COUNTERS = {',', ',', ',', ','};

  /** Room for a longer protocol, an empty encryption and no counters. */
  private static final int LONGER_BY = 8;

  private final byte[] written;
  private final int start;
  private final int[] ends;
  private final boolean version2;
  private final byte[] out;
  private int size;

  /**
   * @param written bytes that hold the tuple
   * @param start its start
   * @param ends the ends of its first thirteen fields, then that of the tuple, counted from {@code
   *     start}
   * @param fields how many fields it has
   */
  NsgTuple(byte[] written, int start, int[] ends, int fields) {
    this.written = written;
    this.start = start;
    this.ends = ends;
    this.version2 = fields >= FIELDS_OF_VERSION_2;
    this.out = new byte[2 * length() + LONGER_BY];
  }

  /** Whether a tuple of so many fields can be read; in version 1 more than eight are extra. */
  static boolean readable(int fields, String version) {
    return fields >= FIELDS_OF_VERSION_2
        || fields == FIELDS_OF_VERSION_1
        || (fields > FIELDS_OF_VERSION_1 && "1".equals(version));
  }

  /** The mistake in the decision, or {@code null}: the parser never guesses it. */
  String problem() {
    if (!is(DECISION, 'A') && !is(DECISION, 'D')) {
      return "The field decision is neither A nor D: '" + text(DECISION) + "'";
    }
    return is(DECISION, 'A') && version2 && is(STATE, 'D')
        ? "The field decision is A where the state is D"
        : null;
  }

  /** The rearranged tuple, and after it the original one; {@link #size} is the boundary. */
  byte[] rearranged() {
    put(written, start, ends[LAST_IN_PLACE]);
    comma();
    if (is(PROTOCOL, 'T')) {
      put(TCP);
    } else if (is(PROTOCOL, 'U')) {
      put(UDP);
    } else {
      put(PROTOCOL);
    }
    comma();
    put(DIRECTION);
    comma();
    if (is(DECISION, 'D')) {
      put(DENIED);
    } else if (version2) {
      put(STATE);
    }
    comma();
    put(version2 ? NOTHING : NO_COUNTERS);
    int done = ends[version2 ? STATE : DECISION];
    put(written, start + done, length() - done);
    int end = size;
    put(written, start, length());
    byte[] both = Arrays.copyOf(out, size);
    size = end;
    return both;
  }

  /** The length of the rearranged tuple, in bytes. */
  int size() {
    return size;
  }

  private int length() {
    return ends[TupleField.COUNT];
  }

  private int from(int field) {
    return start + ends[field - 1] + 1;
  }

  private int to(int field) {
    return start + ends[field];
  }

  private boolean is(int field, char letter) {
    return to(field) - from(field) == 1 && written[from(field)] == letter;
  }

  private String text(int field) {
    return new String(written, from(field), to(field) - from(field), StandardCharsets.UTF_8);
  }

  private void comma() {
    out[size++] = ',';
  }

  private void put(int field) {
    put(written, from(field), to(field) - from(field));
  }

  private void put(byte[] bytes) {
    put(bytes, 0, bytes.length);
  }

  private void put(byte[] bytes, int from, int length) {
    System.arraycopy(bytes, from, out, size, length);
    size += length;
  }
}
