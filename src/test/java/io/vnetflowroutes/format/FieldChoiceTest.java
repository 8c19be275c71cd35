package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.ArmId;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that a destination gets the fields it chose, in their order, under their names. */
class FieldChoiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static FieldChoice choice(String text) {
    List<String> problems = new ArrayList<>();
    FieldChoice choice = FieldChoice.of(text, FieldChoice.known(Set.of()), name -> "?", problems);
    assertThat(problems).isEmpty();
    return choice;
  }

  private static String written(Format format, Flow flow) {
    ByteOutput out = new ByteOutput(1);
    format.write(flow, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time, src_ip, dst_ip as dest|id,time,src_ip,dest",
        "time,id|time,id",
        "-id, time,src_ip|time,src_ip",
        "id as flow_id , time as @timestamp, src_ip as source.ip|flow_id,@timestamp,source.ip",
        "src_ip, src_ip as client|id,src_ip,client",
      })
  void aListKeepsWhatItNamesAndTheId(String text, String names) {
    assertThat(choice(text).names()).containsExactly(names.split(",", -1));
  }

  @Test
  void whatIsOnlyLeftOutLeavesAllOthers() {
    List<String> others = new ArrayList<>(FlatFields.NAMES);
    others.removeAll(List.of("rule", "acl_id"));
    assertThat(choice("-rule, - acl_id").names()).isEqualTo(others);
    assertThat(choice("*").names()).isEqualTo(FlatFields.NAMES).startsWith("id");
  }

  @Test
  void anAsteriskStandsForAllThatAreNotNamed() {
    List<String> others = new ArrayList<>(FlatFields.NAMES);
    others.removeAll(List.of("rule", "src_ip"));
    others.add(0, "source.ip");
    assertThat(choice("src_ip as source.ip, *, -rule").names()).isEqualTo(others);
  }

  @Test
  void aColumnThatIsAFolderIsLeftOutUnlessTheListNamesIt() {
    Set<String> folders = Set.of("decision", "y");
    assertThat(FieldChoice.ALL.without(folders).names()).doesNotContain("decision").contains("id");
    assertThat(choice("-rule").without(folders).names()).doesNotContain("decision");
    assertThat(choice("time, *").without(folders).names()).doesNotContain("decision");
    assertThat(choice("time, decision").without(folders).names())
        .containsExactly("id", "time", "decision");
    assertThat(choice("decision as y, *").without(folders).names()).startsWith("y", "id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src_pi|has 'src_pi', but there is no such field; did you mean ?",
        "-nope|has 'nope', but there is no such field; did you mean ?",
        "time, , src_ip|has '', but must be a list such as time, src_ip, dst_ip as dest, or -rule,"
            + " -acl_id",
        "time as|has 'time as', but must be a list such as time, src_ip, dst_ip as dest, or -rule,"
            + " -acl_id",
        "time as a\"b|has the name 'a\"b', but a name has letters, digits and _ . @ - only",
        "-time as t|has '-time as t'; only a field that stays gets another name",
        "* as t|has '* as t'; only a field that stays gets another name",
        "-*|has '-*'; only a field that stays gets another name",
        "src_ip as ip, dst_ip as ip|gives the name 'ip' to two fields",
        "src_ip as time, *|gives the name 'time' to two fields",
        "*, *|gives the name 'id' to two fields",
        "src_ip, -rule|leaves out 'rule', which is not in the list anyway; * keeps all that are not"
            + " named",
      })
  void aWrongListIsSaidInASentence(String text, String problem) {
    List<String> problems = new ArrayList<>();
    FieldChoice.of(text, FieldChoice.known(Set.of()), name -> "", problems);
    assertThat(problems).contains(problem);
  }

  @Test
  void aListThatLeavesNothingIsRefused() {
    List<String> problems = new ArrayList<>();
    FieldChoice.of(
        "-" + String.join(",-", FlatFields.NAMES),
        FieldChoice.known(Set.of()),
        name -> "",
        problems);
    assertThat(problems).containsExactly("leaves no field");
  }

  @Test
  void aFlowWithoutAnyChosenFieldIsAnEmptyObject() {
    Format format = new ChosenFlatFormat(choice("-id, extra"), Derivation.NONE);
    Flow flow = flows().stream().filter(some -> !some.hasExtra()).findFirst().orElseThrow();
    assertThat(written(format, flow)).isEqualTo("{}");
  }

  private static List<Flow> flows() {
    return new RandomFlows(7).next(200);
  }

  @Test
  void allFieldsByTheTableAreWhatTheFlatFormatWrites() throws IOException {
    Format table = new ChosenFlatFormat(choice("*"), Derivation.NONE);
    Format flat = new FlatFormat();
    for (Flow flow : flows()) {
      String text = written(table, flow);
      assertThat(JSON.readTree(text)).isEqualTo(JSON.readTree(written(flat, flow)));
      if (!flow.hasExtra()) {
        assertThat(text).isEqualTo(written(flat, flow));
      }
    }
  }

  @Test
  void whateverIsChosenHasTheValuesThatAllHave() throws IOException {
    Random random = new Random(11);
    List<Flow> flows = flows();
    for (int round = 0; round < 100; round++) {
      List<String> fields = new ArrayList<>(FlatFields.NAMES);
      java.util.Collections.shuffle(fields, random);
      List<String> chosen = fields.subList(0, 1 + random.nextInt(fields.size() - 1));
      List<String> items = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (String field : chosen) {
        boolean renamed = random.nextInt(3) == 0;
        names.add(renamed ? "my." + field : field);
        items.add(renamed ? field + " as my." + field : field);
      }
      if (!chosen.contains("id")) {
        items.add("-id");
      }
      FieldChoice choice = choice(String.join(", ", items));
      assertThat(choice.names()).isEqualTo(names);
      compare(choice, chosen, names, flows.get(random.nextInt(flows.size())));
    }
  }

  private static void compare(
      FieldChoice choice, List<String> chosen, List<String> names, Flow flow) throws IOException {
    JsonNode all = JSON.readTree(written(new FlatFormat(), flow));
    ObjectNode wanted = JSON.createObjectNode();
    for (int i = 0; i < chosen.size(); i++) {
      if (all.has(chosen.get(i))) {
        wanted.set(names.get(i), all.get(chosen.get(i)));
      }
    }
    JsonNode some = JSON.readTree(written(new ChosenFlatFormat(choice, Derivation.NONE), flow));
    assertThat(some.toString()).isEqualTo(wanted.toString());

    CSVRecord every = row(new CsvFormat(), flow);
    CSVRecord row = row(new CsvFormat(choice, Derivation.NONE), flow);
    assertThat(List.copyOf(row.toMap().keySet())).isEqualTo(names);
    for (int i = 0; i < chosen.size(); i++) {
      assertThat(row.get(names.get(i))).isEqualTo(every.get(chosen.get(i)));
    }
  }

  private static CSVRecord row(Format csv, Flow flow) throws IOException {
    ByteOutput out = new ByteOutput(1);
    csv.header(out);
    csv.write(flow, out);
    out.put('\r').put('\n');
    CSVFormat rfc = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    String text = new String(out.toByteArray(), StandardCharsets.UTF_8);
    try (CSVParser parser = CSVParser.parse(text, rfc)) {
      List<CSVRecord> rows = parser.getRecords();
      assertThat(rows).hasSize(1);
      return rows.get(0);
    }
  }

  @Test
  void compactLeavesOutWhatFollowsFromOtherFields() throws IOException {
    List<String> problems = new ArrayList<>();
    FieldChoice compact =
        FieldChoice.of("compact", FieldChoice.known(Set.of()), name -> "?", problems);
    assertThat(problems).isEmpty();
    List<String> left = new ArrayList<>(FlatFields.NAMES);
    left.removeAll(FieldChoice.HELD_BY_OTHERS);
    assertThat(compact.names()).isEqualTo(left);
    String page = Files.readString(Path.of("docs/formats.md"));
    assertThat(FieldChoice.HELD_BY_OTHERS)
        .allMatch(name -> page.contains("`" + name + "` |") || page.contains("`" + name + "`, `"));

    FieldChoice fewer =
        FieldChoice.of("compact, -rule", FieldChoice.known(Set.of()), name -> "?", problems);
    left.remove("rule");
    assertThat(problems).isEmpty();
    assertThat(fewer.names()).isEqualTo(left);
  }

  /** What the page says about each field that is left out. */
  @Test
  void whatCompactLeavesOutFollowsFromTheOthers() throws IOException {
    for (GoldenCase golden : GoldenCase.all()) {
      for (String line : golden.expected("flat").lines().toList()) {
        JsonNode flow = JSON.readTree(line);
        boolean denied = flow.get("state").asText().equals("D");
        assertThat(flow.get("decision").asText()).isEqualTo(denied ? "deny" : "allow");
        long millis = Long.parseLong(flow.get("id").asText().split("-", -1)[1]);
        if (millis > 0) {
          assertThat(Instant.parse(flow.get("record_time").asText()).toEpochMilli())
              .isEqualTo(millis);
        }
        assertThat(flow.get("acl_name").textValue())
            .isEqualTo(ArmId.lastSegment(flow.get("acl_id").textValue()));
        String target = flow.get("target_id").textValue();
        assertThat(flow.get("subscription_id").textValue())
            .isEqualTo(ArmId.segment(target, "subscriptions"));
        assertThat(flow.get("virtual_network").textValue())
            .isEqualTo(ArmId.segment(target, "virtualNetworks"));
      }
    }
  }
}
