package io.vnetflowroutes.table;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordContext;
import java.nio.charset.StandardCharsets;

/**
 * Writes ids of flows, and caches what the flows of a record share. An instance belongs to one
 * thread.
 */
final class FlowId implements Value {

  private RecordContext record;
  private byte[] prefix;

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.record().equals(record)) {
      record = flow.record();
      prefix = record.idPrefix().getBytes(StandardCharsets.US_ASCII);
    }
    out.put(prefix).putDecimal(flow.ordinal());
  }
}
