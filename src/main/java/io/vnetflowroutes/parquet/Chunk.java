package io.vnetflowroutes.parquet;

import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;

/** One column of one row group, encoded and not yet compressed; used again for the next one. */
final class Chunk {

  private static final int FIRST_ROOM = 64 * 1024;

  /** The distinct values, if {@link #encoding} says that the data are places in it. */
  final PageBuffer dictionary = new PageBuffer(FIRST_ROOM);

  /** Levels and data. */
  final PageBuffer data = new PageBuffer(FIRST_ROOM);

  /** Finds equal numbers. */
  final LongIndex index = new LongIndex();

  int dictionarySize;
  Encoding encoding;
  Statistics statistics;

  private int[] places = new int[1024];

  /** Room for the places of this many values in the dictionary. */
  int[] places(int size) {
    if (places.length < size) {
      places = new int[size];
    }
    return places;
  }

  /** Sets that the data are places in a dictionary of this many values. */
  void dictionary(int size) {
    dictionarySize = size;
    encoding = Encoding.RLE_DICTIONARY;
  }

  /** The least and the greatest value. */
  void limits(byte[] min, byte[] max) {
    statistics.setMin_value(min).setIs_min_value_exact(true);
    statistics.setMax_value(max).setIs_max_value_exact(true);
  }

  void clear() {
    dictionary.clear();
    data.clear();
    dictionarySize = 0;
    encoding = Encoding.PLAIN;
    statistics = new Statistics();
  }
}
