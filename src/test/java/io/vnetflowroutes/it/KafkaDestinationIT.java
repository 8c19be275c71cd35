package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about Kafka as a destination, with a broker that asks for a password. */
final class KafkaDestinationIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String PASSWORD = "wonder-land";

  @TempDir Path dir;
  private KafkaBroker kafka;
  private Archive archive;

  @BeforeEach
  void startBroker() throws Exception {
    kafka = KafkaBroker.startSasl(Files.createDirectory(dir.resolve("kafka")), "alice", PASSWORD);
    archive = new Archive(Files.createDirectory(dir.resolve("archive")));
  }

  @AfterEach
  void stopBroker() {
    kafka.close();
  }

  @Test
  void everyFlowIsOneRecordWithItsKeyInTheOrderOfTheBlob() {
    kafka.createTopic("flows", 1);
    archive.grow(40);
    String settings = settings("flows") + "flowlogs.batch-flows = 100\n";
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.output()).doesNotContain(PASSWORD);

      List<ConsumerRecord<String, String>> records = read("flows");
      Flows flows = Flows.inTexts(records.stream().map(ConsumerRecord::value).toList());
      assertThat(flows.size()).as("one record a flow").isEqualTo(records.size());
      flows.assertExactly(archive.tuples(false));
      assertThat(flows.tuples()).as("in the blob's order").isEqualTo(archive.tuples(false));
      assertThat(records.stream().map(ConsumerRecord::key)).isEqualTo(flows.texts("src_ip"));
    }
  }

  @Test
  void nothingIsLostWhenTheBrokerIsKilledAndComesBack() {
    kafka.createTopic("killed", 3);
    archive.grow(20);
    String settings = settings("killed") + "flowlogs.batch-flows = 50\n";
    try (Program program = Program.in(dir.resolve("work"), settings).start()) {
      program.awaitLine("Poll finished.*flows=\"[1-9]");
      kafka.kill();
      archive.grow(20);
      program.awaitLine("WARN.*does not take a message and is set aside.*bus");
      kafka.start();
      program.awaitLine("its spool is drained");
      await().atMost(LONG).until(() -> program.lines("Poll finished.*flows=\"[1-9]").size() >= 2);
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
      List<String> values = read("killed").stream().map(ConsumerRecord::value).toList();
      Flows.inTexts(values).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void aCompactedTopicWithoutAKeyWaitsForOneAndThenGetsAllFlowsWithIt() {
    kafka.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));
    archive.grow(10);
    String key = "flowlogs.destination.bus.key = src_ip\n";
    String settings = settings("compacted");
    try (Program program = Program.in(dir.resolve("work"), settings.replace(key, "")).start()) {
      program.awaitLine("is set aside.*its topic is compacted.*set its key.*bus");
      assertThat(program.sigterm()).as(program.output()).isZero();
      assertThat(dir.resolve("work/dead-letter"))
          .satisfiesAnyOf(
              folder -> assertThat(folder).doesNotExist(),
              folder -> assertThat(folder).isEmptyDirectory());
      assertThat(program.once("--set", key.strip().replace(" ", ""))).as(program.output()).isZero();
      List<ConsumerRecord<String, String>> records = read("compacted");
      Flows flows = Flows.inTexts(records.stream().map(ConsumerRecord::value).toList());
      flows.assertExactly(archive.tuples(false));
      assertThat(records.stream().map(ConsumerRecord::key)).isEqualTo(flows.texts("src_ip"));
    }
  }

  @Test
  void aWrongPasswordIsSaidAndNotShownAndTheProgramCanStillBeStopped() {
    archive.grow(1);
    String wrong = settings("flows").replace(PASSWORD, "letmein");
    try (Program program = Program.in(dir.resolve("work"), wrong).start()) {
      program.awaitLine("does not take a message.*refuses the login.*Invalid username or password");
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.output()).doesNotContain("letmein");
    }
  }

  private List<ConsumerRecord<String, String>> read(String topic) {
    return kafka.read(topic, archive.tuples(false).size(), LONG);
  }

  private String settings(String topic) {
    String uri =
        "kafka:%s?brokers=%s&securityProtocol=SASL_PLAINTEXT&saslMechanism=PLAIN&saslJaasConfig=RAW(%s)"
            .formatted(topic, kafka.bootstrapServers(), kafka.saslJaasConfig());
    return archive.source()
        + "flowlogs.destination.bus.uri = "
        + uri
        + "\nflowlogs.destination.bus.key = src_ip\nflowlogs.allow = bus\n";
  }
}
