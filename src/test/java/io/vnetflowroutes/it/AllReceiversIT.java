package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.it.HttpReceiver.Answer;
import io.vnetflowroutes.it.HttpReceiver.Request;
import io.vnetflowroutes.receiver.DestinationsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The blocks of configuration of docs/destinations.md, in one program: each service that cannot be
 * had gets every flow, at its path, with its login, in its envelope and within its limits.
 */
final class AllReceiversIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TYPES =
      List.of("otlp", "loki", "datadog", "newrelic", "sumo", "secops", "clickhouse");
  private static final List<String> BULK = List.of("elasticsearch", "opensearch");

  @TempDir static Path dir;
  private static HttpReceiver http;
  private static SyslogServer syslog;
  private static Set<String> ids;
  private static Program program;

  @BeforeAll
  static void sendToAll() throws Exception {
    http = HttpReceiver.start();
    http.serve(AllReceiversIT::answer);
    syslog = SyslogServer.start(0);
    Archive archive = new Archive(dir.resolve("archive")).grow(70);
    StringBuilder settings =
        new StringBuilder(archive.source()).append("flowlogs.destination.lake.uri = file:lake\n");
    for (String type : TYPES) {
      settings.append(DestinationsPage.block(type, type, http.url("")));
    }
    for (String type : BULK) {
      settings.append(DestinationsPage.block(type, type, http.url("/" + type)));
    }
    settings.append(DestinationsPage.block("syslog", "syslog", syslog.url()));
    settings
        .append(
            DestinationsPage.blockWith("/proxy/_bulk")
                .replace(".siem.", ".whole.")
                .replace("https://opensearch.example.com", http.url("")))
        .append("camel.beans.ours = #class:org.apache.camel.support.jsse.SSLContextParameters\n");
    settings.append("flowlogs.destination.newrelic.url = ").append(http.url("")).append('\n');
    String names = String.join(", ", TYPES) + ", elasticsearch, opensearch, syslog, whole, lake";
    settings.append("flowlogs.allow = %1$s\nflowlogs.deny = %1$s\n".formatted(names));
    program = Program.in(dir.resolve("work"), settings.toString());
    GoogleKey.write(dir.resolve("work/service-account.json"), http.url("/token"));
    assertThat(program.once()).as(program.output()).isZero();
    ids = new TreeSet<>(Flows.inFiles(dir.resolve("work/lake")).ids());
    assertThat(ids).hasSize(archive.tuples().size());
  }

  @AfterAll
  static void stop() {
    program.close();
    http.close();
    syslog.close();
  }

  private static Answer answer(Request request) {
    if (request.path().contains("/_bulk")) {
      String created = ",{\"create\":{\"status\":201}}".repeat(documents(request).size());
      return Answer.json(200, "{\"items\":[%s]}".formatted(created.substring(1)));
    }
    return request.path().equals("/token")
        ? Answer.json(200, "{\"access_token\":\"of-google\",\"expires_in\":3600}")
        : Answer.json(request.path().startsWith("/api/v2/") ? 202 : 200, "{}");
  }

  /** The documents of a bulk request, without the lines that say what becomes of them. */
  private static List<String> documents(Request request) {
    List<String> lines = request.bodyText().lines().toList();
    return IntStream.range(0, lines.size()).filter(i -> i % 2 == 1).mapToObj(lines::get).toList();
  }

  private static List<Request> to(String path) {
    return http.accepted().stream().filter(request -> request.path().startsWith(path)).toList();
  }

  private static JsonNode json(Request request) {
    try {
      return JSON.readTree(request.bodyText());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each flow has come once. */
  private static void assertAll(List<String> found) {
    assertThat(found).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).isEqualTo(ids);
  }

  private static List<String> each(
      List<Request> requests, Function<JsonNode, Iterable<JsonNode>> flows, String idAt) {
    List<String> found = new ArrayList<>();
    for (Request request : requests) {
      flows.apply(json(request)).forEach(flow -> found.add(flow.at(idAt).asText()));
    }
    return found;
  }

  @Test
  void lokiGetsStreamsThatStayWithinAnHour() throws IOException {
    List<String> found = new ArrayList<>();
    for (Request request : to("/loki/api/v1/push")) {
      assertThat(request.headers())
          .containsEntry("x-scope-orgid", "network")
          .containsEntry("content-encoding", "gzip");
      JsonNode streams = json(request).path("streams");
      assertThat(streams).as("labels are there once").hasSize(1);
      assertThat(streams.get(0).path("stream").path("hour").asText()).matches("\\d\\d");
      for (JsonNode value : streams.get(0).path("values")) {
        assertThat(value.get(0).asText()).matches("\\d{19}");
        found.add(JSON.readTree(value.get(1).asText()).path("id").asText());
      }
    }
    assertAll(found);
  }

  @Test
  void datadogGetsNoMoreThanAThousandAtOnce() {
    List<Request> requests = to("/api/v2/logs");
    assertAll(each(requests, body -> body, "/id"));
    for (Request request : requests) {
      assertThat(request.headers()).containsEntry("dd-api-key", "the-api-key");
      JsonNode body = json(request);
      assertThat(body.size()).isLessThanOrEqualTo(1000);
      assertThat(body.get(0).path("ddsource").asText()).isEqualTo("azure.vnet");
      assertThat(body.get(0).path("timestamp").isNumber()).isTrue();
    }
  }

  @Test
  void newRelicGetsWhatFlowsHaveInCommonOnce() {
    List<String> found = new ArrayList<>();
    long sent = 0;
    for (Request request : to("/log/v1")) {
      assertThat(request.headers()).containsEntry("api-key", "the-license-key");
      sent += request.bodyText().length();
      for (JsonNode block : json(request)) {
        JsonNode common = block.path("common").path("attributes");
        assertThat(common.has("rule")).isTrue();
        assertThat(common.has("mac_address")).isTrue();
        for (JsonNode log : block.path("logs")) {
          assertThat(log.path("attributes").has("mac_address")).isFalse();
          found.add(log.path("attributes").path("id").asText());
        }
      }
    }
    assertAll(found);
    long whole =
        Flows.files(dir.resolve("work/lake")).stream().mapToLong(AllReceiversIT::size).sum();
    assertThat(sent).as("bytes before compression, beside flat").isLessThan(whole * 2 / 3);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOpenTelemetryCollectorGetsLogRecordsOfOneResource() {
    List<String> found = new ArrayList<>();
    for (Request request : to("/v1/logs")) {
      JsonNode resources = json(request).path("resourceLogs");
      assertThat(resources.size()).isLessThan(ids.size() / 5);
      for (JsonNode resource : resources) {
        assertThat(attributes(resource.path("resource")))
            .containsEntry("cloud.provider", "azure")
            .containsEntry("service.name", "vnet-flow-logs")
            .containsKey("host.mac");
        for (JsonNode record : resource.path("scopeLogs").get(0).path("logRecords")) {
          assertThat(record.path("timeUnixNano").asText()).matches("\\d{19}");
          Map<String, String> attributes = attributes(record);
          assertThat(attributes)
              .containsKeys("source.address", "destination.port", "azure.flow.decision")
              .containsEntry("network.type", "ipv4");
          found.add(attributes.get("flow.id"));
        }
      }
    }
    assertAll(found);
  }

  private static Map<String, String> attributes(JsonNode of) {
    Map<String, String> attributes = new TreeMap<>();
    of.path("attributes")
        .forEach(
            attribute ->
                attributes.put(
                    attribute.path("key").asText(),
                    attribute.path("value").elements().next().asText()));
    return attributes;
  }

  @Test
  void sumoAndClickHouseGetLines() {
    List<Request> sumo = to("/receiver/v1/http/ZaVnC4dhaV1234");
    assertAll(Flows.inBodies(sumo).ids());
    assertThat(sumo)
        .allSatisfy(
            request ->
                assertThat(request.headers()).containsEntry("x-sumo-category", "azure/vnet"));
    assertAll(Flows.inBodies(to("/?query=INSERT%20INTO%20flows%20FORMAT%20JSONEachRow")).ids());
    assertThat(program.output()).doesNotContain("ZaVnC4dhaV1234");
  }

  @Test
  void elasticsearchAndOpenSearchGetDocumentsWithTheIdOfTheFlow() throws IOException {
    for (String type : List.of("elasticsearch", "opensearch", "proxy")) {
      List<Request> requests = to("/" + type + "/_bulk");
      List<String> found = new ArrayList<>();
      for (Request request : requests) {
        assertThat(documents(request)).hasSize((int) request.bodyText().lines().count() / 2);
        for (String line : request.bodyText().lines().toList()) {
          JsonNode action = JSON.readTree(line).path("create");
          if (!action.isMissingNode()) {
            found.add(action.path("_id").asText());
          }
        }
      }
      assertAll(found);
    }
  }

  @Test
  void aSyslogReceiverGetsMessagesWithTheirLengthInFront() {
    assertAll(syslog.ids());
    assertThat(syslog.messages())
        .allSatisfy(message -> assertThat(message).matches("<13[34]>1 \\S+Z .* CEF:0\\|.*"));
  }

  @Test
  void secOpsGetsUdmWithATokenOfGoogle() {
    List<Request> requests = to("/v1beta/projects/p/locations/eu/instances/i/events:import");
    assertAll(
        each(
            requests,
            body -> body.path("inlineSource").path("events"),
            "/udm/metadata/productLogId"));
    assertThat(requests)
        .allSatisfy(
            request ->
                assertThat(request.headers()).containsEntry("authorization", "Bearer of-google"));
    assertThat(to("/token")).hasSize(1);
    assertThat(to("/token").get(0).bodyText())
        .startsWith(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=ey");
  }
}
