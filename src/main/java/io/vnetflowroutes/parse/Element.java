package io.vnetflowroutes.parse;

import java.util.Arrays;

/**
 * One element of a blob's {@code records} array, or what stands in its place, as found by its
 * brackets alone.
 *
 * @param offset where it starts in the blob, in bytes
 * @param end where it ends in the blob
 * @param kind what was found
 * @param buffer bytes that hold its text; only the beginning of it where it is too long
 * @param start where its text starts in {@code buffer}
 * @param length how many bytes of text there are
 */
record Element(long offset, long end, Kind kind, byte[] buffer, int start, int length) {

  enum Kind {
    /** A whole object, so far as brackets and quotes tell. */
    OBJECT,
    /** Something that is no object, such as a number. */
    OTHER,
    /** Something whose brackets or quotes do not fit, up to the next record or the closer. */
    DAMAGED,
    /** Something that lacks its closing brackets where those of the blob follow. */
    UNCLOSED,
    /** Something that is longer than the limit. */
    TOO_LONG,
    /** Something whose end is not there yet. */
    INCOMPLETE,
    /** Something that is no JSON, up to the next record. */
    FOREIGN,
    /** The same up to the end of what is there, which may have been written in part. */
    FOREIGN_END
  }

  /** A copy of its text, without what separates it from the next element. */
  byte[] text() {
    int to = start + length;
    while ((kind == Kind.DAMAGED || kind == Kind.UNCLOSED)
        && to > start
        && ", \r\n\t".indexOf(buffer[to - 1]) >= 0) {
      to--;
    }
    return Arrays.copyOfRange(buffer, start, to);
  }

  /** The last bytes before the end, or none where the text was not kept that far. */
  byte[] tail(int most) {
    return whole()
        ? Arrays.copyOfRange(buffer, start + Math.max(0, length - most), start + length)
        : new byte[0];
  }

  /** Whether its rest may come with the blob's next growth. */
  boolean mayGrow() {
    return kind == Kind.INCOMPLETE || kind == Kind.UNCLOSED || kind == Kind.FOREIGN_END;
  }

  /** Whether all of its text was kept. */
  boolean whole() {
    return length == end - offset;
  }

  /** Its first bytes only, up to where another record was found in it. */
  Element cutTo(int bytes) {
    return new Element(offset, offset + bytes, Kind.DAMAGED, buffer, start, bytes);
  }
}
