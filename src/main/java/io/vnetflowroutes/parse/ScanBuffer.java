package io.vnetflowroutes.parse;

import io.vnetflowroutes.bytes.Swar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A window on a stream that keeps everything since a mark: the start of the current element. */
final class ScanBuffer {

  private static final long QUOTES = '"' * Swar.EACH;
  private static final long BACKSLASHES = '\\' * Swar.EACH;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int ROOM = 64 * 1024;

  /** Half of Java's heap: the most for a record while its room grows; the rest is needed, too. */
  private static final long MOST_HELD = Runtime.getRuntime().maxMemory() / 2;

  /** The most bytes to wait for at the end of a blob, which closes with a few bytes. */
  private static final int LONGEST_CLOSER = 4 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[ROOM];
  private long bufferOffset;
  private int mark;
  private int position;
  private int limit;

  /**
   * @param offset the position in the blob of the stream's first byte
   */
  ScanBuffer(InputStream in, long offset) {
    this.in = in;
    this.bufferOffset = offset;
  }

  /** The offset in the blob of the next byte. */
  long offset() {
    return bufferOffset + position;
  }

  int markedLength() {
    return position - mark;
  }

  /** A copy of the bytes since the mark. */
  byte[] marked() {
    return marked(markedLength());
  }

  /** A copy of this many bytes from the mark on. */
  byte[] marked(int bytes) {
    return Arrays.copyOfRange(buffer, mark, mark + bytes);
  }

  /** A copy of the bytes since the mark, in an array with extra room. */
  byte[] markedWithRoom(int room) {
    return Arrays.copyOfRange(buffer, mark, position + room);
  }

  byte[] array() {
    return buffer;
  }

  /** The next byte, which must be {@link #available}. */
  byte current() {
    return buffer[position];
  }

  byte read() {
    return buffer[position++];
  }

  void skip() {
    position++;
  }

  void unread() {
    position--;
  }

  /** Whether there is another byte; waits for it. */
  boolean available() throws IOException {
    return position < limit || fill();
  }

  /** Moves the mark to the next byte that is not blank, and returns it; -1 at the end. */
  int skipBlank() throws IOException {
    for (mark = position; available(); mark = ++position) {
      byte b = buffer[position];
      if (!isBlank(b)) {
        return b & 0xff;
      }
    }
    return -1;
  }

  /** A copy of the next bytes; of fewer if the stream ends. */
  byte[] peek(int most) throws IOException {
    boolean more = true;
    while (more && limit - position < most) {
      more = fillBehind();
    }
    return Arrays.copyOfRange(buffer, position, Math.min(limit, position + most));
  }

  /** Moves behind a byte order mark; returns whether there is one. */
  boolean skipMark() throws IOException {
    boolean found = Arrays.equals(peek(MARK.length), MARK);
    position += found ? MARK.length : 0;
    return found;
  }

  /** Whether the last bytes are a text, in any case, and a quote, and take this many bytes. */
  boolean endsWith(String text, int bytes) {
    if (bytes != text.length() + 1) {
      return false;
    }
    String found = new String(buffer, position - bytes, text.length(), StandardCharsets.ISO_8859_1);
    return found.equalsIgnoreCase(text);
  }

  /** Moves from a key to its value; returns the value's first byte, or -1 if there is none. */
  int toValue() throws IOException {
    toNoBlank();
    if (!available() || buffer[position] != ':') {
      return -1;
    }
    position++;
    toNoBlank();
    return available() ? buffer[position] : -1;
  }

