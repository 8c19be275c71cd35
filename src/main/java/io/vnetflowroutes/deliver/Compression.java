package io.vnetflowroutes.deliver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** How bodies and files are compressed. */
public enum Compression {
  NONE {
    @Override
    byte[] apply(byte[] bytes, int size) {
      return Arrays.copyOf(bytes, size);
    }
  },
  GZIP {
    @Override
    byte[] apply(byte[] bytes, int size) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream(size / 8 + 64);
      try (GZIPOutputStream gzip = new FastGzip(packed)) {
        gzip.write(bytes, 0, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return packed.toByteArray();
    }
  };

  private static final int BUFFER = 64 * 1024;

  /** The first bytes of an array, compressed, in an array of their own. */
  abstract byte[] apply(byte[] bytes, int size);

  /** Gzip at the fastest level: flow logs repeat so much that more effort gains little. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
