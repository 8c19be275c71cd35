package io.vnetflowroutes.component;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.Syntax;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.converter.stream.InputStreamCache;

/** Flows as text, a line each, in an output format. One thread makes one text with it. */
final class FlowLines {

  private static final int ROOM = 1 << 16;

  private final Format format;
  private final byte[] lineEnd;
  private final ByteOutput out = new ByteOutput(ROOM);

  private FlowLines(Format format) {
    this.format = format;
    this.lineEnd = format.syntax().lineEnd().getBytes(StandardCharsets.US_ASCII);
    format.header(out);
  }

  /**
   * Makes texts in a format.
   *
   * @throws IllegalArgumentException if there is no format of this name
   */
  static Supplier<FlowLines> in(String format) {
    Supplier<Format> formats = Formats.named(format);
    return () -> new FlowLines(formats.get());
  }

  /** Adds the flows of parts, in their order. */
  void add(List<BatchPart> parts) {
    for (BatchPart part : parts) {
      Flow written = null;
      for (Flow flow : part.flows()) {
        if (written == null || !format.holds(written, flow)) {
          format.write(flow, out);
          out.put(lineEnd);
          written = flow;
        }
      }
    }
  }

  /** The kind of text. */
  Syntax syntax() {
    return format.syntax();
  }

  /** The lines so far, of which no copy is made; nothing is to be added any more. */
  InputStream toStream() {
    return new InputStreamCache(out.array(), out.size());
  }

  /** The lines so far. */
  @Override
  public String toString() {
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }
}
