package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a bundle makes of the connector's batches, what the connector makes of flows, and what a
 * bundle makes of the account itself are the same lines; and the rights that the page lists are
 * enough for all who take part.
 */
final class ConnectToBundlesIT {

  private static final Duration LONG = Duration.ofMinutes(6);
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int NICS = 3;
  private static final int RECORDS = 4;
  private static final int FLOWS = 20;

  /** A row of the page's table of rights. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (\\w+) \\| (Topic|Group|TransactionalId) \\| ([^|]+) \\| ([^|]+) \\|");

  private static final String PASSWORD = "not-a-secret";
  private static final String SASL =
      """
      %1$ssecurity.protocol=SASL_PLAINTEXT
      %1$ssasl.mechanism=PLAIN
      %1$ssasl.jaas.config=%2$s
      """;

  @TempDir private Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

  @Test
  void theLinesAreThoseOfABundleThatReadsTheAccountAndTheRightsOfThePageAreEnough()
      throws Exception {
    Map<String, String> users = new HashMap<>();
    for (String user : List.of("admin", "worker", "connector", "bundle", "audit")) {
      users.put(user, PASSWORD);
    }
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")));
        KafkaBroker kafka =
            KafkaBroker.startGuarded(Files.createDirectory(dir.resolve("kafka")), users)) {
      for (String topic : List.of("allow", "deny", "batches", "dead-letter", "progress")) {
        kafka.createTopic("flowlogs." + topic, 2);
      }
      grant(kafka);
      write(azurite.container(Azurite.FLOW_LOG_CONTAINER));
      Path plugins = ConnectWorker.plugins(dir);
      try (ConnectWorker worker =
              ConnectWorker.start(
                  dir.resolve("worker"), "4.1.1", plugins, kafka, login(kafka, "", "worker"));
          Program bundle = Program.in(dir.resolve("bundle"), receiving(kafka)).start()) {
        worker.put("prod", connector(azurite, kafka, "batches"));
        worker.put("flows", connector(azurite, kafka, "flows"));
        int flows = NICS * RECORDS * FLOWS;
        await()
            .atMost(LONG)
            .untilAsserted(() -> assertThat(lines(bundle)).as(bundle.output()).hasSize(flows));
        await().atMost(LONG).until(() -> flowsOf(kafka).size() >= flows);
        assertThat(bundle.sigterm()).as(bundle.output()).isZero();

        try (Program direct = Program.in(dir.resolve("direct"), reading(azurite, kafka))) {
          assertThat(direct.once()).as(direct.output()).isZero();
          List<String> lines = lines(direct);
          assertThat(lines).hasSize(flows);
          assertThat(lines(bundle)).isEqualTo(lines);
          assertThat(flowsOf(kafka)).as(worker.output()).isEqualTo(lines);
          assertThat(fileNames(bundle)).as("ids and names, too").isEqualTo(fileNames(direct));
          assertThat(
                  direct.verb("audit", "--from-topic", "flowlogs.progress", "--to", "0s", "--all"))
              .as(direct.output())
              .isZero();
          assertThat(direct.lines("  delivered ")).hasSize(NICS);
          String wrong =
              "flowlogs.receive.kafka.sasl.jaas.config=" + kafka.login("bundle", "wrong");
          assertThat(direct.verb("audit", "--from-topic", "flowlogs.progress", "--set", wrong))
              .isEqualTo(2);
          assertThat(direct.assertNoStackTrace().output())
              .contains("The brokers refuse the credentials")
              .doesNotContain("wrong\"");
          String other =
              "flowlogs.receive.kafka.sasl.jaas.config=" + kafka.login("bundle", PASSWORD);
          assertThat(direct.verb("audit", "--from-topic", "flowlogs.progress", "--set", other))
              .isEqualTo(2);
          assertThat(direct.output()).contains("'flowlogs.progress' may not be read; grant READ");
        }
      }
    }
  }

  /** The rights of the page, for both connectors. */
  private static void grant(KafkaBroker kafka) throws IOException {
    List<MatchResult> rows =
        ROW.matcher(Files.readString(Path.of("docs/scale-out.md"))).results().toList();
    assertThat(rows).hasSizeGreaterThan(7);
    for (MatchResult row : rows) {
      for (String name : row.group(3).split(",\\s*", -1)) {
        for (String connector : List.of("prod", "flows")) {
          String filled =
              name.replace("`", "").replace("GROUP", "workers").replace("NAME", connector);
          kafka.allow(row.group(1), row.group(2), filled, row.group(4).split(",\\s*", -1));
        }
      }
    }
  }

  private void write(BlobContainerClient container) {
    for (int nic = 1; nic <= NICS; nic++) {
      String mac = "%012X".formatted(0x000D3A000000L + nic);
      new GrowingBlob(container, NAMES.blob(hour, mac))
          .append(new Records(NAMES, mac, nic, 0.3).next(hour, RECORDS, FLOWS));
    }
  }

  private static String login(KafkaBroker kafka, String prefix, String user) {
    return SASL.formatted(prefix, kafka.login(user, PASSWORD));
  }

  private static Map<String, String> connector(Azurite azurite, KafkaBroker kafka, String content) {
    Map<String, String> more = new HashMap<>();
    for (String client : List.of("producer", "consumer", "admin")) {
      login(kafka, client + ".override.", "connector")
          .lines()
          .map(line -> line.split("=", 2))
          .forEach(option -> more.put(option[0], option[1]));
    }
    more.put("flowlogs.content", content);
    more.put("offsets.storage.topic", content.equals("batches") ? "prod-offsets" : "flows-offsets");
    return ConnectWorker.connector(azurite, more);
  }

  private static String receiving(KafkaBroker kafka) {
    return """
        flowlogs.receive.topic = flowlogs.batches
        flowlogs.receive.kafka.bootstrap.servers = %s
        %sflowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
        .formatted(kafka.bootstrapServers(), login(kafka, "flowlogs.receive.kafka.", "bundle"));
  }

  private static String reading(Azurite azurite, KafkaBroker kafka) {
    return """
        flowlogs.delay = 0
        flowlogs.source.prod.connection-string = %s
        flowlogs.receive.kafka.bootstrap.servers = %s
        %sflowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
        .formatted(
            azurite.connectionString(),
            kafka.bootstrapServers(),
            login(kafka, "flowlogs.receive.kafka.", "audit"));
  }

  private static List<Path> files(Program program) throws IOException {
    Path lake = program.folder().resolve("lake");
    if (!Files.isDirectory(lake)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(lake)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".ndjson"))
          .sorted()
          .toList();
    }
  }

  private static List<String> fileNames(Program program) throws IOException {
    return files(program).stream()
        .map(file -> program.folder().relativize(file).toString())
        .toList();
  }

  private static List<String> lines(Program program) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(program)) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines.stream().sorted().toList();
  }

  /** Of the connector named flows, whose source has that name in its lines. */
  private static List<String> flowsOf(KafkaBroker kafka) {
    return Stream.of("flowlogs.allow", "flowlogs.deny")
        .flatMap(topic -> kafka.readCommitted(topic).stream())
        .map(ConsumerRecord::value)
        .map(line -> line.replace("\"source\":\"flows\"", "\"source\":\"prod\""))
        .sorted()
        .toList();
  }
}
