package io.vnetflowroutes.parquet;

/** Which rows of a column have a value, and where a row with several of them begins. */
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

  /** So many rows have a value each. */
  void there(int rows) {
    add(leaf.definition(), 0, rows);
  }

  /** So many rows have none. */
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

  /** How many values there are, those that are missing counted. */
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
