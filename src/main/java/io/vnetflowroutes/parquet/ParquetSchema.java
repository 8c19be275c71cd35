package io.vnetflowroutes.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.SchemaElement;

/**
 * The columns of a file in their order, and the schema that they make. Groups are always present;
 * every value in them can be missing.
 */
public final class ParquetSchema {

  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<String> path = new ArrayList<>();
  private final List<SchemaElement> open = new ArrayList<>();

  /**
   * A table without columns.
   *
   * @param name the schema's name, which no reader needs
   */
  public ParquetSchema(String name) {
    push(new SchemaElement(name));
  }

  private void push(SchemaElement group) {
    if (!open.isEmpty()) {
      count();
    }
    group.setNum_children(0);
    schema.add(group);
    open.add(group);
  }

  private void count() {
    SchemaElement parent = open.get(open.size() - 1);
    parent.setNum_children(parent.getNum_children() + 1);
  }

  private SchemaElement pop() {
    return open.remove(open.size() - 1);
  }

  /** Opens a group of columns, which {@link #close} ends. */
  public void open(String name) {
    group(name, FieldRepetitionType.REQUIRED);
  }

  private SchemaElement group(String name, FieldRepetitionType repetition) {
    SchemaElement group = new SchemaElement(name).setRepetition_type(repetition);
    push(group);
    path.add(name);
    return group;
  }

  /** Ends the group that was opened last. */
  public void close() {
    pop();
    path.remove(path.size() - 1);
  }

  /** Adds a column of texts. */
  public TextColumn text(String name) {
    return add(new TextColumn(leaf(name, LeafType.STRING)));
  }

  /** Adds a column of texts that are a prefix and a number. */
  public NumberedColumn numbered(String name) {
    return add(new NumberedColumn(leaf(name, LeafType.STRING)));
  }

  /** Adds a column of truth values. */
  public BooleanColumn truth(String name) {
    return add(new BooleanColumn(leaf(name, LeafType.BOOLEAN)));
  }

  /** Adds a column of numbers or times. */
  public LongColumn number(String name, LeafType type) {
    return add(new LongColumn(leaf(name, type)));
  }

  /** Adds a column of lists of texts. */
  public TextColumn list(String name) {
    group(name, FieldRepetitionType.OPTIONAL)
        .setConverted_type(ConvertedType.LIST)
        .setLogicalType(LogicalType.LIST(new ListType()));
    group("list", FieldRepetitionType.REPEATED);
    TextColumn column = add(new TextColumn(repeated("element", FieldRepetitionType.REQUIRED)));
    close();
    close();
    return column;
  }

  /** Adds the columns of the keys and of the values of maps of texts. */
  public List<TextColumn> map(String name) {
    group(name, FieldRepetitionType.OPTIONAL)
        .setConverted_type(ConvertedType.MAP)
        .setLogicalType(LogicalType.MAP(new MapType()));
    group("key_value", FieldRepetitionType.REPEATED);
    TextColumn keys = add(new TextColumn(repeated("key", FieldRepetitionType.REQUIRED)));
    TextColumn values = add(new TextColumn(repeated("value", FieldRepetitionType.REQUIRED)));
    close();
    close();
    return List.of(keys, values);
  }

  private Leaf leaf(String name, LeafType type) {
    return leaf(name, type, FieldRepetitionType.OPTIONAL, false);
  }

  private Leaf repeated(String name, FieldRepetitionType repetition) {
    return leaf(name, LeafType.STRING, repetition, true);
  }

  private Leaf leaf(String name, LeafType type, FieldRepetitionType repetition, boolean repeated) {
    SchemaElement element = new SchemaElement(name).setRepetition_type(repetition);
    type.describe(element);
    count();
    schema.add(element);
    List<String> names = new ArrayList<>(path);
    names.add(name);
    return new Leaf(List.copyOf(names), type, repeated, repeated ? 2 : 1);
  }

  private <C extends Column> C add(C column) {
    columns.add(column);
    return column;
  }

  List<SchemaElement> schema() {
    return schema;
  }

  List<Column> columns() {
    return columns;
  }
}
