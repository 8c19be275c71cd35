package io.vnetflowroutes.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SIMD within a register: eight bytes of an array as one number, the first byte lowest, and tests
 * of all eight at once. A result sets the high bit of each byte that matches, and no other bit.
 */
public final class Swar {

  /** A number with a one in each byte: times a letter, that letter eight times. */
  public static final long EACH = 0x0101010101010101L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long ZEROS = '0' * EACH;

  /** Added to a number beyond 9, it sets its byte's high bit. */
  private static final long TO_HIGH_BIT = (0x80 - 10) * EACH;

  private Swar() {}

  /** The eight bytes from a place on. */
  public static long at(byte[] text, int place) {
    return (long) LONGS.get(text, place);
  }

  /** Writes eight bytes. */
  public static void put(long eight, byte[] to, int place) {
    LONGS.set(to, place, eight);
  }

  /** Which bytes are beyond ASCII. */
  public static long beyondAscii(long eight) {
    return eight & HIGH_BITS;
  }

  /** Which bytes are the same as those of another eight. */
  public static long same(long eight, long others) {
    long differences = eight ^ others;
    return ~(((differences & LOW_BITS) + LOW_BITS) | differences) & HIGH_BITS;
  }

  /** Which bytes are no digits. */
  public static long noDigits(long eight) {
    long digits = eight ^ ZEROS;
    return (((digits & LOW_BITS) + TO_HIGH_BIT) | digits) & HIGH_BITS;
  }

  /** How many bytes stand before the first that an answer is about; 8 where it is about none. */
  public static int before(long answer) {
    return Long.numberOfTrailingZeros(answer) / Byte.SIZE;
  }

  /** An answer as the eight low bits of a number, a bit for each byte. */
  public static int bits(long answer) {
    return (int) (((answer >>> 7) * 0x0102040810204080L) >>> 56);
  }
}
