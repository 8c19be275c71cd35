package io.vnetflowroutes.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Flows as no log has them, but as one could: every field anything that a reader lets pass. */
final class RandomFlows {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS =
      List.of(
          "UserRule_SSH",
          "",
          " ",
          "é漢😀",
          "a\"b\\c",
          "x\u0001\u007f\t\u2028",
          "\n",
          "\r\n|=",
          "=",
          "\\",
          "a=b c=d",
          "|CEF:0|",
          " lead",
          "trail ",
          "4",
          "000D3A1B2C01",
          "000d3a1b2cff",
          "2026-09-01T08:00:06.1234567Z",
          "2026-09-01T08:00:06Z",
          "0001-01-01T00:00:00Z",
          FlowLogText.TARGET,
          FlowLogText.TARGET + "/subnets/s",
          FlowLogText.TARGET.replaceFirst("/virtualNetworks.*", "/networkInterfaces/n"),
          FlowLogText.FLOW_LOG,
          FlowLogText.ACL,
          "/",
          "//",
          "/subscriptions/",
          "/subscriptions//x",
          "null",
          "{}");
  private static final List<String> ADDRESSES =
      List.of(
          "10.1.0.4",
          "255.255.255.255",
          "0.0.0.0",
          "2001:db8::1",
          "::",
          "::1",
          "1:2:3:4:5:6:7:8",
          "::ffff:1.2.3.4",
          "999.1.1.1",
          "1.2.3",
          "01.2.3.4",
          "::::",
          ":",
          ".",
          "abcd",
          "1:2:3",
          "fe80::1");
  private static final List<String> COUNTERS =
      List.of(
          "",
          "0",
          "1",
          "54",
          "2147483647",
          "2147483648",
          "4294967296",
          "999999999999999999",
          "1000000000000000000",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615");
  private static final List<String> STATES =
      List.of("B", "C", "E", "D", "", "Q", "DD", "é", "\"", "\\", "=", "|");
  private static final List<String> DIRECTIONS = List.of("I", "O", "", "X", "IO", "é\n", "=");
  private static final List<String> ENCRYPTIONS =
      List.of("NX", "X", "D", "", "NX_ALL", "é\"", "\\=|\r\n");
  private static final List<String> TIMES =
      List.of("0", "1788249600", "1788249600123", "253402300799", "253402300799999");

  private final Random random;

  RandomFlows(long seed) {
    random = new Random(seed);
  }

  /** So many records with a few flows each. */
  List<Flow> next(int records) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      texts.add(record());
    }
    return FlowLogText.flows(FlowLogText.read(FlowLogText.blob(texts.toArray(new String[0]))));
  }

  private String record() {
    ObjectNode record = JSON.createObjectNode();
    for (String key :
        List.of("time", "flowLogVersion", "macAddress", "flowLogResourceID", "targetResourceID")) {
      switch (random.nextInt(6)) {
        case 0 -> {}
        case 1 -> record.putNull(key);
        case 2 -> record.put(key, random.nextInt(10));
        default -> record.put(key, pick(TEXTS));
      }
    }
    var lists = record.putObject("flowRecords").putArray("flows");
    for (int i = 0; i <= random.nextInt(3); i++) {
      ObjectNode list = lists.addObject();
      if (random.nextInt(5) > 0) {
        list.put("aclID", pick(TEXTS));
      }
      ObjectNode group = list.putArray("flowGroups").addObject();
      if (random.nextInt(5) > 0) {
        group.put("rule", pick(TEXTS));
      }
      var tuples = group.putArray("flowTuples");
      for (int j = 0; j <= random.nextInt(4); j++) {
        tuples.add(tuple());
      }
    }
    try {
      return JSON.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String tuple() {
    String tuple =
        String.join(
            ",",
            pick(TIMES),
            pick(ADDRESSES),
            pick(ADDRESSES),
            String.valueOf(random.nextInt(65_536)),
            random.nextBoolean() ? "0" : "65535",
            String.valueOf(random.nextInt(10) == 0 ? 999_999_999 : random.nextInt(300)),
            pick(DIRECTIONS),
            pick(STATES),
            pick(ENCRYPTIONS),
            pick(COUNTERS),
            pick(COUNTERS),
            pick(COUNTERS),
            pick(COUNTERS));
    return random.nextInt(6) == 0 ? tuple + ',' + pick(TEXTS) : tuple;
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
