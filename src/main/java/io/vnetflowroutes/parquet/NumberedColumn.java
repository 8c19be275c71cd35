package io.vnetflowroutes.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A column of texts that consist of a prefix and a number, such as ids. All values differ, so the
 * column writes plain values, and keeps only the numbers until then.
 */
public final class NumberedColumn implements Column {

  private static final int FIRST_ROOM = 64;

  private final Leaf leaf;
  private final Levels levels;
  private final Dictionary prefixes = new Dictionary();
  private final Runs places = new Runs();
  private int[] numbers = new int[FIRST_ROOM];
  private int size;
  private int place;
  private byte[] min;
  private byte[] max;

  NumberedColumn(Leaf leaf) {
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

  /** Sets the prefix of the next rows. */
  public void prefix(byte[] text) {
    place = prefixes.place(text, 0, text.length);
  }

  /** Adds a row. */
  public void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    numbers[size++] = number;
    places.add(place, 1);
    levels.there(1);
  }

  @Override
  public void encode(Chunk chunk) {
    levels.write(chunk.data);
    if (size == 0) {
      return;
    }
    min = null;
    max = null;
    int row = 0;
    for (int run = 0; run < places.size(); run++) {
      int end = row + places.count(run);
      int from = prefixes.start(places.value(run)) + Integer.BYTES;
      int to = prefixes.end(places.value(run));
      write(from, to, row, end, chunk.data);
      limits(Arrays.copyOfRange(prefixes.plain().array(), from, to), row, end);
      row = end;
    }
    chunk.limits(min, max);
  }

  private void write(int from, int to, int row, int end, PageBuffer out) {
    for (int i = row; i < end; i++) {
      int length = out.size();
      out.putInt(0);
      out.write(prefixes.plain().array(), from, to - from);
      out.putDecimal(numbers[i]);
      out.replaceInt(length, out.size() - length - Integer.BYTES);
    }
  }

  /** Compares the least and the most of rows that share a prefix with those of the others. */
  private void limits(byte[] prefix, int row, int end) {
    int least = numbers[row];
    int most = least;
    for (int i = row + 1; i < end; i++) {
      if (compare(numbers[i], least) < 0) {
        least = numbers[i];
      } else if (compare(numbers[i], most) > 0) {
        most = numbers[i];
      }
    }
    byte[] low = text(prefix, least);
    byte[] high = text(prefix, most);
    min = min == null || Arrays.compareUnsigned(low, min) < 0 ? low : min;
    max = max == null || Arrays.compareUnsigned(high, max) > 0 ? high : max;
  }

  /** Compares numbers as their digits do. */
  private static int compare(int one, int other) {
    int digits = PageBuffer.digits(one);
    int otherDigits = PageBuffer.digits(other);
    long scaled = one;
    long otherScaled = other;
    for (int i = digits; i < otherDigits; i++) {
      scaled *= 10;
    }
    for (int i = otherDigits; i < digits; i++) {
      otherScaled *= 10;
    }
    int order = Long.compare(scaled, otherScaled);
    return order == 0 ? Integer.compare(digits, otherDigits) : order;
  }

  private static byte[] text(byte[] prefix, int number) {
    byte[] digits = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    byte[] text = Arrays.copyOf(prefix, prefix.length + digits.length);
    System.arraycopy(digits, 0, text, prefix.length, digits.length);
    return text;
  }

  @Override
  public void clear() {
    levels.clear();
    prefixes.clear();
    places.clear();
    size = 0;
  }

  @Override
  public long held() {
    return prefixes.held() + places.held() + levels.held() + (long) size * Integer.BYTES;
  }
}
