package io.vnetflowroutes.connect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a blob as they are read, of which those of the batch in hand are kept. One thread
 * reads them.
 */
final class KeptStream extends FilterInputStream {

  private static final int ROOM = 1 << 16;

  private final Runnable atEnd;
  private byte[] kept = new byte[ROOM];
  private int size;

  /** Where in the blob the first byte that is kept stands. */
  private long first;

  /**
   * @param from where in the blob the first byte stands
   * @param atEnd what to do when it is closed
   */
  KeptStream(InputStream in, long from, Runnable atEnd) {
    super(in);
    this.atEnd = atEnd;
    this.first = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count > 0) {
      if (size + count > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(kept.length * 2, size + count));
      }
      System.arraycopy(into, offset, kept, size, count);
      size += count;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return Math.max(0, read(new byte[(int) Math.min(count, ROOM)], 0, (int) Math.min(count, ROOM)));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /**
   * The bytes between two places of the blob, which were read; those before the latter are let go.
   */
  byte[] take(long from, long to) {
    byte[] taken = Arrays.copyOfRange(kept, (int) (from - first), (int) (to - first));
    int rest = size - (int) (to - first);
    System.arraycopy(kept, size - rest, kept, 0, rest);
    size = rest;
    first = to;
    return taken;
  }

  @Override
  public void close() throws IOException {
    atEnd.run();
    super.close();
  }
}
