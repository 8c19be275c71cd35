package io.vnetflowroutes.format;

import static io.vnetflowroutes.table.JsonRow.element;
import static io.vnetflowroutes.table.JsonRow.group;
import static io.vnetflowroutes.table.JsonRow.list;
import static io.vnetflowroutes.table.JsonRow.object;
import static io.vnetflowroutes.table.JsonRow.record;
import static io.vnetflowroutes.table.JsonRow.recordTime;
import static io.vnetflowroutes.table.JsonRow.texts;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.RecordText;
import io.vnetflowroutes.table.FlowKind;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Mapping;

/**
 * The whole record as Azure wrote it, once for all of its flows in a part. It leaves out line
 * breaks, which in JSON can only be between tokens, so that a record is one line.
 */
public final class RawFormat implements Format {

  /** A record made for a tuple that was kept alone. */
  private final Mapping ofATuple =
      JsonRow.mapping(
          FlowKind::of,
          recordTime("time", record -> JsonRow.literal(record.time())),
          record("flowLogVersion", RecordContext::version),
          record("macAddress", RecordContext::macAddress),
          record("flowLogResourceID", RecordContext::flowLogId),
          record("targetResourceID", RecordContext::targetId),
          object(
              "flowRecords",
              list(
                  "flows",
                  element(
                      group("aclID", FlowGroup::aclId),
                      list(
                          "flowGroups",
                          element(
                              group("rule", FlowGroup::rule),
                              texts("flowTuples", JsonText::tuple)))))));

  @Override
  public void write(Flow flow, ByteOutput out) {
    RecordText text = flow.record().text();
    if (text == null) {
      ofATuple.write(flow, out);
      return;
    }
    byte[] bytes = text.bytes();
    int end = text.start() + text.length();
    int from = text.start();
    for (int at = from; at < end; at++) {
      if (bytes[at] == '\n' || bytes[at] == '\r') {
        out.put(bytes, from, at - from);
        from = at + 1;
      }
    }
    out.put(bytes, from, end - from);
  }

  @Override
  public boolean holds(Flow written, Flow next) {
    RecordText text = written.record().text();
    return text != null && text.equals(next.record().text());
  }
}
