package io.vnetflowroutes.parquet;

import io.vnetflowroutes.bytes.Swar;
import java.util.Arrays;

/**
 * Numbers each distinct text in the order in which they first come, and keeps it as it is written.
 */
final class Dictionary {

  /** Texts begin behind their length, four bytes. */
  private static final int HEAD = Integer.BYTES;

  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int FIRST_ROOM = 64;

  private final PageBuffer plain = new PageBuffer(1024);
  private int[] starts = new int[FIRST_ROOM];
  private int[] hashes = new int[FIRST_ROOM];
  private int[] places = new int[2 * FIRST_ROOM];
  private int size;

  void clear() {
    if (size > 0) {
      Arrays.fill(places, 0);
    }
    plain.clear();
    size = 0;
  }

  /** The texts as they stand in a page: each behind its length. */
  PageBuffer plain() {
    return plain;
  }

  int size() {
    return size;
  }

  /** Where a text begins in {@link #plain}, its length before it. */
  int start(int place) {
    return starts[place];
  }

  /** Where a text ends in {@link #plain}. */
  int end(int place) {
    return place + 1 < size ? starts[place + 1] : plain.size();
  }

  /** The place of a text among the distinct ones. */
  int place(byte[] text, int from, int to) {
    int hash = hash(text, from, to);
    int mask = places.length - 1;
    int at = hash & mask;
    while (places[at] != 0) {
      int place = places[at] - 1;
      if (hashes[place] == hash && is(place, text, from, to)) {
        return place;
      }
      at = (at + 1) & mask;
    }
    places[at] = size + 1;
    add(hash, text, from, to);
    return size - 1;
  }

  private boolean is(int place, byte[] text, int from, int to) {
    return Arrays.equals(plain.array(), starts[place] + HEAD, end(place), text, from, to);
  }

  private void add(int hash, byte[] text, int from, int to) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    starts[size] = plain.size();
    hashes[size++] = hash;
    plain.putInt(to - from);
    plain.write(text, from, to - from);
    if (size * 2 > places.length) {
      makeRoom();
    }
  }

  private void makeRoom() {
    places = new int[places.length * 2];
    for (int place = 0; place < size; place++) {
      int at = hashes[place] & (places.length - 1);
      while (places[at] != 0) {
        at = (at + 1) & (places.length - 1);
      }
      places[at] = place + 1;
    }
  }

  private static int hash(byte[] text, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mix(hash ^ Swar.at(text, at));
    }
    if (at < to) {
      hash = mix(hash ^ lastBytes(text, at, to));
    }
    return (int) (hash >>> Integer.SIZE);
  }

  private static long lastBytes(byte[] text, int from, int to) {
    if (from + Long.BYTES <= text.length) {
      return Swar.at(text, from) << (Long.SIZE - (to - from) * Byte.SIZE);
    }
    long last = 0;
    for (int at = to - 1; at >= from; at--) {
      last = (last << Byte.SIZE) | (text[at] & 0xff);
    }
    return last << (Long.SIZE - (to - from) * Byte.SIZE);
  }

  private static long mix(long hash) {
    long product = hash * MIX;
    return product ^ (product >>> 29);
  }

  long held() {
    return plain.size() + 4L * Integer.BYTES * size;
  }
}
