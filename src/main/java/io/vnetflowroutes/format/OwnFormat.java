package io.vnetflowroutes.format;

import io.vnetflowroutes.api.FlowFormat;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.nio.charset.StandardCharsets;

/** A format that a plug-in brings. */
final class OwnFormat implements Format {

  private final FlowFormat own;
  private final FlatValues values;
  private final Syntax syntax;
  private final String heading;

  /**
   * @param own an instance that nothing else uses
   */
  OwnFormat(FlowFormat own, Derivation derivation) {
    this.own = own;
    this.values = new FlatValues(derivation);
    this.syntax = new Syntax(own.contentType(), own.fileEnding(), "\n");
    this.heading = own.heading();
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public void header(ByteOutput out) {
    if (!heading.isEmpty()) {
      out.put(heading).put(syntax.lineEnd());
    }
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    String line;
    try {
      line = own.line(values.of(flow));
    } catch (RuntimeException | LinkageError e) {
      throw new OwnFormatException(own.name(), flow.id(), e);
    }
    if (line == null) {
      throw new OwnFormatException(own.name(), flow.id(), null);
    }
    out.put(line.getBytes(StandardCharsets.UTF_8));
  }
}
