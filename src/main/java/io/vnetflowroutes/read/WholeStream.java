package io.vnetflowroutes.read;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that must have a given number of bytes: an early end is an error, not the end of the
 * blob.
 */
final class WholeStream extends FilterInputStream {

  private long missing;

  WholeStream(InputStream in, long length) {
    super(in);
    this.missing = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    if (read < 0 && missing > 0) {
      // Without a figure: the same sentence each time is said once and not at every poll.
      throw new EOFException("The blob's bytes ended early");
    }
    missing -= Math.max(read, 0);
    return read;
  }
}
