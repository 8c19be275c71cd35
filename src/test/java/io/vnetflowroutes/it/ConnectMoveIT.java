package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the program to a connector in a real worker and back, by the commands of docs/scale-out.md
 * and with the ready configuration: each flow is delivered once by one of them. Meanwhile the
 * account is away for a while, and no task fails for that.
 */
final class ConnectMoveIT {

  private static final Duration LONG = Duration.ofMinutes(6);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int NICS = 3;
  private static final int FLOWS = 20;

  /** A command of the page that asks the worker. */
  private static final Pattern CURL =
      Pattern.compile(
          "curl(?: -X (\\w+))?(?: -H '[^']+')?(?: -d @(\\S+))? http://localhost:8083(/connectors/NAME\\S+?)(?: > (\\S+?))?`");

  @TempDir private Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final List<GrowingBlob> blobs = new ArrayList<>();
  private final List<Records> nics = new ArrayList<>();
  private int minutes;
  private Azurite azurite;
  private KafkaBroker kafka;
  private String connector;

  @BeforeEach
  void start() throws Exception {
    azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")));
    kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")));
    BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
    for (int nic = 1; nic <= NICS; nic++) {
      String mac = "%012X".formatted(0x000D3A000000L + nic);
      blobs.add(new GrowingBlob(container, NAMES.blob(hour, mac)));
      nics.add(new Records(NAMES, mac, nic, 0.3));
    }
  }

  @AfterEach
  void stop() {
    kafka.close();
    azurite.close();
  }

  private void grow() {
    for (int nic = 0; nic < NICS; nic++) {
      blobs.get(nic).append(nics.get(nic).next(hour.plusSeconds(60L * minutes), 1, FLOWS));
    }
    minutes++;
  }

  @Test
  void eachFlowIsDeliveredOnceByTheProgramOrTheConnectorAndNoTaskFailsForTheAccount()
      throws Exception {
    ObjectNode ready = ready();
    Program before = program("before");
    grow();
    assertThat(before.once()).as(before.output()).isZero();
    assertThat(before.verb("state", "export", "--connect")).as(before.output()).isZero();
    Files.writeString(dir.resolve("offsets.json"), before.output());

    try (ConnectWorker worker =
        ConnectWorker.start(
            dir.resolve("worker"), "4.1.1", ConnectWorker.plugins(dir), kafka, providers())) {
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .untilAsserted(() -> worker.rest("POST", "/connectors", ready));
      assertThat(worker.rest("GET", "/connectors/" + connector + "/config", "").toString())
          .as("the secret stays where it is")
          .contains("${file:")
          .doesNotContain(azurite.accountKey());
      List<MatchResult> commands = commands();
      run(commands.get(0), "PATCH", worker);
      run(commands.get(1), "PUT", worker);
      grow();
      awaitFlows(worker, 1);

      azurite.stop();
      await().atMost(LONG).until(() -> worker.output().contains("cannot be listed"));
      assertThat(status(worker)).contains("RUNNING").doesNotContain("FAILED");
      azurite.restart();
      grow();
      awaitFlows(worker, 2);
      assertThat(status(worker)).contains("RUNNING").doesNotContain("FAILED");
      assertThat(worker.output()).contains("can be listed again").doesNotContain("Task threw");

      run(commands.get(2), "PUT", worker);
      run(commands.get(3), "GET", worker);
    }

    Program after = program("after");
    String offsets = dir.resolve("offsets.json").toString();
    assertThat(after.verb("state", "import", "--connect", offsets)).as(after.output()).isZero();
    grow();
    assertThat(after.once()).as(after.output()).isZero();

    Program all = program("all");
    assertThat(all.once()).as(all.output()).isZero();
    List<String> delivered = new ArrayList<>(lines("before"));
    delivered.addAll(topics());
    delivered.addAll(lines("after"));
    assertThat(delivered).hasSize(NICS * FLOWS * minutes);
    assertThat(delivered).containsExactlyInAnyOrderElementsOf(lines("all"));
  }

  /** The ready configuration, created as step 2 says, for this account and a single broker. */
  private ObjectNode ready() throws IOException {
    Files.writeString(
        dir.resolve("secret.properties"), "connection-string=" + azurite.connectionString());
    ObjectNode ready =
        (ObjectNode) JSON.readTree(Path.of("deploy/connect/flowlogs-source.json").toFile());
    connector = ready.path("name").asText();
    ready.put("initial_state", "STOPPED");
    ((ObjectNode) ready.path("config"))
        .put("topic.creation.default.replication.factor", "1")
        .put(
            "flowlogs.connection-string",
            "${file:" + dir.resolve("secret.properties") + ":connection-string}")
        .put("flowlogs.delay", "0")
        .put("flowlogs.poll-interval", "1s")
        .remove(List.of("flowlogs.storage-account-url", "flowlogs.credential"));
    return ready;
  }

  /** The worker's settings that the page has for secrets in files. */
  private static String providers() throws IOException {
    return Pattern.compile("```properties\n(config\\.providers.*?)```", Pattern.DOTALL)
        .matcher(page())
        .results()
        .map(block -> block.group(1).replace("config.providers=file", "config.providers=env,file"))
        .findFirst()
        .orElseThrow();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/scale-out.md"));
  }

  private static List<MatchResult> commands() throws IOException {
    String page = page();
    String section = page.substring(page.indexOf("\n## Moving to the connector and back"));
    List<MatchResult> commands = CURL.matcher(section).results().toList();
    assertThat(commands).hasSize(4);
    return commands;
  }

  /** Does what a command of the page does, once the worker takes it. */
  private void run(MatchResult command, String method, ConnectWorker worker) throws IOException {
    assertThat(command.group(1) == null ? "GET" : command.group(1)).isEqualTo(method);
    JsonNode body =
        command.group(2) == null
            ? JSON.createObjectNode()
            : JSON.readTree(dir.resolve(command.group(2)).toFile());
    JsonNode answer =
        await()
            .atMost(LONG)
            .ignoreException(IOException.class)
            .until(
                () -> worker.rest(method, command.group(3).replace("NAME", connector), body),
                any -> true);
    if (command.group(4) != null) {
      JSON.writeValue(dir.resolve(command.group(4)).toFile(), answer);
    }
  }

  private Program program(String folder) {
    return Program.in(
        dir.resolve(folder),
        """
        flowlogs.delay = 0
        flowlogs.source.%s.connection-string = %s
        flowlogs.source.%1$s.flow-log = *
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
            .formatted(connector, azurite.connectionString()));
  }

  private String status(ConnectWorker worker) throws IOException {
    return worker.rest("GET", "/connectors/" + connector + "/status", "").path("tasks").toString();
  }

  /** Waits until the flows of so many times of growth came. */
  private void awaitFlows(ConnectWorker worker, int times) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(topics()).as(worker.output()).hasSize(NICS * FLOWS * times));
  }

  private List<String> topics() {
    return Stream.of("flowlogs.allow", "flowlogs.deny")
        .flatMap(topic -> kafka.readCommitted(topic).stream())
        .map(ConsumerRecord::value)
        .toList();
  }

  private List<String> lines(String folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : Flows.files(dir.resolve(folder).resolve("lake"))) {
      lines.addAll(Files.readAllLines(file));
    }
    return lines;
  }
}
