package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The type opensearch against a real node: each flow is one document, although the program is
 * killed over and over, and answers decide. {@code -Dopensearch.kills=200} makes the campaign
 * longer.
 */
final class OpenSearchIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int KILLS = Integer.getInteger("opensearch.kills", 4);
  private static final long SEED = Long.getLong("opensearch.seed", System.nanoTime());
  private static final int MINUTES_EACH = 10;

  @TempDir static Path servers;
  private static OpenSearch search;

  @TempDir Path dir;
  private final Random random = new Random(SEED);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  @BeforeAll
  static void startNode() {
    search = OpenSearch.start(servers);
  }

  @AfterAll
  static void stopNode() {
    search.close();
  }

  @AfterEach
  void stopClock() {
    clock.shutdownNow();
  }

  private static String settings(Archive archive, String index) {
    return archive.source()
        + """
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.type = opensearch
        flowlogs.destination.siem.url = %s
        flowlogs.destination.siem.index = %s
        flowlogs.allow = siem, lake
        flowlogs.deny = siem, lake
        """
            .formatted(search.url(), index);
  }

  /** Kills it while it starts, or once some of the documents that are still to come are there. */
  private void killSomewhere(Program program, int flows) throws Exception {
    long there = search.created("kills-*");
    if (random.nextInt(5) == 0) {
      clock.schedule(program::kill, random.nextInt(3000), TimeUnit.MILLISECONDS).get();
      return;
    }
    long enough = there + random.nextInt((int) (flows - there));
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> search.created("kills-*") > enough);
    program.kill();
  }

  private static List<String> ids(String index) {
    return search.documents(index).stream().map(hit -> hit.path("_id").asText()).toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void eachFlowIsOneDocumentHoweverOftenItIsSent() throws Exception {
    System.out.println("OpenSearch campaign: opensearch.seed=" + SEED);
    Archive archive = new Archive(dir);
    String settings =
        settings(archive, "kills-{yyyy.MM.dd}") + "flowlogs.destination.siem.body-limit = 8KB\n";
    Program program = Program.in(dir.resolve("work"), settings);
    for (int kill = 1; kill <= KILLS; kill++) {
      archive.grow(MINUTES_EACH);
      killSomewhere(program.start(), archive.tuples().size());
      program.assertNoStackTrace();
      program = program.again();
    }
    try (Program last = program) {
      assertThat(last.once()).as(last.output()).isZero();
      last.assertNoStackTrace();
    }
    Flows lake = Flows.inFiles(dir.resolve("work/lake"));
    lake.assertExactly(archive.tuples());
    assertThat(ids("kills-*")).containsExactlyInAnyOrderElementsOf(lake.ids());
    System.out.printf(
        "OpenSearch campaign: %d kills, %d flows, none lost, none twice; %d were sent again%n",
        KILLS, lake.size(), search.refusedAsThere("kills-*"));

    delete(dir.resolve("work/state"));
    try (Program anew = program.again()) {
      assertThat(anew.once()).as(anew.output()).isZero();
      assertThat(dir.resolve("work/dead-letter")).isEmptyDirectory();
      assertThat(anew.output()).doesNotContain("refuses");
    }
    assertThat(ids("kills-*")).containsExactlyInAnyOrderElementsOf(lake.ids());

    String day =
        DateTimeFormatter.ofPattern("yyyy.MM.dd").withZone(ZoneOffset.UTC).format(archive.hour());
    JsonNode one = search.documents("kills-*").get(0);
    assertThat(one.path("_index").asText()).isEqualTo("kills-" + day);
    assertThat(one.path("_source").path("event").path("id")).isEqualTo(one.path("_id"));
    assertThat(search.request("GET", "/kills-*/_mapping/field/@timestamp", "").toString())
        .contains("\"type\":\"date\"");
  }

  @Test
  void aDocumentThatIsRefusedGoesToTheDeadLetterAlone() throws IOException {
    search.request(
        "PUT",
        "/_index_template/strict",
        """
        {"index_patterns": ["strict-*"], "template": {"mappings": {"properties":
          {"destination": {"properties": {"port": {"type": "byte"}}}}}}}""");
    Archive archive = new Archive(dir).grow(10);
    try (Program program = Program.in(dir.resolve("work"), settings(archive, "strict-flows"))) {
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      program.assertNoStackTrace();
      Flows lake = Flows.inFiles(dir.resolve("work/lake"));
      List<String> fitting =
          lake.all().stream()
              .filter(flow -> flow.path("dst_port").asInt() < 128)
              .map(flow -> flow.path("id").asText())
              .toList();
      assertThat(fitting).isNotEmpty().hasSizeLessThan(lake.size());
      assertThat(ids("strict-*")).containsExactlyInAnyOrderElementsOf(fitting);
      assertThat(program.output())
          .contains("mapper_parsing_exception, the field destination.port is mapped as byte");
      Flows letters = Flows.inFiles(dir.resolve("work/dead-letter"));
      assertThat(letters.all().stream().mapToInt(letter -> letter.path("flows").asInt()).sum())
          .isEqualTo(lake.size() - fitting.size());
      assertThat(letters.texts("text"))
          .allMatch(text -> text.startsWith("{\"create\":{\"_index\":\"strict-flows\""));

      search.request("DELETE", "/strict-flows", "");
      search.request("DELETE", "/_index_template/strict", "");
      assertThat(program.verb("replay", "dead-letter")).as(program.output()).isZero();
      List<String> refused = new ArrayList<>(lake.ids());
      refused.removeAll(fitting);
      assertThat(ids("strict-*"))
          .as("what was refused, once the mapping is mended")
          .containsExactlyInAnyOrderElementsOf(refused);
    }
  }
}
