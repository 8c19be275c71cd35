package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DIRECTION;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.ENCRYPTION;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.STATE;
import static io.vnetflowroutes.table.JsonRow.record;
import static io.vnetflowroutes.table.JsonRow.recordTime;
import static io.vnetflowroutes.table.JsonRow.text;

import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.table.CounterValues;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.JsonText;
import io.vnetflowroutes.table.Row;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values for which a schema has no field, under the names of the flat format, in the place that
 * each schema has for such values. All values are texts, as Azure wrote them, so that a field never
 * changes its type.
 */
final class AzureFields {

  private AzureFields() {}

  /**
   * The rows that all schemas need, after those that only one of them needs, and before the derived
   * fields without a place in the schema.
   */
  static List<Row> with(AddressValues addresses, List<Row> derived, Row... own) {
    return Stream.of(
            Stream.of(own),
            Stream.of(
                text("state", JsonText.of(STATE)),
                text("direction", JsonText.of(DIRECTION)),
                text("encryption", JsonText.of(ENCRYPTION)),
                text("src_ip", addresses.noAddress(SRC_IP)),
                text("dst_ip", addresses.noAddress(DST_IP)),
                text("packets_sent", CounterValues.aboveLong(PACKETS_SENT)),
                text("bytes_sent", CounterValues.aboveLong(BYTES_SENT)),
                text("packets_received", CounterValues.aboveLong(PACKETS_RECEIVED)),
                text("bytes_received", CounterValues.aboveLong(BYTES_RECEIVED)),
                text("extra", JsonText::extra),
                recordTime("record_time", record -> JsonRow.literal(record.time())),
                record("mac_address", RecordContext::macAddress),
                record("flow_log_id", RecordContext::flowLogId),
                record("flow_log_type", record -> record.type().word()),
                record("target_id", RecordContext::targetId),
                record("resource_group", RecordContext::resourceGroup),
                record("virtual_network", RecordContext::virtualNetwork),
                record("source", record -> record.origin().source())),
            derived.stream())
        .flatMap(rows -> rows)
        .toList();
  }

  /** The kind of the log in Azure's documents: VNet or NSG. */
  static String kind(RecordContext record) {
    return record.type() == FlowLogType.NSG ? "NSG" : "VNet";
  }
}
