package io.vnetflowroutes.parquet;

/** A column of truth values. */
public final class BooleanColumn implements Column {

  private final Leaf leaf;
  private final Levels levels;
  private final Runs values = new Runs();

  BooleanColumn(Leaf leaf) {
    this.leaf = leaf;
    this.levels = new Levels(leaf);
  }

  @Override
  public Leaf leaf() {
    return leaf;
  }

  @Override
  public Levels levels() {
    return levels;
  }

  /** Adds a row. */
  public void add(boolean value) {
    values.add(value ? 1 : 0, 1);
    levels.there(1);
  }

  @Override
  public void encode(Chunk chunk) {
    levels.write(chunk.data);
    if (values.size() == 0) {
      return;
    }
    int bits = 0;
    int held = 0;
    for (int run = 0; run < values.size(); run++) {
      for (int row = 0; row < values.count(run); row++) {
        bits |= values.value(run) << held++;
        if (held == Byte.SIZE) {
          chunk.data.write(bits);
          bits = 0;
          held = 0;
        }
      }
    }
    if (held > 0) {
      chunk.data.write(bits);
    }
    boolean both = values.size() > 1;
    int first = values.value(0);
    chunk.limits(new byte[] {(byte) (both ? 0 : first)}, new byte[] {(byte) (both ? 1 : first)});
  }

  @Override
  public void clear() {
    levels.clear();
    values.clear();
  }

  @Override
  public long held() {
    return values.held() + levels.held();
  }
}
