package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.table.FieldText;
import io.vnetflowroutes.table.RecordTime;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Rows of CEF's extension and of its header. The extension escapes backslashes, equal signs and
 * line breaks. The header escapes backslashes and pipes, and replaces line breaks by blanks. CEF
 * has no escape for other control characters, so each becomes a blank.
 */
final class CefRow {

  private static final byte DELETE = 0x7f;

  /** The first byte in UTF-8 of the control characters from U+0080 on, and of some others. */
  private static final byte FIRST_OF_C1 = (byte) 0xc2;

  private static final int END_OF_C1 = 0xa0;

  private CefRow() {}

  /** A part of the header that is always the same. */
  static Row prefix(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return prefix(Value.ofKind((flow, out) -> out.put(bytes)));
  }

  /** A part of the header that comes from the record. */
  static Row prefix(Function<RecordContext, String> text) {
    return prefix(Value.ofKind((flow, out) -> putHeader(text.apply(flow.record()), out)));
  }

  /** A part of the line that the flow decides. */
  static Row prefix(Value value) {
    return Row.of("", value, "");
  }

  /** A value of the flow itself, in digits and letters. */
  static Row flow(String key, Value value) {
    return Row.of(' ' + key + '=', value, "");
  }

  /** The same under a key with a label. */
  static Row flow(String key, String label, Value value) {
    return Row.of(' ' + key + '=', value, labelled(key, label));
  }

  /** A text of the record; not of its time, for which there is {@link #recordTime}. */
  static Row record(String key, Function<RecordContext, String> text) {
    return flow(key, Value.ofKind((flow, out) -> putText(text.apply(flow.record()), out)));
  }

  /** A text of the record that its time decides. */
  static Row recordTime(String key, Function<RecordContext, String> text) {
    return flow(key, escaped(new RecordTime(text)));
  }

  /** A text of the record under a key with a label. */
  static Row record(String key, String label, Function<RecordContext, String> text) {
    return flow(key, label, Value.ofKind((flow, out) -> putText(text.apply(flow.record()), out)));
  }

  /** A text of the group under a key with a label. */
  static Row group(String key, String label, Function<FlowGroup, String> text) {
    return flow(key, label, Value.ofKind((flow, out) -> putText(text.apply(flow.group()), out)));
  }

  /** A field as Azure wrote it. */
  static Value text(TupleField field) {
    return Value.at(
        FieldText.level(field),
        (flow, out) -> putText(flow.text(), flow.from(field), flow.to(field), out));
  }

  /** A value with the escapes of the extension. */
  static Value escaped(Value value) {
    return Value.escaped(value, CefRow::putText);
  }

  /** The text after the thirteenth field. */
  static void extra(Flow flow, ByteOutput out) {
    if (flow.hasExtra()) {
      putText(flow.extra(), out);
    }
  }

  private static String labelled(String key, String label) {
    return ' ' + key + "Label=" + label;
  }

  private static void putText(String text, ByteOutput out) {
    if (text != null) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      putText(utf8, 0, utf8.length, out);
    }
  }

  private static void putText(byte[] utf8, int from, int to, ByteOutput out) {
    for (int at = from; at < to; at++) {
      byte b = utf8[at];
      if (b == '\\' || b == '=') {
        out.put('\\').put(b);
      } else if (b == '\n') {
        out.put('\\').put('n');
      } else if (b == '\r') {
        out.put('\\').put('r');
      } else {
        at += putVisible(utf8, at, to, "\\n", out);
      }
    }
  }

  private static void putHeader(String text, ByteOutput out) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < utf8.length; at++) {
      byte b = utf8[at];
      if (b == '\\' || b == '|') {
        out.put('\\').put(b);
      } else {
        at += putVisible(utf8, at, utf8.length, " ", out);
      }
    }
  }

  /**
   * Writes a byte, a blank for a control character, or the replacement of a line end beyond ASCII;
   * returns how many more bytes it read.
   */
  private static int putVisible(byte[] utf8, int at, int to, String lineEnd, ByteOutput out) {
    byte b = utf8[at];
    if (b >= ' ' && b != DELETE) {
      out.put(b);
      return 0;
    }
    int more = ByteOutput.afterLineEnd(utf8, at, to);
    if (more > 0) {
      out.put(lineEnd);
      return more;
    }
    boolean c1 = b == FIRST_OF_C1 && at + 1 < to && (utf8[at + 1] & 0xff) < END_OF_C1;
    out.put(b >= 0 || c1 ? (byte) ' ' : b);
    return c1 ? 1 : 0;
  }
}
