package io.vnetflowroutes.parquet;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes with Parquet's little-endian numbers. */
final class PageBuffer extends OutputStream {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_NUMBER = 20;

  private byte[] bytes;
  private int size;

  PageBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /** The array in use, of which the first {@link #size} bytes are what was written. */
  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }

  /** The array in use, with room for this many bytes after those written; see {@link #end}. */
  byte[] room(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
    return bytes;
  }

  /** Sets the end of the bytes that were written through {@link #room}. */
  void end(int at) {
    size = at;
  }

  @Override
  public void write(int b) {
    room(1)[size++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int start, int length) {
    System.arraycopy(from, start, room(length), size, length);
    size += length;
  }

  void putInt(int number) {
    INTS.set(room(Integer.BYTES), size, number);
    size += Integer.BYTES;
  }

  void putLong(long number) {
    LONGS.set(room(Long.BYTES), size, number);
    size += Long.BYTES;
  }

  /** Writes a number that is not negative in groups of seven bits, the lowest first. */
  void putVarint(int number) {
    int rest = number;
    for (; rest >= 0x80; rest >>>= 7) {
      write(rest | 0x80);
    }
    write(rest);
  }

  /** Writes a number that is not negative in decimal digits. */
  void putDecimal(int number) {
    byte[] to = room(LONGEST_NUMBER);
    int end = size + digits(number);
    int rest = number;
    for (int at = end - 1; at >= size; at--) {
      to[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size = end;
  }

  /** How many digits a number that is not negative has. */
  static int digits(int number) {
    int digits = 1;
    for (long power = 10; digits < 10 && number >= power; power *= 10) {
      digits++;
    }
    return digits;
  }

  /** Replaces a byte that was written before. */
  void replace(int at, int b) {
    bytes[at] = (byte) b;
  }

  /** Replaces four bytes that were written before by a number. */
  void replaceInt(int at, int number) {
    INTS.set(bytes, at, number);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
