package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.receive.ReceiveSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what is refused of a program that receives a topic, and what Kafka's client is given. */
final class ReceiveSettingsTest {
  private static final String KAFKA = "flowlogs.receive.kafka.";

  private final Path folder;
  private final GoodSettings settings;

  ReceiveSettingsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.settings = GoodSettings.in(folder);
    settings.remove("flowlogs.source.prod.directory");
    settings.put("flowlogs.receive.topic", "flowlogs.batches");
    settings.put(KAFKA + "bootstrap.servers", "kafka:9092");
  }

  private Properties consumer() throws Exception {
    return ReceiveSettings.consumer(settings.read());
  }

  @Test
  void itNeedsNoSourceAndTakesNone() throws IOException {
    assertThat(settings.problems()).isEmpty();
    settings.put("flowlogs.source.prod.directory", folder.toString());
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("flowlogs.receive.topic and flowlogs.source.prod exclude each other");
  }

  @Test
  void theBrokersAreNeeded() throws IOException {
    settings.remove(KAFKA + "bootstrap.servers");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("flowlogs.receive.kafka.bootstrap.servers is missing", "host:9092");
  }

  @Test
  void whatThePromisesStandOnCannotBeSet() throws IOException {
    settings.put(KAFKA + "enable.auto.commit", "true");
    settings.put(KAFKA + "group.id", "mine");
    settings.put(KAFKA + "isolation.level", "read_uncommitted");
    assertThat(settings.problems())
        .hasSize(3)
        .anyMatch(line -> line.contains("group.id cannot be set: set flowlogs.receive.group"))
        .anyMatch(line -> line.contains("enable.auto.commit cannot be set"))
        .anyMatch(line -> line.contains("isolation.level cannot be set"));
  }

  @Test
  void whatKafkaDoesNotTakeIsSaidWithoutItsValue() throws IOException {
    settings.put(KAFKA + "max.poll.records", "s3cret");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("max.poll.records", "INT")
        .doesNotContain("s3cret");
  }

  @Test
  void whatKafkaDoesNotTakeTogetherIsSaidWithoutConnecting() throws IOException {
    settings.put(KAFKA + "session.timeout.ms", "6000");
    settings.put(KAFKA + "heartbeat.interval.ms", "6000");
    assertThat(settings.problems())
        .containsExactly(
            "flowlogs.receive.kafka.heartbeat.interval.ms is 6000, but must be less than"
                + " flowlogs.receive.kafka.session.timeout.ms, which is 6000");
    settings.put(KAFKA + "group.remote.assignor", "uniform");
    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("flowlogs.receive.kafka.* are nothing", "cannot be set when group.protocol");
  }

  @Test
  void aValueThatKafkaQuotesIsNotSaid() throws IOException {
    settings.put(KAFKA + "security.protocol", "SASL_SSL");
    settings.put(KAFKA + "sasl.mechanism", "");
    settings.put(KAFKA + "metric.reporters", "s3cret");
    settings.put(KAFKA + "client.rack", "s3cret");
    settings.put(KAFKA + "bootstrap.servers", "s3cret");
    assertThat(settings.problems()).isNotEmpty().noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void onlyAFileWithASecretHoldsSecrets() throws Exception {
    Path file = folder.resolve("application.properties");
    settings.put(KAFKA + "ssl.truststore.location", "/etc/ca.pem");
    assertThat(warnings(file)).noneMatch(line -> line.contains("holds secrets"));
    settings.put(KAFKA + "sasl.jaas.config", "a.Login required;");
    assertThat(warnings(file)).anyMatch(line -> line.contains("holds secrets"));
    settings.remove(KAFKA + "sasl.jaas.config");
    settings.put(KAFKA + "of.a-plugin", "x");
    assertThat(warnings(file)).anyMatch(line -> line.contains("holds secrets"));
  }

  private List<String> warnings(Path file) throws Exception {
    StringBuilder lines = new StringBuilder();
    settings
        .all()
        .forEach((key, value) -> lines.append(key).append(" = ").append(value).append('\n'));
    Files.writeString(file, lines);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return ConfigurationWarnings.of(file, Configuration.read(file, Map.of(), Map.of()));
  }

  @Test
  void withoutASpoolSeveralDestinationsOfOneGroupAreAWarning() throws Exception {
    settings.put("flowlogs.spool-limit", "0");
    assertThat(ConfigurationWarnings.of(settings.read())).isEmpty();
    settings.put("flowlogs.destination.sea.uri", "file:" + folder.resolve("sea"));
    settings.put("flowlogs.deny", "sea");
    assertThat(ConfigurationWarnings.of(settings.read()))
        .anyMatch(line -> line.contains("flowlogs.spool-limit is 0 and there are several"));
    settings.put("flowlogs.only", "sea");
    assertThat(ConfigurationWarnings.of(settings.read()))
        .noneMatch(line -> line.contains("spool-limit"));
  }

  @Test
  void anOptionThatKafkaDoesNotKnowIsAWarningWithTheNearest() throws Exception {
    settings.put(KAFKA + "sasl.mechansim", "PLAIN");
    assertThat(ConfigurationWarnings.of(settings.read()))
        .anyMatch(line -> line.contains("did you mean flowlogs.receive.kafka.sasl.mechanism?"));
  }

  /** The file may be on another machine than the one that checks. */
  @Test
  void whatKafkasConfigProvidersGiveIsKnownOnlyWhenTheClientStarts() throws Exception {
    Path secrets = folder.resolve("secrets.properties");
    settings.put(KAFKA + "config.providers", "file");
    settings.put(
        KAFKA + "config.providers.file.class",
        "org.apache.kafka.common.config.provider.FileConfigProvider");
    settings.put(KAFKA + "sasl.jaas.config", "${file:" + secrets + ":login}");
    settings.put(KAFKA + "session.timeout.ms", "${file:" + secrets + ":session}");
    assertThat(settings.problems()).isEmpty();
    assertThat(ConfigurationWarnings.of(settings.read())).isEmpty();
    Files.writeString(secrets, "login = a.Login required;\nsession = 9000\n");
    Properties options = consumer();
    options.put("key.deserializer", ByteArrayDeserializer.class);
    options.put("value.deserializer", ByteArrayDeserializer.class);
    ConsumerConfig read = new ConsumerConfig(options);
    assertThat(read.getPassword("sasl.jaas.config").value()).isEqualTo("a.Login required;");
    assertThat(read.getInt("session.timeout.ms")).isEqualTo(9000);
    settings.remove(KAFKA + "config.providers");
    assertThat(settings.problems())
        .as("without a provider it is the text of a login, and none that Kafka takes")
        .anyMatch(line -> line.contains("sasl.jaas.config must be one login module"));
  }

  @Test
  void aFileWithTheBrokersHoldsNoSecretAndOneWithALoginDoes() throws Exception {
    Path file = folder.resolve("application.properties");
    Settings read = settings.read();
    Files.writeString(file, KAFKA + "bootstrap.servers = kafka:9092\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(ConfigurationWarnings.of(file, read)).isEmpty();
    Files.writeString(file, KAFKA + "sasl.jaas.config = login\n");
    assertThat(ConfigurationWarnings.of(file, read))
        .singleElement()
        .asString()
        .contains("holds secrets");
  }

  @Test
  void optionsGoToKafkaAsTheyAreAndWinOverOurDefaults() throws Exception {
    settings.put(KAFKA + "max.poll.records", "3");
    assertThat(consumer())
        .containsEntry("bootstrap.servers", "kafka:9092")
        .containsEntry("max.poll.records", "3")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("group.id", "flowlogs");
  }

  @Test
  void theNewerProtocolGetsNothingThatItRefuses() throws Exception {
    settings.put(KAFKA + "group.protocol", "consumer");
    assertThat(consumer())
        .doesNotContainKeys(
            "session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy");
  }

  @Test
  void aVariableOfTheEnvironmentNamesAnOptionTooAndWinsOverTheFile() throws Exception {
    String brokers = settings.remove(KAFKA + "bootstrap.servers");
    String line = KAFKA + "bootstrap.servers = " + brokers;
    Path file = Files.writeString(folder.resolve("some.properties"), line);
    Settings read =
        Configuration.read(
            file,
            Map.of(
                "FLOWLOGS_RECEIVE_KAFKA_SASL_JAAS_CONFIG", "a.Login required;",
                "FLOWLOGS_RECEIVE_KAFKA_BOOTSTRAP_SERVERS", "other:9092"),
            settings.all());
    assertThat(ReceiveSettings.consumer(read))
        .containsEntry("sasl.jaas.config", "a.Login required;")
        .containsEntry("bootstrap.servers", "other:9092");
  }

  @Test
  void oneDestinationHasAGroupOfItsOwn() throws Exception {
    settings.put("flowlogs.only", "lake");
    assertThat(consumer()).containsEntry("group.id", "flowlogs-lake");
    settings.put("flowlogs.receive.group", "mine");
    assertThat(consumer()).containsEntry("group.id", "mine");
    settings.put("flowlogs.only", "sea");
    assertThat(settings.problems()).singleElement().asString().contains("'sea'", "[lake]");
  }

  @Test
  void withSourcesTheKeysOfReceivingMeanNothing() throws IOException {
    settings.remove("flowlogs.receive.topic");
    settings.put("flowlogs.source.prod.directory", folder.toString());
    settings.put("flowlogs.receive.group", "mine");
    settings.put("flowlogs.only", "lake");
    settings.put("flowlogs.spool-limit", "0");
    assertThat(settings.problems())
        .as("the brokers are for the audit of a topic")
        .hasSize(3)
        .anyMatch(line -> line.contains("flowlogs.only needs flowlogs.receive.topic"))
        .anyMatch(line -> line.contains("flowlogs.receive.topic is missing"))
        .anyMatch(line -> line.contains("flowlogs.spool-limit is 0"));
  }
}
