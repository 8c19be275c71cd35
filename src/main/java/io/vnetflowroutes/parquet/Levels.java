package io.vnetflowroutes.parquet;

/** Records which rows of a column have a value, and where a row with several values begins. */
final class Levels {

  private final Leaf leaf;
  private final Runs definitions = new Runs();
  private final Runs repetitions = new Runs();
  private int missing;

  Levels(Leaf leaf) {
    this.leaf = leaf;
  }

  void clear() {
    definitions.clear();
    repetitions.clear();
    missing = 0;
  }

  /** Adds this many rows with one value each. */
  void there(int rows) {
    add(leaf.definition(), 0, rows);
  }

  /** Adds this many rows without a value. */
  void missing(int rows) {
    missing += rows;
    add(0, 0, rows);
  }

  /** The row of the last value has another one. */
  void another() {
    add(leaf.definition(), 1, 1);
  }

  private void add(int definition, int repetition, int count) {
    definitions.add(definition, count);
    if (leaf.repeated()) {
      repetitions.add(repetition, count);
    }
  }

  /** The number of values, including missing ones. */
  int total() {
    return definitions.total();
  }

  /** How many values are missing. */
  int missing() {
    return missing;
  }

  long held() {
    return definitions.held() + repetitions.held();
  }

  void write(PageBuffer out) {
    if (leaf.repeated()) {
      write(repetitions, 1, out);
    }
    write(definitions, leaf.definition(), out);
  }

  private static void write(Runs levels, int largest, PageBuffer out) {
    int length = out.size();
    out.putInt(0);
    Hybrid.write(levels, Hybrid.width(largest), out);
    out.replaceInt(length, out.size() - length - Integer.BYTES);
  }
}
