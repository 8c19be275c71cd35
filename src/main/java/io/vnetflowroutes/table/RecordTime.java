package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A value of the record's time, encoded once for its flows. An instance belongs to one thread. */
public final class RecordTime implements Value {

  private final Function<RecordContext, String> text;
  private RecordContext record;
  private byte[] encoded = {};

  /**
   * @param text makes the text; {@code null} and empty for none
   */
  public RecordTime(Function<RecordContext, String> text) {
    this.text = text;
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.record().equals(record)) {
      record = flow.record();
      String made = text.apply(record);
      encoded = made == null ? new byte[0] : made.getBytes(StandardCharsets.UTF_8);
    }
    out.put(encoded);
  }

  @Override
  public Variability level() {
    return Variability.OPEN;
  }
}
