package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One row of a {@link Mapping}: the text before a value, the value's origin, and the text after it.
 * Without a value the row writes nothing, and a row of rows writes nothing if none of them writes
 * anything.
 *
 * @param opening what stands before: a key, and what opens an object
 * @param level what decides about the value, or about that of the rows of which least is decided
 * @param value writes the value; {@code null} for rows
 * @param rows the rows within; none for a value
 * @param closing what stands behind; behind rows it takes the place of their last byte, a comma
 */
public record Row(byte[] opening, Variability level, Value value, List<Row> rows, byte[] closing) {

  /** A row with a value. */
  public static Row of(String opening, Value value, String closing) {
    return new Row(utf8(opening), value.level(), value, List.of(), utf8(closing));
  }

  /** A row of rows. */
  public static Row of(String opening, List<Row> rows, String closing) {
    List<Row> there = rows.stream().filter(row -> !row.isNothing()).toList();
    Variability level =
        there.stream().map(Row::level).max(Variability::compareTo).orElse(Variability.KIND);
    return new Row(utf8(opening), level, null, there, utf8(closing));
  }

  /** Whether the row writes nothing for any flow. */
  boolean isNothing() {
    return value == Value.NONE || (value == null && rows.isEmpty());
  }

  /** The key at the row's beginning; empty if it has none. */
  Optional<String> key() {
    return Optional.of(new String(opening, StandardCharsets.UTF_8))
        .filter(text -> text.startsWith("\""))
        .map(text -> text.substring(1, text.indexOf('"', 1)));
  }

  void write(Flow flow, ByteOutput out) {
    out.put(opening);
    int empty = out.size();
    if (value != null) {
      value.write(flow, out);
    } else {
      rows.forEach(row -> row.write(flow, out));
    }
    close(out, out.size() == empty);
  }

  /** Writes the closing text, or removes the opening text if nothing was written. */
  private void close(ByteOutput out, boolean empty) {
    if (empty) {
      out.truncate(out.size() - opening.length);
    } else {
      if (value == null) {
        out.truncate(out.size() - 1);
      }
      out.put(closing);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
