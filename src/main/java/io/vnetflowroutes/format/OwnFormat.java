package io.vnetflowroutes.format;

import io.vnetflowroutes.api.FlowFormat;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** A format that a plug-in brings. */
final class OwnFormat implements Format {

  private final String name;
  private final FlowFormat own;
  private final FlatValues values;
  private final Syntax syntax;
  private final String heading;

  /**
   * @param name the word for it in the settings
   * @param own an instance that nothing else uses
   */
  OwnFormat(String name, FlowFormat own, Derivation derivation) {
    this.name = name;
    this.own = own;
    this.values = new FlatValues(derivation);
    this.syntax = new Syntax(Objects.requireNonNull(own.contentType()), own.fileEnding(), "\n");
    this.heading = Objects.requireNonNull(own.heading());
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
    Map<String, Object> fields = values.of(flow);
    String line;
    try {
      line = own.line(fields);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
        throw error;
      }
      throw problem("threw a " + e.getClass().getName(), e);
    }
    if (line == null) {
      throw problem("returned no line", null);
    }
    if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
      throw problem("returned more than one line", null);
    }
    out.put(line.getBytes(StandardCharsets.UTF_8));
  }

  private OwnFormatException problem(String what, Throwable cause) {
    return new OwnFormatException(name, own.getClass(), what, cause);
  }
}
