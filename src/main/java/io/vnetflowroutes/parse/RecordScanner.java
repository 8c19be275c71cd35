package io.vnetflowroutes.parse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the elements of a blob's {@code records} array in a stream, by brackets and quotes.
 *
 * <p>Azure puts each new block before the last one, so a reader starts behind any record, at the
 * comma before the next, and stops at the closing brackets; how long those are is not relied on
 * (azure-flow-logs.md, 2.1). Each record is cut out before it is parsed, so that one that cannot be
 * parsed does not take the rest of the blob with it. Only the record in hand is in memory.
 */
final class RecordScanner {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final int FIRST_BUFFER = 64 * 1024;
  private static final int LARGE = 256 * 1024;

  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int position;
  private int limit;
  private long bufferOffset;
  private boolean inArray;
  private int elementStart;
  private String key;

  /**
   * @param in the blob from {@code offset} on
   * @param offset 0, or the end of a record
   * @param longest how many bytes of a record are kept at most
   */
  RecordScanner(InputStream in, long offset, int longest) {
    this.in = in;
    this.bufferOffset = offset;
    this.longest = longest;
    this.inArray = offset > 0;
  }

  /** The next element, or {@code null} at the end of the stream. */
  Element next() throws IOException {
    if (!begins()) {
      return null;
    }
    return buffer[position] == '{' ? object() : other();
  }

  /** Whether another element begins; moves there. */
  boolean begins() throws IOException {
    while (true) {
      int b = skipBlank();
      if (b < 0) {
        return false;
      }
      if (!inArray) {
        outsideArray(b);
      } else if (b == ']') {
        inArray = false;
        position++;
      } else if (b == ',') {
        position++;
      } else {
        return true;
      }
    }
  }

  /** Looks for the array: that of the key {@code records}, or one without any key. */
  private void outsideArray(int b) throws IOException {
    elementStart = position++;
    if (b == '"' && skipString()) {
      key = new String(buffer, elementStart, position - elementStart, StandardCharsets.UTF_8);
    } else if (b == '[') {
      inArray = key == null || key.equals("\"records\"");
    }
  }

  /**
   * Continues inside the element that was returned last, where it turned out to hold the start of a
   * later record.
   *
   * @param index where that record starts within the element
   */
  void resumeIn(Element last, int index) {
    int again = last.length() - index;
    byte[] next =
        Arrays.copyOfRange(
            last.buffer(),
            last.start() + index,
            last.start() + last.length() + FIRST_BUFFER + limit - position);
    System.arraycopy(buffer, position, next, again, limit - position);
    int length = again + limit - position;
    continueWith(next, length);
    bufferOffset = last.offset() + index;
    inArray = true;
  }

  private Element object() throws IOException {
    elementStart = position;
    long offset = bufferOffset + position;
    int depth = 0;
    while (true) {
      if (position == limit && !fill()) {
        return element(offset, Element.Kind.INCOMPLETE);
      }
      if (tooLong()) {
        return skipTooLong(offset, depth, false);
      }
      switch (buffer[position++]) {
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (--depth == 0) {
            return element(offset, Element.Kind.OBJECT);
          }
        }
        case '"' -> {
          if (!skipString()) {
            return tooLong()
                ? skipTooLong(offset, depth, true)
                : element(offset, Element.Kind.INCOMPLETE);
          }
        }
        default -> {}
      }
    }
  }

  /** Anything but an object, up to the comma or bracket that follows it. */
  private Element other() throws IOException {
    elementStart = position;
    long offset = bufferOffset + position;
    while (true) {
      if (position == limit && !fill()) {
        return element(offset, Element.Kind.INCOMPLETE);
      }
      if (tooLong()) {
        return skipTooLong(offset, 1, false);
      }
      byte b = buffer[position];
      if (b == ',' || b == ']' || b == '{') {
        return element(offset, Element.Kind.OTHER);
      }
      position++;
      if (b == '"' && !skipString()) {
        return element(offset, Element.Kind.INCOMPLETE);
      }
    }
  }

  /** Moves behind the closing quote; false if the stream ends, or the record grows too long. */
  private boolean skipString() throws IOException {
    while (true) {
      skipPlainBytes();
      if (position == limit && (tooLong() || !fill())) {
        return false;
      }
      byte b = buffer[position++];
      if (b == '"') {
        return true;
      }
      if (b == '\\') {
        if (position == limit && !fill()) {
          return false;
        }
        position++;
      }
    }
  }

  /** Moves to the next quote or backslash, or near the end of the buffer, eight bytes a step. */
  private void skipPlainBytes() {
    for (int last = limit - Long.BYTES; position <= last; position += Long.BYTES) {
      long eight = (long) LONGS.get(buffer, position);
      long quote = eight ^ QUOTES;
      long backslash = eight ^ BACKSLASHES;
      long found = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH_BITS;
      if (found != 0) {
        position += Long.numberOfTrailingZeros(found) / Byte.SIZE;
        return;
      }
    }
  }

  private boolean tooLong() {
    return position - elementStart > longest;
  }

  /** Drops what follows of a record that is too long, keeping its beginning for the dead letter. */
  private Element skipTooLong(long offset, int openBrackets, boolean insideString)
      throws IOException {
    byte[] beginning = Arrays.copyOfRange(buffer, elementStart, position);
    int depth = openBrackets;
    boolean inString = insideString;
    while (depth > 0) {
      elementStart = position;
      if (position == limit && !fill()) {
        return tooLong(offset, Element.Kind.INCOMPLETE, beginning);
      }
      byte b = buffer[position++];
      if (inString) {
        inString = b != '"';
        if (b == '\\' && (position < limit || fill())) {
          position++;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return tooLong(offset, Element.Kind.TOO_LONG, beginning);
  }

  private Element tooLong(long offset, Element.Kind kind, byte[] beginning) {
    return new Element(offset, bufferOffset + position, kind, beginning, 0, beginning.length);
  }

  /** What was scanned; a large one takes the buffer with it instead of being copied. */
  private Element element(long offset, Element.Kind kind) {
    int start = elementStart;
    int length = position - start;
    byte[] holder = buffer;
    if (length < LARGE) {
      holder = Arrays.copyOfRange(buffer, start, position);
      start = 0;
    } else {
      continueWith(Arrays.copyOfRange(buffer, position, limit + FIRST_BUFFER), limit - position);
    }
    return new Element(offset, offset + length, kind, holder, start, length);
  }

  private void continueWith(byte[] next, int length) {
    bufferOffset += position;
    buffer = next;
    limit = length;
    position = 0;
    elementStart = 0;
  }

  private int skipBlank() throws IOException {
    while (true) {
      elementStart = position;
      if (position == limit && !fill()) {
        return -1;
      }
      byte b = buffer[position];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b & 0xff;
      }
      position++;
    }
  }

  /** Reads more behind what is there of the element in hand; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (elementStart > 0) {
      System.arraycopy(buffer, elementStart, buffer, 0, limit - elementStart);
      bufferOffset += elementStart;
      position -= elementStart;
      limit -= elementStart;
      elementStart = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length + buffer.length / 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read <= 0) {
      return false;
    }
    limit += read;
    return true;
  }
}
