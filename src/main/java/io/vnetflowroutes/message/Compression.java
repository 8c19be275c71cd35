package io.vnetflowroutes.message;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How bodies and files are compressed. */
public enum Compression {
  NONE("", "") {
    @Override
    public byte[] apply(byte[] bytes, int size) {
      return Arrays.copyOf(bytes, size);
    }

    @Override
    OutputStream compress(OutputStream compressed) {
      return compressed;
    }

    @Override
    public InputStream open(InputStream compressed) {
      return compressed;
    }
  },
  GZIP(".gz", "\u001f\u008b") {
    @Override
    public byte[] apply(byte[] bytes, int size) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream(size / 8 + 64);
      try (GZIPOutputStream gzip = new FastGzip(compressed)) {
        gzip.write(bytes, 0, size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return compressed.toByteArray();
    }

    @Override
    OutputStream compress(OutputStream compressed) throws IOException {
      return new FastGzip(compressed);
    }

    @Override
    public InputStream open(InputStream compressed) throws IOException {
      return new GZIPInputStream(compressed);
    }
  },
  ZSTD(".zst", "(\u00b5/\u00fd") {
    @Override
    public byte[] apply(byte[] bytes, int size) {
      byte[] compressed = new byte[(int) Zstd.compressBound(size)];
      try (ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL).setChecksum(true)) {
        int length = zstd.compressByteArray(compressed, 0, compressed.length, bytes, 0, size);
        return Arrays.copyOf(compressed, length);
      }
    }

    @Override
    OutputStream compress(OutputStream compressed) throws IOException {
      return new ZstdOutputStream(compressed, ZSTD_LEVEL).setChecksum(true);
    }

    @Override
    public InputStream open(InputStream compressed) throws IOException {
      return new ZstdInputStream(compressed);
    }
  };

  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_BEGINNING = 4;
  private static final int ZSTD_LEVEL = 1;

  private final String ending;
  private final String beginning;

  /**
   * What compresses.
   *
   * @param beginning the first bytes of all that it makes, each as the letter of its number
   */
  Compression(String ending, String beginning) {
    this.ending = ending;
    this.beginning = beginning;
  }

  /** What the name of a compressed file has behind the ending of its format. */
  public String ending() {
    return ending;
  }

  /** The word for it in settings and in the header Content-Encoding. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The content type of what is compressed. */
  public String contentType(String plain) {
    return this == NONE ? plain : "application/" + word();
  }

  /** How bytes are compressed, as their beginning says. */
  public static Compression of(byte[] bytes) {
    String beginning =
        new String(
            bytes, 0, Math.min(bytes.length, LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
    for (Compression compression : List.of(GZIP, ZSTD)) {
      if (beginning.startsWith(compression.beginning)) {
        return compression;
      }
    }
    return NONE;
  }

  /** The first bytes of an array, compressed, in an array of their own. */
  public abstract byte[] apply(byte[] bytes, int size);

  /** What is written there goes compressed to another output, and ends with it. */
  abstract OutputStream compress(OutputStream compressed) throws IOException;

  public abstract InputStream open(InputStream compressed) throws IOException;

  /** What was compressed. */
  public byte[] undo(byte[] compressed) throws IOException {
    try (InputStream in = open(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  /** Gzip at the fastest level: flow logs repeat so much that more effort gains little. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
