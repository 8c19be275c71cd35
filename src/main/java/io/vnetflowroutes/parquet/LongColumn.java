package io.vnetflowroutes.parquet;

import java.util.Arrays;

/**
 * A column of numbers or times. Repeated values go into a dictionary; if nearly every row has its
 * own number, the column writes plain values.
 */
public final class LongColumn implements Column {

  private static final int FIRST_ROOM = 64;
  private static final int SHARED_BITS = 3;

  /** If nearly all of the first numbers differ, the others are not looked at. */
  private static final int SAMPLE = 2048;

  private final Leaf leaf;
  private final Levels levels;
  private final int width;
  private long[] values = new long[FIRST_ROOM];
  private int size;

  LongColumn(Leaf leaf) {
    this.leaf = leaf;
    this.levels = new Levels(leaf);
    this.width = leaf.type() == LeafType.INT32 ? Integer.BYTES : Long.BYTES;
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
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
    levels.there(1);
  }

  /** Adds this many rows with the same number. */
  public void add(long value, int rows) {
    while (size + rows > values.length) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    Arrays.fill(values, size, size + rows, value);
    size += rows;
    levels.there(rows);
  }

  @Override
  public void encode(Chunk chunk) {
    levels.write(chunk.data);
    if (size == 0) {
      return;
    }
    long min = values[0];
    long max = values[0];
    for (int i = 1; i < size; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    chunk.limits(plain(min), plain(max));
    if (size < 2 || !encodeByDictionary(chunk, min, max)) {
      for (int i = 0; i < size; i++) {
        put(values[i], chunk.data);
      }
    }
  }

  /** Writes places in a dictionary, if that is shorter than the numbers. */
  private boolean encodeByDictionary(Chunk chunk, long min, long max) {
    // What all numbers have in common nearly vanishes when the page is compressed.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(min ^ max) + SHARED_BITS;
    LongIndex index = chunk.index;
    index.clear(size);
    int[] places = chunk.places(size);
    for (int i = 0; i < size; i++) {
      places[i] = index.place(values[i]);
      if (i == SAMPLE && index.size() > SAMPLE - SAMPLE / 8) {
        return false;
      }
    }
    int placeWidth = Hybrid.width(index.size() - 1);
    if ((long) index.size() * bits + (long) size * placeWidth >= (long) size * bits) {
      return false;
    }
    for (int i = 0; i < index.size(); i++) {
      put(index.number(i), chunk.dictionary);
    }
    chunk.dictionary(index.size());
    chunk.data.write(placeWidth);
    Hybrid hybrid = new Hybrid(chunk.data, placeWidth);
    for (int i = 0; i < size; ) {
      int end = i + 1;
      while (end < size && places[end] == places[i]) {
        end++;
      }
      hybrid.add(places[i], end - i);
      i = end;
    }
    hybrid.end();
    return true;
  }

  private void put(long value, PageBuffer out) {
    if (width == Integer.BYTES) {
      out.putInt((int) value);
    } else {
      out.putLong(value);
    }
  }

  private byte[] plain(long value) {
    PageBuffer out = new PageBuffer(width);
    put(value, out);
    return out.toByteArray();
  }

  @Override
  public void clear() {
    size = 0;
    levels.clear();
  }

  @Override
  public long held() {
    return (long) size * Long.BYTES + levels.held();
  }
}
