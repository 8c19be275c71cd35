package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;

/**
 * Texts in CSV, RFC 4180. Absent values are empty; an empty text is two quotes, and a text with
 * commas, quotes or line ends is quoted.
 */
public final class CsvText {

  private CsvText() {}

  /** A field as Azure wrote it; an empty field is absent. */
  public static Value of(TupleField field) {
    return new FieldText(field, CsvText::put);
  }

  /** A value that may hold anything; absent if it is empty. */
  public static Value escaped(Value value) {
    return Value.escaped(value, CsvText::put);
  }

  /** Any text as it stands in CSV. */
  public static String of(String text) {
    ByteOutput out = new ByteOutput(64);
    put(text, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Any text; nothing for {@code null}. */
  public static void put(String text, ByteOutput out) {
    if (text != null) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      put(utf8, 0, utf8.length, out);
    }
  }

  private static void put(byte[] utf8, int from, int to, ByteOutput out) {
    if (!needsQuotes(utf8, from, to)) {
      out.put(utf8, from, to - from);
      return;
    }
    out.put('"');
    for (int at = from; at < to; at++) {
      if (utf8[at] == '"') {
        out.put('"');
      }
      out.put(utf8[at]);
    }
    out.put('"');
  }

  private static boolean needsQuotes(byte[] utf8, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = utf8[at];
      if (b == ',' || b == '"' || b == '\r' || b == '\n') {
        return true;
      }
    }
    return from == to;
  }
}
