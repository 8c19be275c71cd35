package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code check} about destinations and the disk. */
final class CheckDestinationIT {
  private static final String PASSWORD = "wonder-land";

  @TempDir Path dir;
  private Archive archive;

  @BeforeEach
  void fillArchive() throws IOException {
    archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(3);
  }

  @Test
  void kafkaIsAskedForItsBrokersAndItsTopic() throws IOException {
    try (KafkaBroker kafka =
        KafkaBroker.startSasl(Files.createDirectory(dir.resolve("kafka")), "alice", PASSWORD)) {
      kafka.createTopic("flows", 3);
      String properties =
          destination("good", kafka(kafka, "flows", PASSWORD))
              + destination("topic", kafka(kafka, "flwos", PASSWORD))
              + destination("password", kafka(kafka, "flows", "letmein"))
              + destination("plain", "kafka:flows?brokers=" + kafka.bootstrapServers())
              + destination("away", "kafka:flows?brokers=127.0.0.1:" + Ports.free())
              + destination("unknown", "kafka:flows?brokers=broker.invalid:9092");
      try (Program program = program(properties + "flowlogs.allow = good\n")) {
        Checked.by(program)
            .exits(1)
            .isFine("destination good")
            .says("destination good", "brokers", "ok", "1 broker answers")
            .says("destination good", "topic", "ok", "'flows' has 3 partitions")
            .says("destination topic", "topic", "fail", "no topic 'flwos'; create it, or correct")
            .says("destination password", "brokers", "fail", "refuse the credentials")
            .says("destination plain", "brokers", "fail", "answers, but not as Kafka.*security")
            .says("destination away", "brokers", "fail", "No broker answers.*refused.*correct")
            .says("destination unknown", "brokers", "fail", "destination.unknown.uri is wrong");
        assertThat(program.output()).doesNotContain(PASSWORD).doesNotContain("letmein");
      }
      try (Program program = program(destination("good", kafka(kafka, "flows", PASSWORD)))) {
        Checked.by(program, "--send", "--destination", "good")
            .exits(0)
            .says("destination good", "send", "ok", "took a test flow");
      }
      assertThat(kafka.read("flows", 1, java.time.Duration.ofMinutes(3)))
          .singleElement()
          .satisfies(record -> assertThat(record.value()).contains("flowlogs-check", "192.0.2.1"));
    }
  }

  @Test
  void httpIsConnectedToAndGetsAFlowOnlyIfAskedTo(@TempDir Path strange) {
    TlsIdentity untrusted = TlsIdentity.create(strange);
    try (HttpReceiver http = HttpReceiver.start();
        EntraServer selfSigned = EntraServer.start(untrusted, "t", "c", "s")) {
      String properties =
          destination("siem", http.url("/in"))
              + destination("away", "http://127.0.0.1:" + Ports.free() + "/in")
              + destination("certificate", selfSigned.authorityHost() + "in")
              + destination("host", "https://siem.invalid/in");
      try (Program program = program(properties + "flowlogs.allow = siem\n")) {
        Checked.by(program)
            .exits(1)
            .isFine("destination siem")
            .says("destination away", "connect", "fail", "refused.*destination.away.uri")
            .says("destination certificate", "tls", "fail", "no certificate.*trust")
            .says("destination host", "dns", "fail", "'siem.invalid' is not known");
        assertThat(http.requests()).as("nothing was sent").isEmpty();

        http.requireBearer("a-token");
        Checked.by(program, "--send")
            .exits(1)
            .says("destination siem", "send", "fail", "answered 401.*credentials")
            .says("destination away", "send", "skip", "cannot be reached");
        Checked.by(
                program,
                "--send",
                "--destination=siem",
                "--set",
                "flowlogs.destination.siem.header.Authorization=Bearer a-token")
            .exits(0)
            .says("destination siem", "send", "ok", "whose rule and flow log are 'flowlogs-check'");
        assertThat(http.accepted())
            .singleElement()
            .satisfies(flow -> assertThat(flow.bodyText()).contains("\"rule\":\"flowlogs-check\""));
        assertThat(program.output()).doesNotContain("a-token");
      }
    }
  }

  @Test
  void foldersAreLookedAtAndLeftAlone() throws IOException {
    Path file = Files.writeString(dir.resolve("a-file"), "");
    Path readOnly = Files.createDirectory(dir.resolve("read-only"));
    assertThat(readOnly.toFile().setWritable(false)).isTrue();
    String own = System.getProperty("user.name").equals("root") ? "ok" : "fail";
    String properties =
        destination("lake", "file:" + dir.resolve("new/lake"))
            + destination("below", "file:" + file.resolve("lake"))
            + destination("locked", "file:" + readOnly.resolve("lake"))
            + destination("other", "log:flows")
            + "flowlogs.allow = lake\nflowlogs.spool-limit = 900000TB\n"
            + ("flowlogs.state = " + Files.writeString(dir.resolve("b-file"), "") + "\n")
            + ("flowlogs.dead-letter = " + file.resolve("letters") + "\n");
    try (Program program = program(properties)) {
      Checked.by(program)
          .exits(1)
          .says("destination lake", "folder", "ok", "not there yet, and can be made")
          .says("destination below", "folder", "fail", "a-file' is not a folder")
          .says("destination locked", "folder", own, own.equals("ok") ? "" : "may not write to")
          .says("destination other", "endpoint", "ok", "'log'")
          .says("disk", "state", "fail", "flowlogs.state.*what stands there is not a folder")
          .says("disk", "spool", "ok", "can be made")
          .says("disk", "dead-letter", "fail", "flowlogs.dead-letter.*is not a folder")
          .says("disk", "space", "warn", "spool-limit.*give the disk more room");
      assertThat(dir.resolve("new")).doesNotExist();
      Checked checked = Checked.by(program, "--destination", "lake").exits(0);
      assertThat(checked.subjects()).containsExactly("configuration", "destination lake");
      assertThat(program.verb("check", "--destination", "lakke")).isEqualTo(2);
      assertThat(program.output()).contains("--destination is 'lakke'", "lake");
    }
  }

  private static String kafka(KafkaBroker kafka, String topic, String password) {
    return "kafka:%s?brokers=%s&securityProtocol=SASL_PLAINTEXT&saslMechanism=PLAIN&saslJaasConfig=RAW(%s)"
        .formatted(
            topic, kafka.bootstrapServers(), kafka.saslJaasConfig().replace(PASSWORD, password));
  }

  private static String destination(String name, String uri) {
    return "flowlogs.destination." + name + ".uri = " + uri + "\n";
  }

  private Program program(String properties) {
    List<String> rest =
        properties.contains("flowlogs.allow") ? List.of() : List.of("flowlogs.allow = good\n");
    return Program.in(
        dir.resolve("work-" + System.nanoTime()),
        archive.source() + properties + String.join("", rest));
  }
}
