package io.vnetflowroutes.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Finds the elements of a blob's {@code records} array in a stream, by brackets and quotes.
 *
 * <p>Azure puts each new block before the last one, so a reader starts behind any record, at the
 * comma before the next, and stops at the closing brackets; how long those are is not relied on
 * (docs/azure-flow-log-format.md#blocks). Each record is cut out before it is parsed, so that one
 * that cannot be parsed does not take the rest of the blob with it. Only the record in hand is in
 * memory.
 */
final class RecordScanner {

  private static final int LARGE = 256 * 1024;
  private static final int LONGEST_KEY = 1024;

  private final ScanBuffer in;
  private final int longest;
  private boolean inArray;
  private boolean wasInArray;
  private boolean behindComma;
  private String key;

  /**
   * @param in the blob from {@code offset} on
   * @param offset 0, or the end of a record
   * @param longest how many bytes an element may have
   */
  RecordScanner(InputStream in, long offset, int longest) {
    this.in = new ScanBuffer(in, offset);
    this.longest = longest;
    this.inArray = offset > 0;
    this.wasInArray = inArray;
  }

  /** The next element, or {@code null} at the end of the stream. */
  Element next() throws IOException {
    if (!begins()) {
      return null;
    }
    return switch (in.current()) {
      case '{' -> bracketed(Element.Kind.OBJECT);
      case '[' -> bracketed(Element.Kind.OTHER);
      default -> other();
    };
  }

  /** Whether another element begins; moves there. */
  boolean begins() throws IOException {
    while (true) {
      int b = in.skipBlank();
      if (b < 0) {
        return false;
      }
      if (!inArray) {
        outsideArray(b);
      } else if (b == ']') {
        inArray = false;
        in.skip();
      } else if (b == ',') {
        in.skip();
      } else {
        return true;
      }
    }
  }

  /**
   * Looks for the array: that of the key {@code records}, or one without any key. An object behind
   * a comma is back in it: then the bracket that seemed to close it was a stray one.
   */
  private void outsideArray(int b) throws IOException {
    if (b == '{' && behindComma && wasInArray) {
      inArray = true;
      return;
    }
    behindComma = b == ',';
    in.skip();
    if (b == '"' && in.skipString(LONGEST_KEY)) {
      key = new String(in.marked(), StandardCharsets.UTF_8);
    } else if (b == '"') {
      in.dropString();
      key = "";
    } else if (b == '[') {
      inArray = key == null || key.equals("\"records\"");
      wasInArray |= inArray;
    }
  }

  /**
   * Continues inside the element that was returned last, where it turned out to hold the start of a
   * later record.
   *
   * @param index where that record starts within the element's text
   */
  void resumeIn(Element last, int index) {
    in.pushBack(last.buffer(), last.start() + index, last.length() - index);
    inArray = true;
  }

  /** An object or array, up to the bracket that closes it. */
  private Element bracketed(Element.Kind kind) throws IOException {
    int braces = 0;
    int brackets = 0;
    while (in.available()) {
      if (in.markedLength() >= longest) {
        return tooLong(braces + brackets, false);
      }
      switch (in.read()) {
        case '{' -> braces++;
        case '[' -> brackets++;
        case '}' -> braces--;
        case ']' -> {
          if (brackets > 0) {
            brackets--;
          } else if (in.endsBehindBraces()) {
            in.unread();
            return element(Element.Kind.UNCLOSED);
          }
        }
        case '"' -> {
          if (!in.skipString(longest)) {
            return in.holds(longest)
                ? tooLong(braces + brackets, true)
                : element(Element.Kind.INCOMPLETE);
          }
        }
        default -> {}
      }
      if (kind == Element.Kind.OBJECT ? braces == 0 : brackets <= 0 && braces <= 0) {
        return element(kind);
      }
    }
    return element(Element.Kind.INCOMPLETE);
  }

  /** A scalar, or what should not be there, up to the comma or bracket that follows it. */
  private Element other() throws IOException {
    while (in.available()) {
      if (in.markedLength() >= longest) {
        return tooLong(1, false);
      }
      byte b = in.current();
      if (in.markedLength() > 0 && (b == ',' || b == ']' || b == '{')) {
        return element(Element.Kind.OTHER);
      }
      in.skip();
      if (b == '"' && !in.skipString(longest)) {
        return in.holds(longest) ? tooLong(1, true) : element(Element.Kind.INCOMPLETE);
      }
    }
    return element(Element.Kind.OTHER);
  }

  /**
   * What was scanned; of anything but an object only what stands before the next record in it. A
   * large one takes the buffer with it instead of being copied; any other gets some room behind it,
   * for those who look at several bytes at a time.
   */
  private Element element(Element.Kind found) {
    Element.Kind kind = found;
    if (kind != Element.Kind.OBJECT && in.toRecordStart(in.markedLength())) {
      kind = Element.Kind.DAMAGED;
    }
    long end = in.offset();
    int length = in.markedLength();
    long offset = end - length;
    return length < LARGE
        ? new Element(offset, end, kind, in.markedWithRoom(UsualTuple.ROOM), 0, length)
        : new Element(offset, end, kind, in.array(), in.handOver(), length);
  }

  /** An element beyond the limit: its beginning is kept, its rest dropped as it comes. */
  private Element tooLong(int openBrackets, boolean insideString) throws IOException {
    if (in.toRecordStart(longest)) {
      return element(Element.Kind.DAMAGED);
    }
    byte[] beginning = in.marked(longest);
    long offset = in.offset() - in.markedLength();
    Element.Kind kind =
        in.dropElement(openBrackets, insideString)
            ? Element.Kind.TOO_LONG
            : Element.Kind.INCOMPLETE;
    int length = (int) Math.min(longest, in.offset() - offset);
    return new Element(offset, in.offset(), kind, beginning, 0, length);
  }
}
