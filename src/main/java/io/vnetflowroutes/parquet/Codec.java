package io.vnetflowroutes.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.CompressionCodec;

/** The compression of pages. */
public enum Codec {
  NONE(CompressionCodec.UNCOMPRESSED) {
    @Override
    Compressor open() {
      return (from, to) -> to.write(from.array(), 0, from.size());
    }
  },
  GZIP(CompressionCodec.GZIP) {
    @Override
    Compressor open() {
      return Codec::gzip;
    }
  },
  ZSTD(CompressionCodec.ZSTD) {
    @Override
    Compressor open() {
      return new ZstdPages();
    }
  };

  /** A higher level of zstd makes files 3 % smaller and takes more time than all else. */
  private static final int ZSTD_LEVEL = 1;

  private final CompressionCodec name;

  Codec(CompressionCodec name) {
    this.name = name;
  }

  /** Its name in the footer. */
  CompressionCodec inFooter() {
    return name;
  }

  /** A compressor of pages, for one thread, which must be closed. */
  abstract Compressor open();

  /** Compresses pages. */
  interface Compressor extends AutoCloseable {

    /** Writes what is in one buffer, compressed, behind what is in another. */
    void compress(PageBuffer from, PageBuffer to);

    @Override
    default void close() {}
  }

  private static void gzip(PageBuffer from, PageBuffer to) {
    try (GZIPOutputStream gzip = new FastGzip(to)) {
      gzip.write(from.array(), 0, from.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(PageBuffer out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class ZstdPages implements Compressor {

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);

    @Override
    public void compress(PageBuffer from, PageBuffer to) {
      byte[] room = to.room((int) Zstd.compressBound(from.size()));
      int at = to.size();
      to.end(at + zstd.compressByteArray(room, at, room.length - at, from.array(), 0, from.size()));
    }

    @Override
    public void close() {
      zstd.close();
    }
  }
}
