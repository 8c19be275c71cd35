package io.vnetflowroutes.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Copies bytes; few of them, as most keys and values are, without the cost of a call for it. */
final class ByteCopy {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteCopy() {}

  /** The same as {@link System#arraycopy}. Few bytes go as two words, which may overlap. */
  static void copy(byte[] from, int start, byte[] to, int at, int length) {
    if (length > 2 * Long.BYTES) {
      System.arraycopy(from, start, to, at, length);
    } else if (length >= Long.BYTES) {
      long first = (long) LONGS.get(from, start);
      long last = (long) LONGS.get(from, start + length - Long.BYTES);
      LONGS.set(to, at, first);
      LONGS.set(to, at + length - Long.BYTES, last);
    } else if (length >= Integer.BYTES) {
      int first = (int) INTS.get(from, start);
      int last = (int) INTS.get(from, start + length - Integer.BYTES);
      INTS.set(to, at, first);
      INTS.set(to, at + length - Integer.BYTES, last);
    } else {
      for (int i = 0; i < length; i++) {
        to[at + i] = from[start + i];
      }
    }
  }
}
