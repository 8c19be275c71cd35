package io.vnetflowroutes.parquet;

/** The values of one column, collected until the row group is full. */
public interface Column {

  /** Where the column stands in the schema. */
  Leaf leaf();

  /** Which rows have a value. */
  Levels levels();

  /** Adds this many rows without a value. */
  default void addMissing(int rows) {
    levels().missing(rows);
  }

  /** Encodes all values. */
  void encode(Chunk chunk);

  /** Forgets all values. */
  void clear();

  /** The approximate memory of the values, in bytes. */
  long held();
}
