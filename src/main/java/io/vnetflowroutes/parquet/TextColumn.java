package io.vnetflowroutes.parquet;

import java.util.Arrays;

/**
 * A column of texts. Repeated values go into a dictionary; if nearly every row has its own text,
 * the column writes plain values.
 */
public final class TextColumn implements Column {

  /** Longer texts do not become limits, as readers keep those of all columns in memory. */
  private static final int LONGEST_LIMIT = 256;

  private final Leaf leaf;
  private final Levels levels;
  private final Dictionary dictionary = new Dictionary();
  private final Runs places = new Runs();

  TextColumn(Leaf leaf) {
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

  /** Adds a row with a text in UTF-8. */
  public void add(byte[] text, int from, int to) {
    add(place(text, from, to), 1);
  }

  /** The place of a text in the dictionary, good until the row group ends. */
  public int place(byte[] text, int from, int to) {
    return dictionary.place(text, from, to);
  }

  /** Adds this many rows with the text of a place. */
  public void add(int place, int rows) {
    places.add(place, rows);
    levels.there(rows);
  }

  /** Adds another text to the list of the last row. */
  public void addAnother(byte[] text, int from, int to) {
    addAnother(place(text, from, to));
  }

  /** The same with a text whose place is known. */
  public void addAnother(int place) {
    places.add(place, 1);
    levels.another();
  }

  @Override
  public void encode(Chunk chunk) {
    levels.write(chunk.data);
    if (places.size() == 0) {
      return;
    }
    limits(chunk);
    PageBuffer texts = dictionary.plain();
    int width = Hybrid.width(dictionary.size() - 1);
    long asPlaces = texts.size() + (long) places.size() * width / Byte.SIZE;
    if (asPlaces < plainSize()) {
      chunk.dictionary.write(texts.array(), 0, texts.size());
      chunk.dictionary(dictionary.size());
      chunk.data.write(width);
      Hybrid.write(places, width, chunk.data);
    } else {
      writePlain(chunk.data);
    }
  }

  private long plainSize() {
    long size = 0;
    for (int run = 0; run < places.size(); run++) {
      int place = places.value(run);
      size += (long) places.count(run) * (dictionary.end(place) - dictionary.start(place));
    }
    return size;
  }

  private void writePlain(PageBuffer out) {
    for (int run = 0; run < places.size(); run++) {
      int start = dictionary.start(places.value(run));
      int length = dictionary.end(places.value(run)) - start;
      for (int row = 0; row < places.count(run); row++) {
        out.write(dictionary.plain().array(), start, length);
      }
    }
  }

  private void limits(Chunk chunk) {
    int least = 0;
    int most = 0;
    for (int place = 1; place < dictionary.size(); place++) {
      if (compare(place, least) < 0) {
        least = place;
      } else if (compare(place, most) > 0) {
        most = place;
      }
    }
    byte[] min = text(least);
    byte[] max = text(most);
    if (min.length <= LONGEST_LIMIT && max.length <= LONGEST_LIMIT) {
      chunk.limits(min, max);
    }
  }

  private int compare(int one, int other) {
    byte[] texts = dictionary.plain().array();
    return Arrays.compareUnsigned(
        texts,
        dictionary.start(one) + Integer.BYTES,
        dictionary.end(one),
        texts,
        dictionary.start(other) + Integer.BYTES,
        dictionary.end(other));
  }

  private byte[] text(int place) {
    return Arrays.copyOfRange(
        dictionary.plain().array(), dictionary.start(place) + Integer.BYTES, dictionary.end(place));
  }

  @Override
  public void clear() {
    levels.clear();
    dictionary.clear();
    places.clear();
  }

  @Override
  public long held() {
    return dictionary.held() + places.held() + levels.held();
  }
}
