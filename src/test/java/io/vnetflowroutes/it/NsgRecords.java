package io.vnetflowroutes.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The blobs and records of the flow log of one network security group, in version 1 or 2. No tuple
 * of an instance comes twice.
 */
final class NsgRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'/y='yyyy'/m='MM'/d='dd'/h='HH'/m=00/'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final int version;
  private final String id;
  private int port = 1024;

  NsgRecords(int version, String subscription, String resourceGroup, String name) {
    this.version = version;
    this.id =
        String.format(
                "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network"
                    + "/networkSecurityGroups/%s",
                subscription, resourceGroup, name)
            .toUpperCase(Locale.ROOT);
  }

  /** The ARM id of the group, as every record carries it. */
  String id() {
    return id;
  }

  /** The blob of an interface and the hour that holds the instant. */
  String blob(Instant hour, String mac) {
    return folder(hour) + "macAddress=" + mac + "/PT1H.json";
  }

  /** The blob of all interfaces, as it was in the oldest flow logs. */
  String oldestBlob(Instant hour) {
    return folder(hour) + "PT1H.json";
  }

  private String folder(Instant hour) {
    return "resourceId=" + id + HOUR.format(hour);
  }

  /** A record of two allowed flows and one denied, and of tuples that are given. */
  String next(Instant time, String mac, String... more) {
    long seconds = time.getEpochSecond() - 30;
    List<String> denied = List.of(tuple(seconds, "203.0.113.9", "10.0.0.4", "T,I,D", ",B,,,,"));
    List<String> allowed = new ArrayList<>();
    allowed.add(tuple(seconds, "10.0.0.4", "203.0.113.8", "T,O,A", ",B,,,,"));
    allowed.add(tuple(seconds + 1, "10.0.0.4", "203.0.113.8", "U,O,A", ",E,1,90,4294967296,0"));
    allowed.addAll(List.of(more));
    ObjectNode record = JSON.createObjectNode();
    record.put("time", time.toString());
    record.put("systemId", "5f2c9a1e-7d34-4b8f-9c60-1e2d3f4a5b6c");
    if (version > 1) {
      record.put("macAddress", mac);
    }
    record.put("category", "NetworkSecurityGroupFlowEvent");
    record.put("resourceId", id);
    record.put("operationName", "NetworkSecurityGroupFlowEvents");
    ObjectNode properties = record.putObject("properties").put("Version", version);
    JsonNode rules =
        JSON.valueToTree(
            List.of(
                rule("DefaultRule_DenyAllInBound", mac, denied),
                rule("DefaultRule_AllowInternetOutBound", mac, allowed)));
    properties.set("flows", rules);
    return record.toString();
  }

  private static JsonNode rule(String name, String mac, List<String> tuples) {
    ObjectNode rule = JSON.createObjectNode().put("rule", name);
    ObjectNode flows = rule.putArray("flows").addObject().put("mac", mac);
    flows.set("flowTuples", JSON.valueToTree(tuples));
    return rule;
  }

  private String tuple(long seconds, String from, String to, String letters, String version2) {
    String start = String.join(",", "" + seconds, from, to, "" + port++, "443", letters);
    return version == 1 ? start : start + version2;
  }

  /** All tuples of records whose decision is this letter. */
  static List<String> tuples(List<String> records, String decision) {
    List<String> tuples = new ArrayList<>();
    for (String record : records) {
      try {
        for (JsonNode tuple : JSON.readTree(record).findValues("flowTuples")) {
          tuple.forEach(text -> tuples.add(text.asText()));
        }
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("Not a record: " + record, e);
      }
    }
    tuples.removeIf(tuple -> !tuple.split(",", -1)[7].equals(decision));
    return tuples;
  }

  /** The tuple that Azure wrote for a flat flow, put together again from its fields. */
  static String tuple(JsonNode flow) {
    boolean denied = flow.path("decision").asText().equals("deny");
    String start =
        String.join(
            ",",
            "" + Instant.parse(flow.path("time").asText()).getEpochSecond(),
            flow.path("src_ip").asText(),
            flow.path("dst_ip").asText(),
            flow.path("src_port").asText(),
            flow.path("dst_port").asText(),
            flow.path("protocol_name").asText().substring(0, 1),
            flow.path("direction").asText(),
            denied ? "D" : "A");
    return flow.path("flow_log_version").asInt() == 1
        ? start
        : String.join(
            ",",
            start,
            denied ? "B" : flow.path("state").asText(),
            flow.path("packets_sent").asText("").replace("null", ""),
            flow.path("bytes_sent").asText("").replace("null", ""),
            flow.path("packets_received").asText("").replace("null", ""),
            flow.path("bytes_received").asText("").replace("null", ""));
  }
}
