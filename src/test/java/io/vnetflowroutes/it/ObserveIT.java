package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of the packaged program: what is counted is what arrived. */
final class ObserveIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Pattern METRIC = Pattern.compile("\\b(flowlogs|jvm|process)_[a-z_]+");
  private static final Path PAGE = Path.of("docs/monitoring.md");

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();
  private final Observed observed = new Observed();

  @AfterEach
  void stopReceiver() {
    http.close();
  }

  @Test
  void whatIsCountedIsWhatArrivedAndEveryMetricIsDocumentedAndDrawn(@TempDir Path azuriteDir)
      throws IOException {
    try (Azurite azurite = Azurite.start(azuriteDir)) {
      BlobContainerClient container = azurite.container("observed");
      List<String> records = fill(container);
      String properties =
          observed.settings()
              + """
              flowlogs.source.prod.connection-string = %s
              flowlogs.source.prod.container = observed
              flowlogs.start = beginning
              flowlogs.delay = 0
              flowlogs.poll-interval = 1s
              flowlogs.destination.lake.uri = file:lake
              flowlogs.destination.siem.uri = %s
              flowlogs.allow = lake
              flowlogs.destination.none.uri = file:none
              flowlogs.destination.none.drop.directions = I, O
              flowlogs.deny = lake, siem, none
              """
                  .formatted(azurite.connectionString(), http.url("/in"));
      try (Program program = Program.in(dir.resolve("work"), properties).start()) {
        program.awaitLine("Poll finished.*flows=\"[1-9]");
        program.awaitLine("Health and metrics are served");
        observed.awaitReady(true);
        assertThat(observed.status("/observe/health/live")).isEqualTo(200);

        int denied = Flows.tuples(records, true).size();
        int all = records.stream().mapToInt(record -> Records.tuples(record).size()).sum();
        Flows.inBodies(http.accepted()).assertExactly(Flows.tuples(records, true));
        Map<String, Double> metrics = observed.metrics();
        assertThat(metrics)
            .containsEntry("flowlogs_blobs_total", 2.0)
            .containsEntry("flowlogs_records_total", records.size() + 1.0)
            .containsEntry("flowlogs_flows_total{decision=\"allow\"}", (double) all - denied)
            .containsEntry("flowlogs_flows_total{decision=\"deny\"}", (double) denied)
            .containsEntry("flowlogs_delivered_flows_total{destination=\"lake\"}", (double) all)
            .containsEntry("flowlogs_delivered_flows_total{destination=\"siem\"}", (double) denied)
            .containsEntry(
                "flowlogs_send_seconds_count{destination=\"siem\"}",
                (double) http.requests().size())
            .containsEntry("flowlogs_dead_letters_total{reason=\"tuple\"}", 1.0)
            .containsEntry("flowlogs_ready", 1.0)
            .containsKey("jvm_memory_used_bytes{area=\"heap\",id=\"" + heap(metrics) + "\"}");
        assertThat(sum(metrics, "flowlogs_left_out_flows_total", "place=\"destination none\""))
            .isEqualTo((double) denied);
        assertThat(metrics.keySet())
            .as("labels do not grow with what is read")
            .noneMatch(name -> name.contains("blobOffset") || name.contains("endpoint"));
        assertCalls(azurite);
        assertDocumented();
        assertDrawn();
        assertThat(program.sigterm()).as(program.output()).isZero();
        assertThat(program.output()).doesNotContain("already registered");
        program.assertNoStackTrace();
      }
    }
  }

  private static List<String> fill(BlobContainerClient container) {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    List<String> records = new ArrayList<>();
    for (String mac : List.of("000D3A0A0B01", "000D3A0A0B02")) {
      GrowingBlob blob = new GrowingBlob(container, Archive.NAMES.blob(hour, mac));
      Records nic = new Records(Archive.NAMES, mac, 7, 0.4);
      blob.append(nic.next(hour.plusSeconds(5), 5, 20));
      records.addAll(blob.records());
      if (mac.endsWith("1")) {
        Records.Rule odd = new Records.Rule("acl", "rule", List.of("no,tuple"));
        blob.append(nic.of(hour.plusSeconds(305), List.of(odd)));
      }
    }
    return records;
  }

  private static String heap(Map<String, Double> metrics) {
    String first =
        metrics.keySet().stream()
            .filter(name -> name.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .findFirst()
            .orElseThrow();
    return first.replaceAll(".*id=\"|\"}", "");
  }

  /** What the program counted is what the account's own log tells. */
  private void assertCalls(Azurite azurite) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              Map<String, Double> metrics = observed.metrics();
              List<String> requests = azurite.requests();
              long reads =
                  requests.stream()
                      .filter(request -> request.matches("20[06] GET .*PT1H\\.json.*"))
                      .count();
              long lists =
                  requests.stream()
                      .filter(request -> request.matches("200 GET .*comp=list.*"))
                      .count();
              assertThat(sum(metrics, "flowlogs_azure_calls_total", "kind=\"read\""))
                  .isEqualTo((double) reads);
              assertThat(sum(metrics, "flowlogs_azure_calls_total", "kind=\"list\""))
                  .isPositive()
                  .isCloseTo((double) lists, withinPercentage(20));
            });
  }

  private static double sum(Map<String, Double> metrics, String name, String label) {
    return metrics.entrySet().stream()
        .filter(sample -> sample.getKey().startsWith(name) && sample.getKey().contains(label))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /**
   * Each metric of ours has one row in the page, with its type; and none is told of that is not.
   */
  private void assertDocumented() throws IOException {
    Map<String, String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `flowlogs_"))
            .map(line -> line.split("\\|", -1))
            .collect(
                Collectors.toMap(
                    cells -> cells[1].trim().replace("`", ""), cells -> cells[2].trim()));
    Map<String, String> types = observed.types();
    types.keySet().removeIf(name -> !name.startsWith("flowlogs_"));
    assertThat(rows).containsExactlyInAnyOrderEntriesOf(types);
  }

  /** The dashboard and the alerts ask for nothing that does not exist. */
  private void assertDrawn() throws IOException {
    Set<String> names = observed.names();
    for (String file : List.of("deploy/grafana-dashboard.json", "deploy/prometheus-alerts.yaml")) {
      String text = Files.readString(Path.of(file));
      TreeSet<String> asked =
          METRIC
              .matcher(text)
              .results()
              .map(MatchResult::group)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(asked).as(file).isNotEmpty();
      assertThat(names).as(file).containsAll(asked);
    }
  }

  @Test
  void aDestinationThatIsDownMakesItNotReadyUntilItIsBack() {
    http.answerAlways(403);
    Archive archive = new Archive(dir).grow(10);
    String properties =
        archive.everythingTo("siem", http.url("/in"))
            + observed.settings()
            + "flowlogs.ready-wait = 1s\n";
    try (Program program = Program.in(dir.resolve("work"), properties).start()) {
      program.awaitLine("Health and metrics are served");
      await().atMost(LONG).until(() -> status("destination-siem").equals("DOWN"));
      observed.awaitReady(false);
      JsonNode check = observed.check("destination-siem");
      assertThat(check.path("message").asText())
          .contains("destination 'siem'")
          .contains("flowlogs.ready-wait");
      assertThat(check.path("data").path("messages").asInt()).isPositive();
      assertThat(observed.status("/observe/health/live")).as("it lives").isEqualTo(200);
      assertThat(observed.metrics())
          .containsEntry("flowlogs_ready", 0.0)
          .containsEntry("flowlogs_delivered_flows_total{destination=\"siem\"}", 0.0)
          .hasEntrySatisfying(
              "flowlogs_spool_messages{destination=\"siem\"}",
              held -> assertThat(held).isPositive())
          .hasEntrySatisfying(
              "flowlogs_send_failures_total{destination=\"siem\"}",
              failed -> assertThat(failed).isPositive());

      http.answerAlways(200);
      observed.awaitReady(true);
      assertThat(observed.metrics())
          .containsEntry("flowlogs_ready", 1.0)
          .containsEntry("flowlogs_spool_messages{destination=\"siem\"}", 0.0)
          .containsEntry("flowlogs_spool_bytes{destination=\"siem\"}", 0.0)
          .containsEntry(
              "flowlogs_delivered_flows_total{destination=\"siem\"}",
              (double) archive.tuples().size());
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples());
    }
  }

  private String status(String check) {
    return observed.check(check).path("status").asText();
  }

  @Test
  void anHourThatIsNotDoneInTimeIsLag() {
    http.answerAlways(403);
    Instant hour = Instant.parse("2026-01-05T10:00:00Z");
    Archive archive = new Archive(dir, hour).grow(10);
    String properties =
        archive.everythingTo("siem", http.url("/in")).replace("beginning", hour.toString())
            + observed.settings()
            + """
            flowlogs.batch-flows = 60
            flowlogs.spool-limit = 1B
            flowlogs.ready-wait = 0
            """;
    try (Program program = Program.in(dir.resolve("work"), properties).start()) {
      program.awaitLine("Poll finished");
      observed.awaitReady(false);
      JsonNode lag = observed.check("lag");
      assertThat(lag.path("status").asText()).isEqualTo("DOWN");
      assertThat(lag.path("message").asText())
          .contains("NETWORKWATCHER_WESTUS_HUB-VNET-NET-RG-FLOWLOG")
          .contains("source 'archive'")
          .contains("flowlogs.ready-lag is 1 h");
      String name =
          observed.metrics().keySet().stream()
              .filter(
                  metric ->
                      metric.startsWith("flowlogs_lag_seconds{")
                          && metric.contains(
                              "flow_log=\"NETWORKWATCHER_WESTUS_HUB-VNET-NET-RG-FLOWLOG\"")
                          && metric.contains("path=\"flowLogResourceID=/")
                          && metric.contains("source=\"archive\""))
              .findFirst()
              .orElseThrow();
      double due = Duration.between(hour.plus(Duration.ofMinutes(75)), Instant.now()).toSeconds();
      assertThat(observed.metrics().get(name)).isCloseTo(due, withinPercentage(1));

      http.answerAlways(200);
      observed.awaitReady(true);
      assertThat(observed.metrics()).containsEntry(name, 0.0);
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples());
    }
  }

  @Test
  void aPortThatIsTakenIsASentence() throws IOException {
    Archive archive = new Archive(dir).grow(1);
    String properties = archive.everythingTo("siem", http.url("/in")) + observed.settings();
    try (ServerSocket other =
            new ServerSocket(observed.port(), 1, InetAddress.getLoopbackAddress());
        Program program = Program.in(dir.resolve("work"), properties)) {
      assertThat(other.isBound()).isTrue();
      assertThat(program.start().exitCode()).isEqualTo(2);
      assertThat(program.output())
          .contains("Health and metrics cannot be served at 127.0.0.1, port " + observed.port())
          .contains("camel.management.port");
      program.assertNoStackTrace();
      assertThat(http.requests()).isEmpty();

      assertThat(program.once()).as("a run that ends opens no port").isZero();
    }
  }
}
