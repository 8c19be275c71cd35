package io.vnetflowroutes.parquet;

/**
 * Writes small numbers in Parquet's hybrid of run lengths and bit packing: a run of at least eight
 * equal numbers becomes one number and its length; the others are packed in groups of eight.
 */
final class Hybrid {

  private static final int GROUP = 8;

  /** With more groups than that, a run's header has more than its one byte. */
  private static final int MOST_GROUPS = 63;

  private final PageBuffer out;
  private final int width;
  private final int[] group = new int[GROUP];
  private int pending;
  private int groups;
  private int header;

  /**
   * @param width how many bits a number has at most
   */
  Hybrid(PageBuffer out, int width) {
    this.out = out;
    this.width = width;
  }

  /** The bits that the numbers up to a largest one need. */
  static int width(int largest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }

  /** Writes all runs. */
  static void write(Runs runs, int width, PageBuffer out) {
    Hybrid hybrid = new Hybrid(out, width);
    for (int run = 0; run < runs.size(); run++) {
      hybrid.add(runs.value(run), runs.count(run));
    }
    hybrid.end();
  }

  void add(int value, int count) {
    int left = count;
    while (pending > 0 && left > 0) {
      put(value);
      left--;
    }
    if (left >= GROUP) {
      endPacked();
      out.putVarint(left << 1);
      for (int shift = 0; shift < width; shift += Byte.SIZE) {
        out.write(value >>> shift);
      }
    } else {
      for (; left > 0; left--) {
        put(value);
      }
    }
  }

  private void put(int value) {
    group[pending++] = value;
    if (pending == GROUP) {
      pack();
    }
  }

  private void pack() {
    if (groups == MOST_GROUPS) {
      endPacked();
    }
    if (groups == 0) {
      header = out.size();
      out.write(0);
    }
    groups++;
    pending = 0;
    byte[] to = out.room(width + Long.BYTES);
    int at = out.size();
    long bits = 0;
    int held = 0;
    for (int value : group) {
      bits |= (long) value << held;
      held += width;
      if (held >= Integer.SIZE) {
        to[at] = (byte) bits;
        to[at + 1] = (byte) (bits >>> 8);
        to[at + 2] = (byte) (bits >>> 16);
        to[at + 3] = (byte) (bits >>> 24);
        at += Integer.BYTES;
        bits >>>= Integer.SIZE;
        held -= Integer.SIZE;
      }
    }
    for (; held > 0; held -= Byte.SIZE) {
      to[at++] = (byte) bits;
      bits >>>= Byte.SIZE;
    }
    out.end(at);
  }

  private void endPacked() {
    if (groups > 0) {
      out.replace(header, (groups << 1) | 1);
      groups = 0;
    }
  }

  /** Writes what is pending; numbers that are missing to eight are zeros, which nobody reads. */
  void end() {
    while (pending > 0) {
      put(0);
    }
    endPacked();
  }
}
