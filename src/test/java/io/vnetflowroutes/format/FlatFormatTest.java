package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves what a flow looks like as one flat JSON object, field by field. */
class FlatFormatTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names and order as issue 2 lists them in item 5. */
  private static final List<String> FIELDS =
      List.of(
          "id",
          "time",
          "record_time",
          "decision",
          "state",
          "direction",
          "src_ip",
          "src_port",
          "dst_ip",
          "dst_port",
          "protocol",
          "protocol_name",
          "encryption",
          "packets_sent",
          "bytes_sent",
          "packets_received",
          "bytes_received",
          "rule",
          "acl_id",
          "acl_name",
          "mac_address",
          "flow_log_id",
          "flow_log_type",
          "flow_log_version",
          "target_id",
          "subscription_id",
          "resource_group",
          "virtual_network",
          "region",
          "source");

  private static String text(Flow flow) {
    ByteOutput out = new ByteOutput(1);
    new FlatFormat().write(flow, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static JsonNode json(String record) throws IOException {
    return JSON.readTree(text(FlowLogText.flow(record)));
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void anAllowedFlowLooksExactlyLikeThis() {
    String tuple =
        "1788249600123,10.1.0.4,10.2.0.5,50000,443,6,O,E,NX,10,5291,0,18446744073709551615";
    Flow flow = FlowLogText.flow(FlowLogText.record(FlowLogText.TIME, "UserRule_Web", tuple));
    assertThat(text(flow))
        .isEqualTo(
            ("{'id':'"
                    + FlowLogText.ORIGIN.digest()
                    + "-1788249606123-12-0',"
                    + "'time':'2026-09-01T08:00:00.123Z',"
                    + "'record_time':'2026-09-01T08:00:06.123Z','decision':'allow','state':'E',"
                    + "'direction':'O','src_ip':'10.1.0.4','src_port':50000,'dst_ip':'10.2.0.5',"
                    + "'dst_port':443,'protocol':6,'protocol_name':'TCP','encryption':'NX',"
                    + "'packets_sent':10,'bytes_sent':5291,'packets_received':0,"
                    + "'bytes_received':18446744073709551615,'rule':'UserRule_Web','acl_id':'"
                    + FlowLogText.ACL
                    + "','acl_name':'hub-nsg','mac_address':'"
                    + FlowLogText.MAC
                    + "','flow_log_id':'"
                    + FlowLogText.FLOW_LOG
                    + "','flow_log_type':'vnet','flow_log_version':'4','target_id':'"
                    + FlowLogText.TARGET
                    + "','subscription_id':'0a1b','resource_group':'rg-network',"
                    + "'virtual_network':'vnet-hub','region':'eastus','source':'test'}")
                .replace('\'', '"'));
  }

  @Test
  void aFlowOfWhichNothingIsKnownHasNulls() {
    String record =
        "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"flowTuples\":"
            + "[\"1788249600,2001:db8::1,::,0,65535,253,,D,,,,,\"]}]}]}}";
    assertThat(text(FlowLogText.flow(record)))
        .isEqualTo(
            ("{'id':'"
                    + FlowLogText.ORIGIN.digest()
                    + "-0-12-0','time':'2026-09-01T08:00:00.000Z',"
                    + "'record_time':null,'decision':'deny','state':'D','direction':null,"
                    + "'src_ip':'2001:db8::1','src_port':0,'dst_ip':'::','dst_port':65535,"
                    + "'protocol':253,'protocol_name':'Use for experimentation and testing',"
                    + "'encryption':null,'packets_sent':null,'bytes_sent':null,"
                    + "'packets_received':null,'bytes_received':null,'rule':null,'acl_id':null,"
                    + "'acl_name':null,'mac_address':null,'flow_log_id':null,"
                    + "'flow_log_type':'vnet','flow_log_version':null,'target_id':null,'subscription_id':null,"
                    + "'resource_group':null,'virtual_network':null,'region':null,'source':'test'}")
                .replace('\'', '"')
                .replace("\"Use for experimentation and testing\"", protocolName(253)));
  }

  private static String protocolName(int number) {
    String name = Protocols.name(number);
    return name == null ? "null" : '"' + name + '"';
  }

  @Test
  void escapesAndUtf8StayReadable() throws IOException {
    String tuple = "1788249600123,10.1.0.4,10.2.0.5,1,2,6,\\u00cf\\\",B,\\\\é,,,,";
    JsonNode json = json(FlowLogText.record("t\\n\\u0000", "r\\\"\\\\ é 😀", tuple));
    assertThat(names(json)).isEqualTo(FIELDS);
    assertThat(json.get("direction").textValue()).isEqualTo("Ï\"");
    assertThat(json.get("encryption").textValue()).isEqualTo("\\é");
    assertThat(json.get("rule").textValue()).isEqualTo("r\"\\ é 😀");
    assertThat(json.get("record_time").textValue()).isEqualTo("t\n\0");
    assertThat(json.get("src_ip").textValue()).isEqualTo("10.1.0.4");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00.000Z",
    "1709251199, 2024-02-29T23:59:59.000Z",
    "1788249600007, 2026-09-01T08:00:00.007Z",
    "1788249600070, 2026-09-01T08:00:00.070Z",
    "253402300799999, 9999-12-31T23:59:59.999Z",
  })
  void timesAreRfc3339WithMilliseconds(String written, String time) throws IOException {
    String tuple = FlowLogText.ALLOWED.replaceFirst("^\\d+", written);
    assertThat(json(FlowLogText.record(0, tuple)).get("time").textValue()).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    FlowLogText.ACL + ", hub-nsg",
    "00000000-0000-0000-0000-000000000000,",
    "unspecified,",
  })
  void theListsNameIsThatOfAnArmIdOnly(String acl, String name) throws IOException {
    String record = FlowLogText.record(0, FlowLogText.ALLOWED).replace(FlowLogText.ACL, acl);
    assertThat(json(record).get("acl_id").textValue()).isEqualTo(acl);
    assertThat(json(record).get("acl_name").textValue()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "/subnets/apps, vnet-hub, rg-network",
    "/../../networkInterfaces/nic1,, rg-network",
  })
  void namesComeFromSubnetsAndInterfacesToo(String below, String network, String group)
      throws IOException {
    String target =
        below.startsWith("/..")
            ? FlowLogText.TARGET.replaceFirst("/virtualNetworks.*", "/networkInterfaces/nic1")
            : FlowLogText.TARGET + below;
    JsonNode json =
        json(FlowLogText.record(0, FlowLogText.ALLOWED).replace(FlowLogText.TARGET, target));
    assertThat(json.get("target_id").textValue()).isEqualTo(target);
    assertThat(json.get("virtual_network").textValue()).isEqualTo(network);
    assertThat(json.get("resource_group").textValue()).isEqualTo(group);
    assertThat(json.get("subscription_id").textValue()).isEqualTo("0a1b");
  }

  @Test
  void whatStandsBehindTheThirteenthFieldIsNotLost() throws IOException {
    JsonNode json = json(FlowLogText.record(0, FlowLogText.ALLOWED + ",new,é"));
    assertThat(names(json)).containsAll(FIELDS).hasSize(FIELDS.size() + 1);
    assertThat(json.get("extra").textValue()).isEqualTo("new,é");
  }

  @Test
  void oneFormatWritesManyFlowsAsManyFormatsWould() throws IOException {
    List<Flow> flows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("sample"))) {
      for (Path file : files.filter(f -> f.endsWith("PT1H.json")).sorted().toList()) {
        flows.addAll(
            FlowLogText.flows(
                FlowLogText.read(Files.readAllBytes(file), 0, FlowLogText.NO_LIMITS)));
      }
    }
    Format one = new FlatFormat();
    for (int i = 0; i < flows.size(); i++) {
      Flow flow = flows.get(i * 31 % flows.size());
      ByteOutput out = new ByteOutput(1);
      one.write(flow, out);
      String text = new String(out.toByteArray(), StandardCharsets.UTF_8);
      assertThat(text).isEqualTo(text(flow)).doesNotContain("\n");
      JsonNode json = JSON.readTree(text);
      assertThat(names(json)).isEqualTo(FIELDS);
      assertThat(json.get("decision").textValue()).isEqualTo(flow.decision().word());
      assertThat(json.get("flow_log_version").textValue()).matches("[34]");
      assertThat(json.get("record_time").textValue()).matches(TIME);
      assertThat(json.get("time").textValue()).matches(TIME);
      assertThat(json.get("src_port").isInt()).isTrue();
    }
    assertThat(flows).hasSize(1631);
  }

  /** Azure writes seven digits, and had six at times; readers tell types by the text's form. */
  @ParameterizedTest
  @CsvSource({
    "2025-08-11T23:46:43.288886Z, 2025-08-11T23:46:43.288Z",
    "2025-08-11T23:46:43.2888869Z, 2025-08-11T23:46:43.288Z",
    "2025-08-11T23:46:43Z, 2025-08-11T23:46:43.000Z",
    "2025-08-12T01:46:43.5+02:00, 2025-08-11T23:46:43.500Z",
    "yesterday, yesterday",
    "'', ''",
  })
  void theTimeOfARecordHasOneForm(String written, String time) throws IOException {
    String record = FlowLogText.record(written, "rule", FlowLogText.ALLOWED);
    assertThat(json(record).get("record_time").textValue()).isEqualTo(time);
    String csv = GoldenCase.texts("csv", List.of(FlowLogText.flow(record))).get(1);
    assertThat(csv.split(",", -1)[2]).isEqualTo(time.isEmpty() ? "\"\"" : time);
  }

  @Test
  void countersOf64BitsStayNumbers() throws IOException {
    String tuple = FlowLogText.ALLOWED.replace("0,0,0,0", "18446744073709551615,4294967296,0,");
    JsonNode json = json(FlowLogText.record(0, tuple));
    assertThat(json.get("packets_sent").bigIntegerValue())
        .isEqualTo(new BigInteger("18446744073709551615"));
    assertThat(json.get("bytes_sent").longValue()).isEqualTo(4294967296L);
    assertThat(json.get("packets_received").intValue()).isZero();
    assertThat(json.get("bytes_received").isNull()).isTrue();
  }
}
