package io.vnetflowroutes.message;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A file with flows that wait, made while it is read: some flows at a time, in room that stays in
 * the processor's cache. One thread reads it.
 */
final class GatheredStream extends InputStream {

  private static final int ROOM = 64 << 10;

  private final Source source;
  private final FormatPool formats;
  private final Framing framing;
  private final Gatherer gatherer;
  private final byte[] lineEnd;
  private final Format format;
  private final ByteOutput out = new ByteOutput(2 * ROOM);
  private final Compressed compressed = new Compressed();
  private final OutputStream compressor;
  private Iterator<Flow> flows = List.<Flow>of().iterator();
  private Flow last;
  private long count;
  private long length;
  private int read;
  private boolean over;

  /** Hands out the flows, some at a time. */
  interface Source {

    /** The next flows; empty behind the last. */
    Optional<List<Flow>> next() throws IOException;
  }

  GatheredStream(Source source, FormatPool formats, MessageLayout layout, Gatherer gatherer) {
    this.source = source;
    this.formats = formats;
    this.framing = layout.framing();
    this.gatherer = gatherer;
    this.format = formats.take();
    this.lineEnd = format.syntax().lineEnd().getBytes(StandardCharsets.US_ASCII);
    this.compressor = open(layout.compression(), compressed);
    if (framing == Framing.ARRAY) {
      out.put('[');
    } else {
      format.header(out);
    }
  }

  private static OutputStream open(Compression compression, Compressed compressed) {
    try {
      return compression.compress(compressed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    while (read == compressed.output.size()) {
      if (over) {
        return -1;
      }
      compressed.output.clear();
      read = 0;
      fill();
    }
    int some = Math.min(most, compressed.output.size() - read);
    System.arraycopy(compressed.output.array(), read, into, from, some);
    read += some;
    return some;
  }

  /** Writes some more flows, or what stands behind the last. */
  private void fill() throws IOException {
    while (out.size() < ROOM && hasNext()) {
      write(flows.next());
    }
    if (!hasNext()) {
      if (framing == Framing.ARRAY) {
        out.put(']');
      } else {
        format.footer(out);
      }
      over = true;
    }
    compressor.write(out.array(), 0, out.size());
    out.clear();
    if (over) {
      compressor.close();
      gatherer.measured(length + compressed.output.size(), count);
      formats.giveBack(format);
    }
    length += compressed.output.size();
  }

  private boolean hasNext() throws IOException {
    while (!flows.hasNext()) {
      Optional<List<Flow>> next = source.next();
      if (next.isEmpty()) {
        return false;
      }
      flows = next.get().iterator();
    }
    return true;
  }

  private void write(Flow flow) {
    boolean held = last != null && format.holds(last, flow);
    last = flow;
    count++;
    if (held) {
      return;
    }
    if (framing == Framing.ARRAY && count > 1) {
      out.put(',');
    }
    format.write(flow, out);
    if (framing != Framing.ARRAY) {
      out.put(lineEnd);
    }
  }

  /** Takes what the compression makes of it. */
  private static final class Compressed extends OutputStream {

    private final ByteOutput output = new ByteOutput(2 * ROOM);

    @Override
    public void write(int b) {
      output.put(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      output.put(bytes, from, length);
    }
  }
}
