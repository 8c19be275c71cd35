package io.vnetflowroutes.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies bytes. Most keys and values are short, so it copies short runs without the cost of a call.
 */
public final class ByteCopy {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many bytes {@link #words} may read and write beyond a text. */
  public static final int SLACK = 2 * Long.BYTES;

  private static final int MOST_OF_A_KEY = 8 * Long.BYTES;

  private ByteCopy() {}

  /**
   * Copies a text that is mostly shorter than a word or two, and returns where the copy ends. Whole
   * words are copied, so that few lengths have a branch of their own, which would be guessed wrong:
   * up to {@link #SLACK} bytes are read and written beyond the text.
   */
  public static int words(byte[] from, int start, int end, byte[] to, int at) {
    int length = end - start;
    Swar.put(Swar.at(from, start), to, at);
    if (length > Long.BYTES) {
      Swar.put(Swar.at(from, start + Long.BYTES), to, at + Long.BYTES);
      if (length > 2 * Long.BYTES) {
        System.arraycopy(from, start, to, at, length);
      }
    }
    return at + length;
  }

  /**
   * Copies a text of some words, as a key with its quotes is, and returns where the copy ends: up
   * to seven bytes are read and written beyond the text.
   */
  public static int key(byte[] from, int start, int end, byte[] to, int at) {
    int length = end - start;
    if (length > MOST_OF_A_KEY) {
      System.arraycopy(from, start, to, at, length);
    } else {
      for (int word = 0; word < length; word += Long.BYTES) {
        Swar.put(Swar.at(from, start + word), to, at + word);
      }
    }
    return at + length;
  }

  /** The same as {@link System#arraycopy}. Few bytes go as two words, which may overlap. */
  public static void copy(byte[] from, int start, byte[] to, int at, int length) {
    if (length > 2 * Long.BYTES) {
      System.arraycopy(from, start, to, at, length);
    } else if (length >= Long.BYTES) {
      long first = Swar.at(from, start);
      long last = Swar.at(from, start + length - Long.BYTES);
      Swar.put(first, to, at);
      Swar.put(last, to, at + length - Long.BYTES);
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
