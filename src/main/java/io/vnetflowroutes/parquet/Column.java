package io.vnetflowroutes.parquet;

/** The values of one column, collected until the row group is full. */
public interface Column {

  /** Where the column stands in the schema. */
  Leaf leaf();

  /** Which rows have a value. */
  Levels levels();

  /** So many rows have no value. */
  default void addMissing(int rows) {
    levels().missing(rows);
  }

  /** Encodes all values. */
  void encode(Chunk chunk);

  /** Forgets all values. */
  void clear();

  /** How many bytes of memory the values take, about. */
  long held();
}
