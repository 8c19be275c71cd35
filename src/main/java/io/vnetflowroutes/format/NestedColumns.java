package io.vnetflowroutes.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.bytes.Decimal;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.parquet.LeafType;
import io.vnetflowroutes.parquet.LongColumn;
import io.vnetflowroutes.parquet.ParquetSchema;
import io.vnetflowroutes.parquet.TextColumn;
import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import io.vnetflowroutes.table.Variability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of rows of JSON objects: a group for each object, and a map of texts for an object
 * whose members the schema does not name. A value that is absent in JSON is missing in its column.
 */
final class NestedColumns {

  /** Stands for a missing value. */
  private static final long MISSING = Long.MIN_VALUE;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * A value and its column.
   *
   * @param kept whether the group and the kind of a flow decide about it
   */
  private record Slot(Value value, boolean kept, Coding coding, Target target) {}

  /** Converts a value's JSON to a number for its column. */
  private interface Coding {
    long of(byte[] json, int from, int to);
  }

  /** Adds the value of such a number to a column. */
  private interface Target {
    void add(long place);
  }

  private final ParquetSchema schema;
  private final Function<String, LeafType> types;
  private final List<Slot> slots = new ArrayList<>();
  private final List<Runnable> ends = new ArrayList<>();
  private final List<Runnable> resets = new ArrayList<>();
  private final ByteOutput json = new ByteOutput(256);

  /**
   * Columns without any row.
   *
   * @param types the type of an attribute by its path; {@code null} for a list of texts
   */
  NestedColumns(ParquetSchema schema, Function<String, LeafType> types) {
    this.schema = schema;
    this.types = types;
  }

  /** Adds the columns of an object's members. */
  void add(List<Row> rows) {
    add("", rows);
  }

  private void add(String path, List<Row> rows) {
    for (Row row : rows) {
      String opening = new String(row.opening(), StandardCharsets.UTF_8);
      if (opening.isEmpty()) {
        continue;
      }
      String name = opening.substring(1, opening.indexOf("\":"));
      if (row.value() != null) {
        leaf(path + name, name, row);
      } else if (types.apply(path + name) == null) {
        map(name, row.rows());
      } else {
        schema.open(name);
        add(path + name + '.', row.rows());
        schema.close();
      }
    }
  }

  private void leaf(String path, String name, Row row) {
    LeafType type = types.apply(path);
    if (type == null) {
      list(name, row);
    } else if (type == LeafType.STRING) {
      TextColumn column = schema.text(name);
      slot(row, text(column), place -> addText(column, place));
    } else {
      LongColumn column = schema.number(name, type);
      slot(
          row,
          Decimal::of,
          place -> {
            if (place == MISSING) {
              column.addMissing(1);
            } else {
              column.add(place);
            }
          });
    }
  }

  private void slot(Row row, Coding coding, Target target) {
    slots.add(new Slot(row.value(), row.level() == Variability.KIND, coding, target));
  }

  private static void addText(TextColumn column, long place) {
    if (place == MISSING) {
      column.addMissing(1);
    } else {
      column.add((int) place, 1);
    }
  }

  private static Coding text(TextColumn column) {
    return (json, from, to) -> {
      boolean quoted = json[from] == '"';
      byte[] text = unescaped(json, quoted ? from + 1 : from, quoted ? to - 1 : to);
      return column.place(text, 0, text.length);
    };
  }

  private void list(String name, Row row) {
    TextColumn column = schema.list(name);
    slots.add(
        new Slot(
            (flow, out) -> {
              int before = out.size();
              row.value().write(flow, out);
              addList(column, out.array(), before, out.size());
              out.truncate(before);
            },
            false,
            (json, from, to) -> MISSING,
            place -> {}));
  }

  private static void addList(TextColumn column, byte[] json, int from, int to) {
    List<String> elements = elements(json, from, to);
    if (elements.isEmpty()) {
      column.addMissing(1);
    }
    for (int i = 0; i < elements.size(); i++) {
      byte[] text = elements.get(i).getBytes(StandardCharsets.UTF_8);
      if (i == 0) {
        column.add(text, 0, text.length);
      } else {
        column.addAnother(text, 0, text.length);
      }
    }
  }

  private static List<String> elements(byte[] json, int from, int to) {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json, from, to - from)) {
      for (String text = next(parser); text != null; text = next(parser)) {
        elements.add(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return elements;
  }

  private static String next(JsonParser parser) throws IOException {
    while (parser.nextToken() != null) {
      if (parser.currentToken().isScalarValue()) {
        return parser.getText();
      }
    }
    return null;
  }

  private void map(String name, List<Row> rows) {
    List<TextColumn> columns = schema.map(name);
    TextColumn keys = columns.get(0);
    TextColumn values = columns.get(1);
    boolean[] any = new boolean[1];
    for (Row row : rows) {
      String opening = new String(row.opening(), StandardCharsets.UTF_8);
      byte[] key = opening.substring(1, opening.indexOf("\":")).getBytes(StandardCharsets.UTF_8);
      int[] keyPlace = {-1};
      resets.add(() -> keyPlace[0] = -1);
      slot(
          row,
          text(values),
          place -> {
            if (place == MISSING) {
              return;
            }
            if (keyPlace[0] < 0) {
              keyPlace[0] = keys.place(key, 0, key.length);
            }
            if (any[0]) {
              keys.addAnother(keyPlace[0]);
              values.addAnother((int) place);
            } else {
              keys.add(keyPlace[0], 1);
              values.add((int) place, 1);
              any[0] = true;
            }
          });
    }
    ends.add(
        () -> {
          if (!any[0]) {
            keys.addMissing(1);
            values.addMissing(1);
          }
          any[0] = false;
        });
  }

  /**
   * The values that depend only on the group and the kind of a flow, to be kept until the row group
   * ends.
   */
  long[] kept(Flow flow) {
    long[] kept = new long[slots.size()];
    for (int i = 0; i < kept.length; i++) {
      if (slots.get(i).kept) {
        kept[i] = place(slots.get(i), flow);
      }
    }
    return kept;
  }

  /**
   * Adds a row.
   *
   * @param kept the values of its group and kind; {@code null} if there are none
   */
  void add(Flow flow, long[] kept) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.target.add(slot.kept && kept != null ? kept[i] : place(slot, flow));
    }
    ends.forEach(Runnable::run);
  }

  /** Forgets the places of the row group that ended. */
  void startRowGroup() {
    resets.forEach(Runnable::run);
  }

  private long place(Slot slot, Flow flow) {
    json.clear();
    slot.value.write(flow, json);
    return json.size() == 0 ? MISSING : slot.coding.of(json.array(), 0, json.size());
  }

  private static byte[] unescaped(byte[] json, int from, int to) {
    boolean escaped = false;
    for (int at = from; at < to && !escaped; at++) {
      escaped = json[at] == '\\';
    }
    if (!escaped) {
      return java.util.Arrays.copyOfRange(json, from, to);
    }
    String quoted = '"' + new String(json, from, to - from, StandardCharsets.UTF_8) + '"';
    try (JsonParser parser = JSON.createParser(quoted)) {
      parser.nextToken();
      return parser.getText().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
