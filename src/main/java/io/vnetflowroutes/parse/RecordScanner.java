package io.vnetflowroutes.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the records of a blob in a stream, by brackets and quotes.
 *
 * <p>Azure inserts each new block before the last one, so a reader starts after any record, at the
 * comma before the next one, and stops at the closing brackets, whatever their length
 * (docs/azure-flow-log-format.md#how-a-blob-is-written). The scanner cuts out each record before it
 * is parsed, so that a record that cannot be parsed does not affect the rest of the blob. Only the
 * record in hand is in memory.
 *
 * <p>Other tools copy blobs in other forms: single records, one record per line, an array without
 * the object around it, or several documents in a row. The scanner also returns anything else that
 * is in the place of a record, and is not an object that holds an array {@code records}, so that it
 * skips nothing in a blob. What follows an element depends only on where the element ends, not on
 * what was before, so the result is the same however a blob is cut into reads.
 */
final class RecordScanner {

  private static final int LARGE = 256 * 1024;
  private static final int LONGEST_KEY = 1024;

  /** The longest text of a key or value in the object around records. */
  private static final int LONGEST_TEXT = 64 * 1024;

  private static final String OPENING = "{\"records\":[";
  private static final String RECORDS = "records";

  /** The bytes that it keeps of anything but a record. */
  private static final int BEGINNING = 4 * 1024;

  private final ScanBuffer in;
  private final int longest;
  private Scope scope;

  private enum Scope {
    /** Before the first document, or after one. */
    OUTSIDE,
    /** In an array of records, or between single records. */
    ARRAY,
    /** In the object that holds the array, after the array's end. */
    ENVELOPE
  }

  /**
   * @param in the blob from {@code offset} on
   * @param offset 0, or the end of a record
   * @param longest how many bytes an element may have
   */
  RecordScanner(InputStream in, long offset, int longest) {
    this.in = new ScanBuffer(in, offset);
    this.longest = longest;
    this.scope = offset > 0 ? Scope.ARRAY : Scope.OUTSIDE;
  }

  /** The next element, or {@code null} at the end of the stream. */
  Element next() throws IOException {
    while (begins()) {
      boolean alone = scope != Scope.ARRAY;
      Element element =
          switch (encoded() ? 0 : in.current()) {
            case '{' -> bracketed(Element.Kind.OBJECT);
            case '[' -> bracketed(Element.Kind.OTHER);
            case '"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n' ->
                alone ? foreign() : other();
            default -> foreign();
          };
      if (element != null && !(alone && holdsNothing(element))) {
        scope = Scope.ARRAY;
        return element;
      }
    }
    return null;
  }

  /** Whether another element begins; moves there. */
  boolean begins() throws IOException {
    while (true) {
      int b = in.skipBlank();
      if (b < 0) {
        return false;
      }
      boolean element =
          switch (scope) {
            case ARRAY -> inArray(b);
            case ENVELOPE -> inEnvelope(b);
            case OUTSIDE -> outside(b);
          };
      if (element) {
        return true;
      }
    }
  }

  private boolean inArray(int b) {
    if (b == ']') {
      scope = Scope.ENVELOPE;
    } else if (b != ',') {
      return true;
    }
    in.skip();
    return false;
  }

  /** Skips a key with its value, unless that is another array of records. */
  private boolean inEnvelope(int b) throws IOException {
    switch (b) {
      case '"' -> {
        boolean records = key();
        int value = in.toValue();
        if (value == '[' && records) {
          enter();
        } else if (value >= 0) {
          in.dropValue();
        }
      }
      case '[' -> enter();
      case '}' -> {
        scope = Scope.OUTSIDE;
        in.skip();
      }
      case ',', ']' -> in.skip();
      default -> {
        return true;
      }
    }
    return false;
  }

  private boolean outside(int b) throws IOException {
    if (encoded()) {
      return true;
    }
    switch (b) {
      case '[' -> enter();
      case ',', ']', '}' -> in.skip();
      default -> {
        return !in.skipMark();
      }
    }
    return false;
  }

  /** Whether the blob's first bytes show that it is not text. */
  private boolean encoded() throws IOException {
    return in.offset() == 0 && Encoding.of(in.peek(Encoding.LONGEST)) != Encoding.TEXT;
  }

  private void enter() {
    scope = Scope.ARRAY;
    in.skip();
  }

  /** Moves behind a string; whether it is the key of the records. */
  private boolean key() throws IOException {
    in.skip();
    if (!in.skipString(LONGEST_KEY)) {
      in.dropString();
      return false;
    }
    return in.endsWith(RECORDS, in.markedLength() - 1);
  }

  /**
   * Continues inside the last element, which turned out to hold the start of a later record.
   *
   * @param index the start of that record in the element's text
   */
  void resumeIn(Element last, int index) {
    in.pushBack(last.buffer(), last.start() + index, last.length() - index);
    scope = Scope.ARRAY;
  }

  /**
   * An object or array, up to its closing bracket; {@code null} if it is the object around an array
   * of records, which the scanner then enters.
   */
  private Element bracketed(Element.Kind kind) throws IOException {
    int braces = 0;
    int brackets = 0;
    boolean mayBeEnvelope = scope != Scope.ARRAY;
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
          int before = in.markedLength();
          boolean outermost = mayBeEnvelope && braces == 1 && brackets == 0;
          if (outermost && !in.skipString(before + LONGEST_TEXT)) {
            return in.holds(before + LONGEST_TEXT) ? foreign() : element(Element.Kind.INCOMPLETE);
          } else if (!outermost && !in.skipString(longest)) {
            return in.holds(longest)
                ? tooLong(braces + brackets, true)
                : element(Element.Kind.INCOMPLETE);
          }
          if (outermost) {
            int length = in.markedLength() - before;
            if (in.endsWith(RECORDS, length) && in.toValue() == '[') {
              enter();
              return null;
            }
            mayBeEnvelope =
                !in.endsWith("flowRecords", length) && !in.endsWith("properties", length);
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

  /** A scalar, or anything unexpected, up to the next comma or bracket. */
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
    return element(Element.Kind.INCOMPLETE);
  }

  /**
   * Bytes that are neither a record nor the beginning of a document, up to the start of a record.
   * It keeps only the beginning, and drops the rest.
   */
  private Element foreign() throws IOException {
    long offset = in.offset();
    byte[] beginning = in.peek(BEGINNING);
    boolean encoded = encoded();
    boolean ended = !in.dropToRecord();
    int length = (int) Math.min(beginning.length, in.offset() - offset);
    Element.Kind kind = ended && !encoded ? Element.Kind.FOREIGN_END : Element.Kind.FOREIGN;
    return new Element(offset, in.offset(), kind, beginning, 0, length);
  }

  /**
   * Whether a blob with only this element has no records: an empty document, or the start of one.
   */
  private static boolean holdsNothing(Element element) {
    if (element.length() > LONGEST_KEY) {
      return false;
    }
    String text =
        new String(element.text(), StandardCharsets.UTF_8)
            .replaceAll("\\s", "")
            .toLowerCase(Locale.ROOT);
    return text.equals("{}")
        || text.equals("null")
        || text.equals("{\"records\":null}")
        || OPENING.startsWith(text);
  }

  /**
   * The scanned element; of anything but an object, only the bytes before the next record in it. A
   * large element takes the buffer instead of a copy; any other gets some room after it, for code
   * that reads several bytes at a time.
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
        ? new Element(offset, end, kind, in.markedWithRoom(FastTupleSplitter.ROOM), 0, length)
        : new Element(offset, end, kind, in.array(), in.handOver(), length);
  }

  /** An element beyond the limit: it keeps the beginning, and drops the rest. */
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
