package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plug-in as it is shipped, in real workers of Kafka Connect with exactly-once support, reads
 * growing blobs of an account: every flow comes once, and its record is what the program writes.
 */
final class ConnectIT {

  private static final Duration LONG = Duration.ofMinutes(6);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int NICS = 3;

  @TempDir private Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final List<GrowingBlob> blobs = new ArrayList<>();
  private final List<Records> nics = new ArrayList<>();
  private int minutes;
  private Azurite azurite;
  private KafkaBroker kafka;
  private Path plugins;

  @BeforeEach
  void start() throws Exception {
    azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")));
    kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")));
    plugins = ConnectWorker.plugins(dir);
    BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
    for (int nic = 1; nic <= NICS; nic++) {
      String mac = "%012X".formatted(0x000D3A000000L + nic);
      blobs.add(new GrowingBlob(container, NAMES.blob(hour, mac)));
      nics.add(new Records(NAMES, mac, nic, 0.3));
    }
    for (String topic : List.of("allow", "deny", "dead-letter", "progress")) {
      kafka.createTopic("flowlogs." + topic, topic.equals("allow") ? 3 : 1);
    }
  }

  @AfterEach
  void stop() {
    kafka.close();
    azurite.close();
  }

  private void grow(int records, int flows) {
    for (int nic = 0; nic < NICS; nic++) {
      blobs.get(nic).append(nics.get(nic).next(hour.plusSeconds(60L * minutes), records, flows));
    }
    minutes += records;
  }

  private Map<String, String> configuration() {
    return ConnectWorker.connector(
        azurite, Map.of("flowlogs.slices", "4", "flowlogs.headers", "id"));
  }

  private List<ConsumerRecord<String, String>> flows(int atLeast) {
    await().atMost(LONG).until(() -> count("flowlogs.allow") + count("flowlogs.deny") >= atLeast);
    return Stream.of("flowlogs.allow", "flowlogs.deny")
        .flatMap(topic -> kafka.readCommitted(topic).stream())
        .toList();
  }

  private int count(String topic) {
    return kafka.readCommitted(topic).size();
  }

