package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import java.util.function.UnaryOperator;

/**
 * How messages of syslog follow one another on a connection: each with its length in front (octet
 * counting, RFC 5425 and 6587), or each ended by a line feed.
 */
final class SyslogFraming {

  private static final int MOST_DIGITS = 8;

  private SyslogFraming() {}

  /** The framing of the settings. */
  static UnaryOperator<byte[]> of(Options options) {
    return options.value("framing").equals("lines") ? Assembly.LINES::of : SyslogFraming::counted;
  }

  /** Lines, each with its length before it instead of a line feed after it. */
  static byte[] counted(byte[] lines) {
    ByteOutput out = new ByteOutput(lines.length + lines.length / 64 + MOST_DIGITS);
    for (int from = 0; from < lines.length; ) {
      int end = end(lines, from);
      out.putDecimal(end - from).put(' ').put(lines, from, end - from);
      from = end + 1;
    }
    return out.toByteArray();
  }

  /** The length of the longest of lines. */
  static int longest(byte[] lines) {
    int longest = 0;
    for (int from = 0; from < lines.length; ) {
      int end = end(lines, from);
      longest = Math.max(longest, end - from);
      from = end + 1;
    }
    return longest;
  }

  private static int end(byte[] lines, int from) {
    int end = from;
    while (end < lines.length && lines[end] != '\n') {
      end++;
    }
    return end;
  }
}
