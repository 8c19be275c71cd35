package io.vnetflowroutes.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses one tuple into a flow, in place.
 *
 * <p>It first rearranges a tuple of an NSG flow log. It checks what outputs rely on: thirteen
 * fields, addresses made of address characters, and numbers that are numbers. It passes on the
 * letters of direction, state and encryption unchanged, and everything after the thirteenth field.
 * An instance belongs to one thread.
 */
final class TupleReader {

  /**
   * Below it a timestamp counts seconds, from it on milliseconds
   * (docs/azure-flow-log-format.md#timestamps).
   */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  /** The end of the year 9999, behind which RFC 3339 has no dates. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  /** More than that a flow cannot point into. */
  private static final int LONGEST_TUPLE = 65_535;

  private static final int LAST_PORT = 65_535;
  private static final int TIME_DIGITS = 15;
  private static final int PORT_DIGITS = 5;
  private static final int PROTOCOL_DIGITS = 9;
  private static final int SURE_DIGITS = 19;
  private static final int SHOWN = 50;
  private static final String LARGEST_COUNTER = Long.toUnsignedString(-1L);

  private static final long NO_NUMBER = Long.MIN_VALUE;

  /** Instead of a number of fields. */
  private static final int NOT_PLAIN = -1;

  private static final int TOO_LONG = -2;

  private final RecordJson json;
  private final int longest;
  private final int[] ends = new int[TupleField.COUNT + 1];
  private byte[] text;
  private int start;
  private boolean plain;
  private String problem;

  TupleReader(RecordJson json) {
    this.json = json;
    this.longest = Math.min(LONGEST_TUPLE, json.limits().getMaxStringLength());
  }

  /**
   * Reads the tuple of a VNet flow log whose opening quote stands before {@code from}.
   *
   * @return the flow, or {@code null} if {@link #problem} says what is wrong
   */
  Flow read(FlowGroup group, int ordinal, byte[] record, int from) throws IOException {
    return read(
        group, ordinal, FastTupleSplitter.split(record, from, ends, 0), record, from, ends, 0);
  }

  /** Reads it likewise after {@link FastTupleSplitter#split}, of which these are the results. */
  Flow read(
      FlowGroup group, int ordinal, long time, byte[] record, int from, int[] splitEnds, int first)
      throws IOException {
    if (time >= 0 && splitEnds[first + TupleField.COUNT] <= longest) {
      return new Flow(group, ordinal, time, record, from, splitEnds, first, true);
    }
    return readCarefully(group, ordinal, record, from);
  }

  /** Takes a tuple apart that may look like anything. */
  Flow readCarefully(FlowGroup group, int ordinal, byte[] record, int from) throws IOException {
    int fields = split(record, from);
    if (fields == TOO_LONG) {
      return null;
    }
    if (fields < TupleField.COUNT) {
      problem = "The tuple has " + fields + " fields where " + TupleField.COUNT + " are expected";
      return null;
    }
    return flow(group, ordinal);
  }

  /** Reads the tuple of an NSG flow log likewise. */
  Flow readNsg(FlowGroup group, int ordinal, byte[] record, int from) throws IOException {
    int fields = split(record, from);
    if (fields == TOO_LONG) {
      return null;
    }
    if (!NsgTuple.readable(fields, group.record().version())) {
      problem = "The tuple has " + fields + " fields where 8 or 13 are expected";
      return null;
    }
    NsgTuple tuple = new NsgTuple(text, start, ends, fields);
    problem = tuple.problem();
    if (problem != null) {
      return null;
    }
    text = tuple.rearranged();
    start = 0;
    splitWhole(tuple.size());
    return flow(group, ordinal);
  }

  private Flow flow(FlowGroup group, int ordinal) {
    long time = millis();
    if (!checked()) {
      return null;
    }
    return new Flow(group, ordinal, time, text, start, ends, 0, plain);
  }

  /** Why the last tuple is unreadable; one sentence. */
  String problem() {
    return problem;
  }

  /** Finds the fields of the tuple, and returns how many there are; fewer than 0 if too long. */
  private int split(byte[] record, int from) throws IOException {
    problem = null;
    text = record;
    start = from;
    int fields = splitInPlace();
    if (fields == NOT_PLAIN) {
      fields = splitDecoded();
    }
    if (fields == TOO_LONG || ends[TupleField.COUNT] > longest) {
      problem = "The tuple is longer than " + longest + " bytes (flowlogs.string-limit)";
      return TOO_LONG;
    }
    return fields;
  }