  private String settingsOfTheProgram() {
    return """
        flowlogs.delay = 0
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.flow-log = *
        flowlogs.receive.kafka.bootstrap.servers = %s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
        .formatted(azurite.connectionString(), kafka.bootstrapServers());
  }

  /** The lines that the program writes for the same blobs, sorted. */
  private List<String> linesOfTheProgram() throws Exception {
    List<String> lines = new ArrayList<>();
    Path folder = dir.resolve("program" + minutes);
    try (Program program = Program.in(folder, settingsOfTheProgram())) {
      assertThat(program.once()).as(program.output()).isZero();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines.stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.9.2", "4.1.1", "4.4.0"})
  void itsRecordsAreTheLinesOfTheProgramAndEachComesOnce(String version) throws Exception {
    try (ConnectWorker worker =
        ConnectWorker.start(dir.resolve("worker"), version, plugins, kafka)) {
      JsonNode wrong =
          worker.rest(
              "PUT",
              "/connector-plugins/FlowLogsSourceConnector/config/validate",
              with("flowlogs.dlay", "0"));
      assertThat(wrong.toString())
          .contains("flowlogs.dlay is not a known key; did you mean flowlogs.delay?");
      assertThat(wrong.toString()).doesNotContain("AccountKey=");
      JsonNode file =
          worker.rest(
              "PUT",
              "/connector-plugins/FlowLogsSourceConnector/config/validate",
              with("flowlogs.format", "parquet"));
      assertThat(file.toString()).contains("flowlogs.format is parquet, a file with many flows");
      grow(2, 20);
      worker.put("prod", configuration());
      flows(NICS * 2 * 20);
      grow(3, 20);
      List<ConsumerRecord<String, String>> records = flows(NICS * 5 * 20);
      assertThat(records.stream().map(ConsumerRecord::value).sorted())
          .as(worker.output())
          .containsExactlyElementsOf(linesOfTheProgram());
      assertThat(records).allMatch(record -> record.key().startsWith("000D3A00000"));
      assertThat(records)
          .allMatch(
              record ->
                  record
                      .value()
                      .contains(
                          new String(
                              record.headers().lastHeader("id").value(), StandardCharsets.UTF_8)));
      assertThat(worker.output()).doesNotContain("NoSuchMethodError", "LinkageError");
      assertThat(metrics(worker, version))
          .containsEntry("flows-read", (double) NICS * 5 * 20)
          .containsEntry("lag-seconds-max", 0.0)
          .containsEntry("dead-letters", 0.0)
          .containsKeys("open-blobs", "due-blobs", "offset-bytes")
          .anySatisfy((name, value) -> assertThat(name).startsWith("lag-seconds"))
          .doesNotContainEntry("list-calls", 0.0);

      worker.kill();
      worker.start();
      worker.awaitReady();
      grow(1, 20);
      assertThat(flows(NICS * 6 * 20).stream().map(ConsumerRecord::value).sorted())
          .as("after a kill it goes on where it was")
          .containsExactlyElementsOf(linesOfTheProgram());
      assertThat(worker.rest("GET", "/connectors/prod/offsets", "").toString())
          .contains("lane\\n", "hour\\n")
          .doesNotContain("\"offset\":null");
      theTopicOfProgressProvesWhatTheStateOfTheProgramDoes(worker);
    }
  }

  private void theTopicOfProgressProvesWhatTheStateOfTheProgramDoes(ConnectWorker worker)
      throws IOException {
    Path folder = dir.resolve("audit");
    try (Program program = Program.in(folder, settingsOfTheProgram())) {
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(audit(program, 0)).hasSize(NICS).allMatch(line -> line.contains("\"delivered\""));
      worker.rest("PUT", "/connectors/prod/pause", Map.of());
      await()
          .atMost(LONG)
          .until(
              () -> worker.rest("GET", "/connectors/prod/status", "").at("/tasks").toString(),
              tasks -> tasks.matches("(?s)(?!.*RUNNING).*PAUSED.*PAUSED.*"));
      grow(1, 20);
      blobs.get(0).delete();
      GrowingBlob another =
          new GrowingBlob(
              azurite.container(Azurite.FLOW_LOG_CONTAINER), NAMES.blob(hour, "000D3A0000FF"));
      another.append(nics.get(0).next(hour, 1, 20));
      assertThat(audit(program, 1))
          .hasSize(NICS + 1)
          .anyMatch(line -> line.contains("\"behind\""))
          .anyMatch(line -> line.contains("\"expired\""))
          .anyMatch(line -> line.contains("\"missing\""));
      assertThat(program.verb("audit", "--from-topic", "flowlogs.dead-letter")).isEqualTo(2);
      assertThat(program.output()).contains("flowlogs.dead-letter' says nothing of 127.0.0.1");
      assertThat(program.verb("audit", "--from-topic", "flowlogs.progres")).isEqualTo(2);
      assertThat(program.assertNoStackTrace().output())
          .contains("There is no topic 'flowlogs.progres'");
    }
  }

  /** What the audit says of each blob, which must be the same from the state and the topic. */
  private static List<String> audit(Program program, int exitCode) {
    assertThat(program.verb("audit", "--json", "--to", "0s"))
        .as(program.output())
        .isEqualTo(exitCode);
    List<String> fromState = withoutLag(program);
    assertThat(program.verb("audit", "--from-topic", "flowlogs.progress", "--json", "--to", "0s"))
        .as(program.output())
        .isEqualTo(exitCode);
    assertThat(withoutLag(program)).isEqualTo(fromState);
    return fromState;
  }

  private static List<String> withoutLag(Program program) {
    return program.lines("\"standing\"").stream()
        .map(line -> line.replaceAll(",\"lag_minutes\":\\d+", ""))
        .toList();
  }

  /** The sums of both tasks: among the runtime's own metrics, or, before 4.1, MBeans of ours. */
  private static Map<String, Double> metrics(ConnectWorker worker, String version)
      throws Exception {
    boolean own = version.startsWith("3.");
    Map<String, Double> sums = new HashMap<>();
    worker
        .beans(
            own
                ? "io.vnetflowroutes.connect:type=task,*"
                : "kafka.connect:type=plugins,connector=*,task=*,*")
        .forEach(
            (name, value) ->
                sums.merge(name.substring(name.indexOf(' ') + 1), (Double) value, Double::sum));
    return sums;
  }

  @Test
  void offsetsCannotBeRemovedButAreSetSoThatAllIsReadAgain() throws Exception {
    try (ConnectWorker worker =
        ConnectWorker.start(dir.resolve("worker"), "4.4.0", plugins, kafka)) {
      grow(2, 20);
      worker.put("prod", configuration());
      List<String> once =
          flows(NICS * 2 * 20).stream().map(ConsumerRecord::value).sorted().toList();
      assertThat(worker.output())
          .as("lines of a task's own threads name it")
          .containsPattern("\\[prod\\|task-[01]\\] .*The flow log .* was found");
      worker.rest("PUT", "/connectors/prod/stop", Map.of());
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> worker.rest("DELETE", "/connectors/prod/offsets", ""))
                      .hasMessageContaining("Kafka Connect cannot remove offsets"));
      worker.rest("PATCH", "/connectors/prod/offsets", begun(worker));
      worker.rest("PUT", "/connectors/prod/resume", Map.of());
      List<String> twice = flows(2 * NICS * 2 * 20).stream().map(ConsumerRecord::value).toList();
      assertThat(twice.stream().distinct().sorted()).containsExactlyElementsOf(once);
      assertThat(twice).as("each flow comes again").hasSize(2 * once.size());
      whatATopicDoesNotTakeFailsTheTaskAndNothingIsLost(worker, once);
    }
  }

  private void whatATopicDoesNotTakeFailsTheTaskAndNothingIsLost(
      ConnectWorker worker, List<String> lines) throws Exception {
    kafka.createTopic("narrow", 1, Map.of("max.message.bytes", "500"));
    Map<String, String> configuration = new HashMap<>(configuration());
    configuration.put("tasks.max", "1");
    configuration.put("offsets.storage.topic", "large-offsets");
    configuration.put("flowlogs.topic.allow", "narrow");
    configuration.put("flowlogs.topic.deny", "narrow");
    worker.put("large", configuration);
    await()
        .atMost(LONG)
        .ignoreException(IOException.class)
        .until(
            () -> worker.rest("GET", "/connectors/large/status", "").at("/tasks/0").toString(),
            task -> task.contains("FAILED"));
    assertThat(worker.output()).contains("RecordTooLargeException");
    kafka.set("narrow", "max.message.bytes", "1048588");
    worker.rest("POST", "/connectors/large/tasks/0/restart", "");
    await()
        .atMost(LONG)
        .until(() -> kafka.readCommitted("narrow").size(), count -> count >= lines.size());
    assertThat(kafka.readCommitted("narrow").stream().map(ConsumerRecord::value))
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().map(line -> line.replace("\"prod\"", "\"large\"")).toList());
  }

  /** The rows that docs/scale-out.md sets, by the program for jq that is there. */
  private JsonNode begun(ConnectWorker worker) throws IOException, InterruptedException {
    String program =
        Pattern.compile("\\| jq '([^']+)' > anew.json")
            .matcher(Files.readString(Path.of("docs/scale-out.md")))
            .results()
            .map(command -> command.group(1))
            .findFirst()
            .orElseThrow();
    Path rows = dir.resolve("rows.json");
    Files.writeString(rows, worker.rest("GET", "/connectors/prod/offsets", "").toString());
    String jq = System.getProperty("jq", "target/jq");
    return JSON.readTree(Command.run(jq, program, rows.toString()));
  }

  private Map<String, String> with(String key, String value) {
    Map<String, String> configuration = new HashMap<>(configuration());
    configuration.put("name", "prod");
    configuration.put(key, value);
    return configuration;
  }

  @Test
  void thePlugInHoldsNothingThatAWorkerHasOrThatOnlyTheProgramNeeds() throws Exception {
    try (Stream<Path> files = Files.walk(plugins)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> plugins.relativize(file).toString())
              .toList();
      assertThat(names).anyMatch(name -> name.matches("[^/]+/lib/flowlogs-connect-.*\\.jar"));
      assertThat(names).anyMatch(name -> name.matches("[^/]+/manifest\\.json"));
      assertThat(names).anyMatch(name -> name.contains("azure-identity"));
      assertThat(names)
          .noneMatch(
              name ->
                  name.matches(
                      ".*/(camel|sqlite|logback|slf4j|log4j|kafka|connect-api|vertx|picocli|micrometer)[^/]*\\.jar"));
    }
  }
}
