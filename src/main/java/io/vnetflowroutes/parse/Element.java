package io.vnetflowroutes.parse;

import java.util.Arrays;

/**
 * One element of a blob's {@code records} array, or other bytes in its place, as its brackets show.
 *
 * @param offset its start in the blob, in bytes
 * @param end its end in the blob
 * @param kind what was found
 * @param buffer an array with its text; only with the beginning if it is too long
 * @param start the start of its text in {@code buffer}
 * @param length the bytes of its text
 */
record Element(long offset, long end, Kind kind, byte[] buffer, int start, int length) {

  enum Kind {
    /** A whole object, according to brackets and quotes. */
    OBJECT,
    /** Something that is not an object, such as a number. */
    OTHER,
    /**
     * Something with unbalanced brackets or quotes, up to the next record or the end of the array.
     */
    DAMAGED,
    /** Something that lacks its closing brackets, followed by those of the blob. */
    UNCLOSED,
    /** Something that is longer than the limit. */
    TOO_LONG,
    /** Something without an end so far. */
    INCOMPLETE,
    /** Something that is not JSON, up to the next record. */
    FOREIGN,
    /** The same up to the end of the blob, which may be written only in part. */
    FOREIGN_END
  }

  /** A copy of its text, without the separator after it. */
  byte[] text() {
    int to = start + length;
    while ((kind == Kind.DAMAGED || kind == Kind.UNCLOSED)
        && to > start
        && ", \r\n\t".indexOf(buffer[to - 1]) >= 0) {
      to--;
    }
    return Arrays.copyOfRange(buffer, start, to);
  }

  /** The last bytes before the end, or none if the buffer does not hold them. */
  byte[] tail(int most) {
    return whole()
        ? Arrays.copyOfRange(buffer, start + Math.max(0, length - most), start + length)
        : new byte[0];
  }

  /** Whether its rest may follow when the blob grows. */
  boolean mayGrow() {
    return kind == Kind.INCOMPLETE || kind == Kind.UNCLOSED || kind == Kind.FOREIGN_END;
  }

  /** Whether the buffer holds all of its text. */
  boolean whole() {
    return length == end - offset;
  }

  /** Its first bytes only, up to another record that was found in it. */
  Element cutTo(int bytes) {
    return new Element(offset, offset + bytes, Kind.DAMAGED, buffer, start, bytes);
  }
}
