package io.vnetflowroutes.parse;

import java.util.Arrays;

/**
 * One element of a blob's {@code records} array, as found by its brackets alone.
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
    /** An object that is longer than the limit. */
    TOO_LONG,
    /** An object whose end is not there yet. */
    INCOMPLETE
  }

  /** A copy of its text. */
  byte[] text() {
    return Arrays.copyOfRange(buffer, start, start + length);
  }

  /** The last bytes before the end, or none where the text was not kept that far. */
  byte[] tail(int most) {
    return kind == Kind.TOO_LONG
        ? new byte[0]
        : Arrays.copyOfRange(buffer, start + Math.max(0, length - most), start + length);
  }

  /** Its first bytes only, as something that has no end. */
  Element cutTo(int bytes) {
    return new Element(offset, offset + bytes, Kind.INCOMPLETE, buffer, start, bytes);
  }
}