  /** Finds the commas up to the closing quote, unless the text needs decoding first. */
  private int splitInPlace() {
    int field = 0;
    int at = start;
    for (byte b = text[at]; b != '"'; b = text[++at]) {
      if (b == ',') {
        if (field < TupleField.COUNT) {
          ends[field] = at - start;
        }
        field++;
      } else if (b == '\\' || b < ' ') {
        return NOT_PLAIN;
      }
    }
    plain = true;
    return ended(field, at - start);
  }

  /** Takes a tuple with escapes or letters beyond ASCII through the JSON parser. */
  private int splitDecoded() throws IOException {
    try (JsonParser string = json.parser(text, start - 1, text.length - start + 1)) {
      string.nextToken();
      text = RecordJson.text(string).getBytes(StandardCharsets.UTF_8);
    } catch (StreamConstraintsException e) {
      return TOO_LONG;
    }
    start = 0;
    plain = false;
    return splitWhole(text.length);
  }

  /** Finds the commas in a text that holds nothing else before its end. */
  private int splitWhole(int length) {
    int field = 0;
    for (int at = 0; at < length; at++) {
      if (text[at] == ',') {
        if (field < TupleField.COUNT) {
          ends[field] = at;
        }
        field++;
      }
    }
    return ended(field, length);
  }

  private int ended(int lastField, int length) {
    if (lastField < TupleField.COUNT) {
      ends[lastField] = length;
    }
    ends[TupleField.COUNT] = length;
    return lastField + 1;
  }

  private boolean checked() {
    address(TupleField.SRC_IP);
    address(TupleField.DST_IP);
    port(TupleField.SRC_PORT);
    port(TupleField.DST_PORT);
    if (number(TupleField.PROTOCOL, PROTOCOL_DIGITS) < 0) {
      wrong(TupleField.PROTOCOL, "is not a protocol number");
    }
    counter(TupleField.PACKETS_SENT);
    counter(TupleField.BYTES_SENT);
    counter(TupleField.PACKETS_RECEIVED);
    counter(TupleField.BYTES_RECEIVED);
    return problem == null;
  }

  private long millis() {
    long time = number(TupleField.TIME, TIME_DIGITS);
    long millis = time < FIRST_MILLIS ? time * 1000 : time;
    if (time < 0 || millis > LAST_MILLIS) {
      wrong(TupleField.TIME, "is not a time in seconds or milliseconds since 1970");
    }
    return millis;
  }

  private void address(TupleField field) {
    int from = from(field);
    int to = start + ends[field.position()];
    boolean good = to > from;
    for (int i = from; good && i < to; i++) {
      byte b = text[i];
      good = (b >= '0' && b <= ':') || b == '.' || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
    }
    if (!good) {
      wrong(field, "is not an IP address");
    }
  }

  private void port(TupleField field) {
    long port = number(field, PORT_DIGITS);
    if (port < 0 || port > LAST_PORT) {
      wrong(field, "is not a port between 0 and " + LAST_PORT);
    }
  }

  private void counter(TupleField field) {
    int length = start + ends[field.position()] - from(field);
    if (length == 0 || (length < SURE_DIGITS && number(field, SURE_DIGITS) >= 0)) {
      return;
    }
    String digits = value(field);
    boolean fits =
        digits.matches("[1-9]\\d{0,19}")
            && (length < LARGEST_COUNTER.length() || digits.compareTo(LARGEST_COUNTER) <= 0);
    if (!fits) {
      wrong(field, "is not an unsigned 64-bit number");
    }
  }

  /** The number a field holds, or {@link #NO_NUMBER}; it wraps where digits exceed a long. */
  private long number(TupleField field, int mostDigits) {
    int from = from(field);
    int to = start + ends[field.position()];
    int digits = to - from;
    if (digits == 0 || digits > mostDigits || (digits > 1 && text[from] == '0')) {
      return NO_NUMBER;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private int from(TupleField field) {
    int index = field.position();
    return index == 0 ? start : start + ends[index - 1] + 1;
  }

  private String value(TupleField field) {
    return new String(
        Arrays.copyOfRange(text, from(field), start + ends[field.position()]),
        StandardCharsets.UTF_8);
  }

  private void wrong(TupleField field, String what) {
    if (problem == null) {
      String value = value(field);
      String shown = value.codePointCount(0, value.length()) > SHOWN ? "" : ": '" + value + "'";
      problem = "The field " + field.word() + " " + what + shown;
    }
  }
}
