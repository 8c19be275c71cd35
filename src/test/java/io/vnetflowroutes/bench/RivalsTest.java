package io.vnetflowroutes.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that what the benchmarks measure yields the right flows, ours and the rivals' alike. */
class RivalsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FLOWS = 1_200;
  private static final byte[] BLOB = Blobs.ordinary(FLOWS);

  @TempDir private Path folder;

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] ours(String format, byte[] blob) {
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    assertThat(new Flattening(format).flatten(blob, bodies::writeBytes)).isEqualTo(FLOWS);
    return bodies.toByteArray();
  }

  /** The fields that all have, as one text a flow; only our times are texts. */
  private static List<String> flows(List<String> lines) throws IOException {
    List<String> flows = new ArrayList<>();
    for (String line : lines) {
      JsonNode flow = JSON.readTree(line);
      JsonNode time = flow.path("time");
      List<String> texts = new ArrayList<>();
      texts.add(time.isNumber() ? time.asText() : "" + Instant.parse(time.asText()).toEpochMilli());
      JacksonTree.FIELDS.stream().skip(1).forEach(field -> texts.add(flow.get(field).toString()));
      List.of("decision", "rule", "acl_id", "mac_address", "flow_log_id", "target_id")
          .forEach(field -> texts.add(flow.get(field).toString()));
      texts.add("" + Instant.parse(flow.get("record_time").asText()).toEpochMilli());
      flows.add(String.join(" ", texts));
    }
    return flows.stream().sorted().toList();
  }

  private static List<String> reference() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    assertThat(JacksonTree.flatten(BLOB, lines)).isEqualTo(FLOWS);
    return flows(lines(lines.toByteArray()));
  }

  static List<byte[]> kinds() {
    return List.of(Blobs.ordinary(FLOWS), Blobs.denied(FLOWS), Blobs.smallRecords(FLOWS));
  }

  @Test
  void oursAreTheFlowsOfTheTree() throws IOException {
    assertThat(flows(lines(ours("flat", BLOB)))).isEqualTo(reference()).hasSize(FLOWS);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void idsAreThoseOfAReadingByOneRecordAtATime(byte[] blob) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : lines(ours("flat", blob))) {
      ids.add(JSON.readTree(line).path("id").asText().replaceFirst("^[0-9a-f]+", ""));
    }
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            FlowLogText.flows(
                    FlowLogText.read(
                        blob, 0, new io.vnetflowroutes.parse.ParseLimits(1, 1, 1 << 26)))
                .stream()
                .map(Flow::id)
                .map(id -> id.replaceFirst("^[0-9a-f]+", ""))
                .collect(Collectors.toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "ecs", "ocsf", "asim", "cef", "udm"})
  void everyFormatHasALineAFlow(String format) {
    int header = format.equals("csv") ? 2 : 0;
    assertThat(lines(ours(format, BLOB))).hasSize(FLOWS + header);
  }

  @Test
  void duckDbFindsTheSameFlows() throws Exception {
    Path blob = Files.write(folder.resolve("blob.json"), BLOB);
    Path out = folder.resolve("out.json");
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.flatten(blob, out);
    }
    assertThat(flows(Files.readAllLines(out))).isEqualTo(reference());
  }

  @Test
  void parquetJavaWritesTheSameTable() throws Exception {
    List<Flow> flows = LakeBlobs.flows(2, 1_200);
    Path rival = folder.resolve("rival.parquet");
    ParquetJavaWriter.write(flows, rival);
    ByteOutput out = new ByteOutput(1024);
    Format format = Formats.named("parquet").get();
    format.header(out);
    flows.forEach(flow -> format.write(flow, out));
    format.footer(out);
    Path ours = Files.write(folder.resolve("ours.parquet"), out.toByteArray());
    Path lines = folder.resolve("lines.ndjson");
    Path copied = folder.resolve("copied.parquet");
    List<String> texts = new ArrayList<>();
    Format flat = Formats.named("flat").get();
    for (Flow flow : flows) {
      out.clear();
      flat.write(flow, out);
      texts.add(new String(out.toByteArray(), StandardCharsets.UTF_8));
    }
    Files.write(lines, texts);
    List<String> names = new ArrayList<>(FieldChoice.known(Set.of()));
    names.remove("extra");
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.rows("from '%s'".formatted(ours))).isEqualTo(flows.size());
      String columns = String.join(", ", names);
      String ofRival = "(select %s from '%s')".formatted(columns, rival);
      assertThat(
              duckDb.rows("from (select %s from '%s' except %s)".formatted(columns, ours, ofRival)))
          .isZero();
      duckDb.toParquet(lines, copied);
      assertThat(duckDb.rows("from '%s' semi join '%s' using (id)".formatted(copied, ours)))
          .isEqualTo(flows.size());
    }
  }

  /** Where simdjson is not installed, the benchmark leaves it out, too. */
  @Test
  void simdJsonTouchesAllTuplesWhereItIsInstalled() throws Exception {
    Path blob = Files.write(folder.resolve("blob.json"), BLOB);
    if (SimdJson.installed()) {
      assertThat(new SimdJson(folder).count(blob)).isEqualTo(FLOWS);
    }
  }

  /** Where jq is not installed, the benchmark leaves it out, too. */
  @Test
  void jqFindsTheSameFlowsWhereItIsInstalled() throws Exception {
    Path blob = Files.write(folder.resolve("blob.json"), BLOB);
    Path out = folder.resolve("out.json");
    if (Jq.installed()) {
      Jq.flatten(blob, out);
      assertThat(flows(Files.readAllLines(out))).isEqualTo(reference());
    }
  }

  @Test
  void thePlainCamelRouteFindsTheSameFlows() throws Exception {
    Files.write(Files.createDirectories(folder.resolve("in")).resolve("PT1H.json"), BLOB);
    Path out = folder.resolve("out");
    new PlainCamelRoute(folder.resolve("in"), PlainCamelRoute.appendingTo(out)).run(1);
    assertThat(flows(Files.readAllLines(out.resolve("flows.ndjson")))).isEqualTo(reference());
  }
}
