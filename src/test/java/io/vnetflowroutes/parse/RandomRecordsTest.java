package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves on random blobs that a plain reader of whole JSON documents finds the same flows. */
class RandomRecordsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of("UserRule_SSH", "é漢😀", "a\"b\\c", "]}{[", "", "x\u0001\u007f\t", ",{\"time\":1");

  private final List<String> keys = new ArrayList<>();
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aNaiveReaderFindsTheSameFlows(int seed) throws IOException {
    random = new Random(seed);
    ObjectNode blob = JSON.createObjectNode();
    ArrayNode records = blob.putArray("records");
    for (int i = random.nextInt(40); i >= 0; i--) {
      records.add(record());
    }
    byte[] bytes =
        seed % 3 == 0
            ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(blob)
            : JSON.writeValueAsBytes(blob);
    ParseLimits limits =
        new ParseLimits(1 + random.nextInt(50), 1 + random.nextInt(50_000), 1 << 26);
    List<Batch> batches = FlowLogText.read(bytes, 0, limits);
    assertThat(FlowLogText.flows(batches).stream().map(RandomRecordsTest::seen).toList())
        .isEqualTo(naive(JSON.readTree(bytes)));
    assertThat(FlowLogText.unreadable(batches)).isEmpty();
    assertThat(FlowLogText.flows(batches)).extracting(Flow::id).doesNotHaveDuplicates();
  }

  private static List<String> seen(Flow flow) {
    return Collections.unmodifiableList(
        java.util.Arrays.asList(
            flow.record().time(),
            flow.record().macAddress(),
            flow.group().aclId(),
            flow.group().rule(),
            flow.tuple(),
            flow.decision() == Decision.DENY ? "D" : "A"));
  }

  private static List<List<String>> naive(JsonNode blob) {
    List<List<String>> flows = new ArrayList<>();
    for (JsonNode record : blob.get("records")) {
      for (JsonNode list : record.get("flowRecords").get("flows")) {
        for (JsonNode group : list.get("flowGroups")) {
          for (JsonNode tuple : group.get("flowTuples")) {
            String state = tuple.textValue().split(",", -1)[7];
            flows.add(
                java.util.Arrays.asList(
                    text(record, "time"),
                    text(record, "macAddress"),
                    text(list, "aclID"),
                    text(group, "rule"),
                    tuple.textValue(),
                    state.equals("D") ? "D" : "A"));
          }
        }
      }
    }
    return flows;
  }

  private static String text(JsonNode node, String key) {
    return node.has(key) ? node.get(key).textValue() : null;
  }

  private ObjectNode record() {
    ObjectNode flows = JSON.createObjectNode();
    ArrayNode lists = flows.putArray("flows");
    for (int i = random.nextInt(4); i > 0; i--) {
      ArrayNode groups = JSON.createArrayNode();
      for (int j = random.nextInt(4); j > 0; j--) {
        ArrayNode tuples = JSON.createArrayNode();
        for (int k = random.nextInt(30); k > 0; k--) {
          tuples.add(tuple());
        }
        groups.add(shuffled("rule", this::textNode, "flowTuples", () -> tuples));
      }
      lists.add(shuffled("aclID", this::textNode, "flowGroups", () -> groups));
    }
    ObjectNode record =
        shuffled("time", () -> JSON.getNodeFactory().textNode(time()), "flowRecords", () -> flows);
    if (random.nextBoolean()) {
      record.put("macAddress", pick(TEXTS));
    }
    return record;
  }

  private String time() {
    return "2026-09-01T08:%02d:%02d.0000001Z".formatted(random.nextInt(60), random.nextInt(60));
  }

  private JsonNode textNode() {
    return JSON.getNodeFactory().textNode(pick(TEXTS));
  }

  /** An object with two keys in either order, the first of them sometimes absent. */
  private ObjectNode shuffled(
      String optional, Supplier<JsonNode> a, String needed, Supplier<JsonNode> b) {
    keys.clear();
    keys.add(needed);
    if (random.nextInt(5) > 0) {
      keys.add(random.nextInt(2), optional);
    }
    ObjectNode object = JSON.createObjectNode();
    for (String key : List.copyOf(keys)) {
      object.set(key, key.equals(needed) ? b.get() : a.get());
      if (random.nextInt(10) == 0) {
        object.putObject("unknown" + random.nextInt()).put("flowTuples", "x");
      }
    }
    return object;
  }

  private String tuple() {
    String counters = random.nextBoolean() ? ",,," : random.nextLong(1L << 40) + ",0,18,";
    String address = random.nextInt(5) == 0 ? "2001:db8::1" : "10.0.0." + random.nextInt(256);
    return String.join(
        ",",
        String.valueOf(1_788_249_600_000L + random.nextInt()),
        address,
        "192.0.2.1",
        String.valueOf(random.nextInt(65536)),
        String.valueOf(random.nextInt(65536)),
        pick(List.of("6", "17", "47")),
        pick(List.of("I", "O")),
        pick(List.of("B", "C", "E", "D", "?")),
        pick(List.of("NX", "X", "D", "NX_ALL", "é", "\\")),
        counters);
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
