package io.vnetflowroutes.receiver;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.table.Value;

/** A format with an envelope around each flow. An instance belongs to one thread. */
final class Enveloped implements Format {

  private final Value before;
  private final Format flow;
  private final Value after;

  /**
   * @param before writes the text before a flow
   * @param after writes the text after it
   */
  Enveloped(Value before, Format flow, Value after) {
    this.before = before;
    this.flow = flow;
    this.after = after;
  }

  @Override
  public void write(Flow one, ByteOutput out) {
    before.write(one, out);
    flow.write(one, out);
    after.write(one, out);
  }

  @Override
  public Syntax syntax() {
    return flow.syntax();
  }

  @Override
  public boolean holds(Flow written, Flow next) {
    return flow.holds(written, next);
  }
}
