package io.vnetflowroutes.format;

import static io.vnetflowroutes.flow.TupleField.BYTES_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.BYTES_SENT;
import static io.vnetflowroutes.flow.TupleField.DIRECTION;
import static io.vnetflowroutes.flow.TupleField.DST_IP;
import static io.vnetflowroutes.flow.TupleField.ENCRYPTION;
import static io.vnetflowroutes.flow.TupleField.PACKETS_RECEIVED;
import static io.vnetflowroutes.flow.TupleField.PACKETS_SENT;
import static io.vnetflowroutes.flow.TupleField.PROTOCOL;
import static io.vnetflowroutes.flow.TupleField.SRC_IP;
import static io.vnetflowroutes.flow.TupleField.STATE;
import static io.vnetflowroutes.format.JsonRow.flow;
import static io.vnetflowroutes.format.JsonRow.group;
import static io.vnetflowroutes.format.JsonRow.record;

import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * What schemas have no field for, under the names of the flat format, in the place that each schema
 * has for it. All values are texts, as Azure wrote them, so that a field never changes its type.
 */
final class AzureFields {

  private AzureFields() {}

  /** The rows, and before them those of one schema. */
  static List<JsonRow> with(AddressValues addresses, JsonRow... own) {
    return Stream.concat(
            Stream.of(own),
            Stream.of(
                flow("state", FlowValues.text(STATE)),
                flow("direction", FlowValues.text(DIRECTION)),
                flow("protocol", FlowValues.text(PROTOCOL)),
                flow("encryption", FlowValues.text(ENCRYPTION)),
                flow("src_ip", addresses.noAddress(SRC_IP)),
                flow("dst_ip", addresses.noAddress(DST_IP)),
                flow("packets_sent", CounterValues.largeCounter(PACKETS_SENT)),
                flow("bytes_sent", CounterValues.largeCounter(BYTES_SENT)),
                flow("packets_received", CounterValues.largeCounter(PACKETS_RECEIVED)),
                flow("bytes_received", CounterValues.largeCounter(BYTES_RECEIVED)),
                flow("extra", FlowValues.extra()),
                group("acl_id", FlowGroup::aclId),
                record("record_time", RecordContext::time),
                record("mac_address", RecordContext::macAddress),
                record("flow_log_id", RecordContext::flowLogId),
                record("flow_log_version", RecordContext::version),
                record("target_id", RecordContext::targetId),
                record("subscription_id", RecordContext::subscriptionId),
                record("resource_group", RecordContext::resourceGroup),
                record("virtual_network", RecordContext::virtualNetwork),
                record("region", RecordContext::region),
                record("source", record -> record.origin().source())))
        .toList();
  }
}
