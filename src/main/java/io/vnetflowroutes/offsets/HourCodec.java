package io.vnetflowroutes.offsets;

import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Packs how far the blobs of one hour are: about 20 bytes a blob. Values of a kind lie together, as
 * differences where they are alike, and are compressed. Nothing is left out but the anchors, of
 * which a digest is kept.
 */
public final class HourCodec {

  private static final int VERSION = 1;

  /** More blobs than a flow log can have in an hour. */
  private static final int MOST = 1 << 20;

  private static final String HEX = "0x";
  private static final int MOST_DIGITS = 16;

  private static final int NO_ETAG = 0;
  private static final int NUMBER_ETAG = 1;
  private static final int OTHER_ETAG = 2;
  private static final int NUMBER_BYTES = 8;
  private static final int MILLIS = 1000;

  private HourCodec() {}

  /** Packs blobs. */
  public static byte[] pack(Instant hour, NavigableMap<Long, BlobProgress> blobs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    bytes.write(VERSION);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      write(hour.getEpochSecond(), blobs, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void write(long hour, NavigableMap<Long, BlobProgress> blobs, DataOutputStream out)
      throws IOException {
    number(blobs.size(), out);
    long before = 0;
    for (long key : blobs.keySet()) {
      number(key - before, out);
      before = key;
    }
    for (BlobProgress blob : blobs.values()) {
      number(blob.position(), out);
    }
    for (BlobProgress blob : blobs.values()) {
      signed(blob.length() - blob.position(), out);
    }
    for (BlobProgress blob : blobs.values()) {
      number(blob.cut(), out);
    }
    for (BlobProgress blob : blobs.values()) {
      number(blob.edition(), out);
    }
    for (BlobProgress blob : blobs.values()) {
      signed(Math.floorDiv(blob.created(), MILLIS) - hour, out);
    }
    for (BlobProgress blob : blobs.values()) {
      number(Math.floorMod(blob.created(), MILLIS), out);
    }
    for (BlobProgress blob : blobs.values()) {
      signed(blob.at() - hour, out);
    }
    for (BlobProgress blob : blobs.values()) {
      number(blob.anchor().length(), out);
    }
    for (BlobProgress blob : blobs.values()) {
      out.writeInt(blob.anchor().digest());
    }
    etags(blobs, out);
  }

  private static void etags(Map<Long, BlobProgress> blobs, DataOutputStream out)
      throws IOException {
    long[] numbers = new long[blobs.size()];
    int count = 0;
    for (BlobProgress blob : blobs.values()) {
      int kind = kind(blob.etag());
      out.writeByte(kind);
      if (kind == NUMBER_ETAG) {
        numbers[count++] =
            Long.parseUnsignedLong(blob.etag(), HEX.length(), blob.etag().length(), 16);
      }
    }
    for (int place = NUMBER_BYTES - 1; place >= 0; place--) {
      for (int i = 0; i < count; i++) {
        out.writeByte((int) (numbers[i] >>> (8 * place)));
      }
    }
    for (BlobProgress blob : blobs.values()) {
      if (kind(blob.etag()) == OTHER_ETAG) {
        out.writeUTF(blob.etag());
      }
    }
  }

  private static int kind(String etag) {
    return etag.isEmpty() ? NO_ETAG : isNumber(etag) ? NUMBER_ETAG : OTHER_ETAG;
  }

  /**
   * Whether an ETag is as Azure writes it: a number of up to eight bytes. A regular expression took
   * a twentieth of what a small blob costs.
   */
  private static boolean isNumber(String etag) {
    int digits = etag.length() - HEX.length();
    return digits > 0
        && digits <= MOST_DIGITS
        && etag.startsWith(HEX)
        && etag.charAt(HEX.length()) != '0'
        && BlobKey.areHexDigits(etag, HEX.length(), etag.length());
  }

  /**
   * Unpacks blobs.
   *
   * @throws IllegalArgumentException if these are not bytes that this class has packed
   */
  public static NavigableMap<Long, BlobProgress> unpack(Instant hour, byte[] packed) {
    if (packed.length == 0) {
      return new TreeMap<>();
    }
    if (packed[0] != VERSION) {
      throw new IllegalArgumentException("a later version wrote it");
    }
    Inflater inflater = new Inflater(true);
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(
                new ByteArrayInputStream(packed, 1, packed.length - 1), inflater))) {
      return read(hour.getEpochSecond(), in);
    } catch (IOException e) {
      throw new IllegalArgumentException("its bytes are damaged", e);
    } finally {
      inflater.end();
    }
  }

  private static NavigableMap<Long, BlobProgress> read(long hour, DataInputStream in)
      throws IOException {
    int count = (int) Math.min(number(in), MOST + 1);
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("it holds too many blobs");
    }
    long[] keys = new long[count];
    long key = 0;
    for (int i = 0; i < count; i++) {
      key += number(in);
      keys[i] = key;
    }
    long[] position = numbers(count, in);
    long[] length = signed(count, in);
    long[] cut = numbers(count, in);
    long[] edition = numbers(count, in);
    long[] created = signed(count, in);
    long[] millis = numbers(count, in);
    long[] at = signed(count, in);
    long[] anchorLength = numbers(count, in);
    int[] anchor = new int[count];
    for (int i = 0; i < count; i++) {
      anchor[i] = in.readInt();
    }
    String[] etag = etags(count, in);
    NavigableMap<Long, BlobProgress> blobs = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      blobs.put(
          keys[i],
          new BlobProgress(
              position[i],
              Anchor.digested((int) anchorLength[i], anchor[i]),
              0,
              position[i] + length[i],
              etag[i],
              (hour + created[i]) * MILLIS + millis[i],
              hour + at[i],
              cut[i],
              Anchor.NONE,
              0,
              (int) edition[i]));
    }
    return blobs;
  }

  private static String[] etags(int count, DataInputStream in) throws IOException {
    byte[] kinds = in.readNBytes(count);
    if (kinds.length < count) {
      throw new IllegalArgumentException("its end is missing");
    }
    long[] numbers = new long[count];
    for (int place = 0; place < NUMBER_BYTES; place++) {
      for (int i = 0; i < count; i++) {
        if (kinds[i] == NUMBER_ETAG) {
          numbers[i] = (numbers[i] << 8) | in.readUnsignedByte();
        }
      }
    }
    String[] etags = new String[count];
    for (int i = 0; i < count; i++) {
      etags[i] =
          switch (kinds[i]) {
            case NO_ETAG -> "";
            case NUMBER_ETAG -> "0x" + Long.toHexString(numbers[i]).toUpperCase(Locale.ROOT);
            default -> in.readUTF();
          };
    }
    return etags;
  }

  private static long[] numbers(int count, DataInputStream in) throws IOException {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(in);
    }
    return numbers;
  }

  private static long[] signed(int count, DataInputStream in) throws IOException {
    long[] numbers = numbers(count, in);
    for (int i = 0; i < count; i++) {
      numbers[i] = (numbers[i] >>> 1) ^ -(numbers[i] & 1);
    }
    return numbers;
  }

  /** Seven bits a byte, the lowest first. */
  private static void number(long value, DataOutputStream out) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static void signed(long value, DataOutputStream out) throws IOException {
    number((value << 1) ^ (value >> 63), out);
  }

  private static long number(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number in it has no end");
  }
}
