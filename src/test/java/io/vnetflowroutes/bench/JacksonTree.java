package io.vnetflowroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Flattens as a Java program does at first: Jackson's tree of the blob, a node for each flow. */
final class JacksonTree {

  /** The tuple's fields by the names that all rivals write. */
  static final List<String> FIELDS =
      List.of(
          "time",
          "src_ip",
          "dst_ip",
          "src_port",
          "dst_port",
          "protocol",
          "direction",
          "state",
          "encryption",
          "packets_sent",
          "bytes_sent",
          "packets_received",
          "bytes_received");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter LINES = JSON.writer().withRootValueSeparator("\n");

  private JacksonTree() {}

  /** Writes a line for each flow; returns how many there were. */
  static long flatten(byte[] blob, OutputStream out) throws IOException {
    long flows = 0;
    try (SequenceWriter lines = LINES.writeValues(out)) {
      for (JsonNode record : JSON.readTree(blob).path("records")) {
        for (JsonNode list : record.path("flowRecords").path("flows")) {
          for (JsonNode group : list.path("flowGroups")) {
            for (JsonNode tuple : group.path("flowTuples")) {
              lines.write(flow(record, list, group, tuple.asText()));
              flows++;
            }
          }
        }
      }
    }
    return flows;
  }

  private static ObjectNode flow(JsonNode record, JsonNode list, JsonNode group, String tuple) {
    String[] values = tuple.split(",", -1);
    ObjectNode flow = JSON.createObjectNode();
    for (int i = 0; i < FIELDS.size(); i++) {
      boolean text = i == 1 || i == 2 || (i >= 6 && i <= 8);
      if (text || values[i].isEmpty()) {
        flow.put(FIELDS.get(i), text ? values[i] : null);
      } else {
        flow.put(FIELDS.get(i), Long.parseLong(values[i]));
      }
    }
    flow.put("decision", values[7].equals("D") ? "deny" : "allow");
    flow.set("record_time", record.path("time"));
    flow.set("rule", group.path("rule"));
    flow.set("acl_id", list.path("aclID"));
    flow.set("mac_address", record.path("macAddress"));
    flow.set("flow_log_id", record.path("flowLogResourceID"));
    flow.set("target_id", record.path("targetResourceID"));
    return flow;
  }
}
