package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the entries of a message become the body of a request. Each entry is a line and could be sent
 * alone. Consecutive entries with the same beginning, up to a mark, become one: the body has their
 * beginning once.
 *
 * @param before goes before the first entry
 * @param between goes between two entries
 * @param after goes after the last entry
 * @param mark ends the shared beginning of an entry; {@code null} if entries share none
 * @param close the end of an entry, after its own part
 */
record Assembly(String before, String between, String after, String mark, String close) {

  /** Lines as they are. */
  static final Assembly LINES = new Assembly("", "\n", "\n", null, "");

  /** Entries without a shared beginning. */
  static Assembly of(String before, String between, String after) {
    return new Assembly(before, between, after, null, "");
  }

  /** The body of lines, each of which ends with a line feed. */
  byte[] of(byte[] lines) {
    if (equals(LINES)) {
      return lines;
    }
    byte[] marked = mark == null ? null : utf8(mark);
    byte[] closing = utf8(close);
    byte[] separator = utf8(between);
    ByteOutput out = new ByteOutput(lines.length + before.length() + after.length());
    out.put(before);
    int sharedFrom = 0;
    int sharedTo = -1;
    for (int from = 0; from < lines.length; ) {
      int end = end(lines, from);
      int own = marked == null ? from : behind(lines, from, end, marked);
      boolean alike =
          sharedTo >= 0
              && marked != null
              && Arrays.equals(lines, from, own, lines, sharedFrom, sharedTo);
      if (alike) {
        out.truncate(out.size() - closing.length);
        out.put(',').put(lines, own, end - own);
      } else {
        if (sharedTo >= 0) {
          out.put(separator);
        }
        out.put(lines, from, end - from);
        sharedFrom = from;
        sharedTo = own;
      }
      from = end + 1;
    }
    return out.put(after).toByteArray();
  }

  private static int end(byte[] lines, int from) {
    int end = from;
    while (end < lines.length && lines[end] != '\n') {
      end++;
    }
    return end;
  }

  /** The end of the first mark; escapes keep it out of texts. */
  private static int behind(byte[] lines, int from, int to, byte[] mark) {
    for (int at = from; at + mark.length <= to; at++) {
      if (Arrays.equals(lines, at, at + mark.length, mark, 0, mark.length)) {
        return at + mark.length;
      }
    }
    return from;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
