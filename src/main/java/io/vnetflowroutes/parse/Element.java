package io.vnetflowroutes.parse;

import java.util.Arrays;

/**
 * One element of a blob's {@code records} array, as found by its brackets alone.
 *
 * @param offset where it starts in the blob, in bytes
 * @param end where it ends
 * @param kind what was found
 * @param bytes its text; only the beginning where it is too long
 */
record Element(long offset, long end, Kind kind, byte[] bytes) {

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

  /** The last bytes before the end, or none where the text was not kept that far. */
  byte[] tail(int length) {
    return kind == Kind.TOO_LONG
        ? new byte[0]
        : Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length);
  }
}
