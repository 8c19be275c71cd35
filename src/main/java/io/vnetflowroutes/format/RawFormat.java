package io.vnetflowroutes.format;

import static io.vnetflowroutes.format.JsonRow.element;
import static io.vnetflowroutes.format.JsonRow.group;
import static io.vnetflowroutes.format.JsonRow.list;
import static io.vnetflowroutes.format.JsonRow.object;
import static io.vnetflowroutes.format.JsonRow.record;
import static io.vnetflowroutes.format.JsonRow.recordTime;
import static io.vnetflowroutes.format.JsonRow.texts;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.RecordText;

/**
 * The whole record as Azure wrote it, once for all of its flows in a part. Line breaks, which in
 * JSON can only stand between tokens, are left out so that a record is one line.
 */
public final class RawFormat implements Format {

  /** A record put together anew around a tuple that was kept alone. */
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