  private void toNoBlank() throws IOException {
    while (available() && isBlank(buffer[position])) {
      position++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * Moves behind the closing quote of a string; not at all if more than this many bytes would then
   * be marked ({@link #holds}), in the buffer or not.
   *
   * @return false if it is too long, or if the stream ends first
   */
  boolean skipString(int most) throws IOException {
    int before = markedLength();
    boolean closed = toClosingQuote(most) && markedLength() <= most;
    if (!closed && holds(most)) {
      position = mark + before;
    }
    return closed;
  }

  private boolean toClosingQuote(int most) throws IOException {
    while (true) {
      skipPlainBytes();
      if (position == limit && (markedLength() >= most || !fill())) {
        return false;
      }
      byte b = buffer[position++];
      if (b == '"') {
        return true;
      }
      if (b == '\\') {
        if (!available()) {
          return false;
        }
        position++;
      }
    }
  }

  /** Whether there are this many bytes from the mark on. */
  boolean holds(int bytes) {
    return limit - mark >= bytes;
  }

  /** Moves behind the closing quote of a string, and drops its text. */
  void dropString() throws IOException {
    do {
      mark = position;
    } while (available() && !toClosingQuote(ROOM));
  }

  /** Moves to the next quote or backslash, or near the end of the buffer, eight bytes a step. */
  private void skipPlainBytes() {
    for (int last = limit - Long.BYTES; position <= last; position += Long.BYTES) {
      long eight = Swar.at(buffer, position);
      long found = Swar.same(eight, QUOTES) | Swar.same(eight, BACKSLASHES);
      if (found != 0) {
        position += Swar.before(found);
        return;
      }
    }
  }

  /** Whether only a few closing braces and blanks follow up to the end of the stream. */
  boolean endsBehindBraces() throws IOException {
    int ahead = markedLength();
    int most = ahead + LONGEST_CLOSER;
    while (ahead < most && (mark + ahead < limit || fillBehind())) {
      byte b = buffer[mark + ahead++];
      if (b != '}' && !isBlank(b)) {
        return false;
      }
    }
    return ahead < most;
  }

  private boolean fillBehind() throws IOException {
    int ahead = limit - position;
    position = limit;
    boolean filled = fill();
    position -= ahead;
    return filled;
  }

  /** Moves to a record that starts within this many bytes from the mark; false if none does. */
  boolean toRecordStart(int within) {
    int next = RecordStart.findToResume(buffer, mark, mark + within);
    if (next >= 0) {
      position = next;
    }
    return next >= 0;
  }

  /**
   * Drops bytes up to the end of the element, or to the start of another record.
   *
   * @return false if the stream ends first
   */
  boolean dropElement(int openBrackets, boolean insideString) throws IOException {
    int depth = openBrackets;
    boolean inString = insideString;
    boolean escaped = false;
    mark = Math.max(mark, position - RecordStart.LONGEST);
    while (available()) {
      int next = RecordStart.find(buffer, mark, limit);
      int end = next >= 0 ? next : limit;
      while (position < end) {
        byte b = buffer[position++];
        if (escaped) {
          escaped = false;
        } else if (inString) {
          inString = b != '"';
          escaped = b == '\\';
        } else if (b == '"') {
          inString = true;
        } else if (b == '{' || b == '[') {
          depth++;
        } else if ((b == '}' || b == ']') && --depth <= 0) {
          return true;
        }
      }
      if (next >= 0) {
        position = next;
        return true;
      }
      mark = Math.max(mark, position - RecordStart.LONGEST);
    }
    return false;
  }

  /** Moves behind a value, and drops it; or to a record that starts in it. */
  void dropValue() throws IOException {
    switch (buffer[position]) {
      case '{', '[' -> {
        position++;
        dropElement(1, false);
      }
      case '"' -> {
        position++;
        dropString();
      }
      default -> {
        while (available() && !isBlank(buffer[position]) && ",]}".indexOf(buffer[position]) < 0) {
          position++;
        }
      }
    }
  }

  /**
   * Drops the marked bytes and those after them, up to the start of a record.
   *
   * @return false if the stream ends first
   */
  boolean dropToRecord() throws IOException {
    position = mark;
    while (available()) {
      int next = RecordStart.findAnywhere(buffer, mark + 1, limit);
      if (next >= 0) {
        position = next;
        return true;
      }
      position = limit;
      mark = Math.max(mark, position - RecordStart.LONGEST);
    }
    return false;
  }

  /** Gives the array away to whoever holds the marked bytes, and returns where they start. */
  int handOver() {
    int start = mark;
    continueWith(Arrays.copyOfRange(buffer, position, limit + ROOM), limit - position);
    return start;
  }

  /** Puts bytes back in front of the next one. */
  void pushBack(byte[] bytes, int from, int length) {
    byte[] next = Arrays.copyOfRange(bytes, from, from + length + limit - position + ROOM);
    System.arraycopy(buffer, position, next, length, limit - position);
    int filled = length + limit - position;
    continueWith(next, filled);
    bufferOffset -= length;
  }

  private void continueWith(byte[] next, int filled) {
    bufferOffset += position;
    buffer = next;
    limit = filled;
    position = 0;
    mark = 0;
  }

  private void grow() throws IOException {
    int longer = buffer.length + buffer.length / 2;
    if (longer + (long) buffer.length > MOST_HELD) {
      throw new IOException(
          "A record does not fit into memory; give Java more (-Xmx) or lower flowlogs.record-limit");
    }
    buffer = Arrays.copyOf(buffer, longer);
  }

  /** Reads more behind what is there from the mark on; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (mark > 0) {
      System.arraycopy(buffer, mark, buffer, 0, limit - mark);
      bufferOffset += mark;
      position -= mark;
      limit -= mark;
      mark = 0;
    }
    if (limit == buffer.length) {
      grow();
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read <= 0) {
      return false;
    }
    limit += read;
    return true;
  }
}
