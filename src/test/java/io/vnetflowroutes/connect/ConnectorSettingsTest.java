package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what the connector says of a configuration, and what it hands to its tasks. */
class ConnectorSettingsTest {

  private static final String ACCOUNT =
      "account.blob.core.windows.net/insights-logs-flowlogflowevent";

  private final FlowLogsSourceConnector connector = new FlowLogsSourceConnector();

  private static Map<String, String> good() {
    return new HashMap<>(
        Map.of(
            "name", "Prod_1",
            "connector.class", FlowLogsSourceConnector.class.getName(),
            "key.converter", "org.apache.kafka.connect.storage.StringConverter",
            "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
            "flowlogs.storage-account-url", "https://account.blob.core.windows.net",
            "flowlogs.account-key", "c2VjcmV0"));
  }

  private List<ConfigValue> wrong(Map<String, String> configuration) {
    return connector.validate(configuration).configValues().stream()
        .filter(value -> !value.errorMessages().isEmpty())
        .toList();
  }

  @Test
  void aGoodConfigurationHasNoProblemsAndTheSourceHasTheConnectorsName() {
    assertThat(wrong(good())).isEmpty();
    ConnectorSettings settings = new ConnectorSettings(good());
    assertThat(settings.source().name()).isEqualTo("prod-1");
    assertThat(settings.get(ConnectorKeys.ALLOW_TOPIC)).isEqualTo("flowlogs.allow");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flowlogs.delay | soon | flowlogs.delay | must be a duration",
        "flowlogs.tenantid | x | flowlogs.tenantid | did you mean flowlogs.tenant-id?",
        "flowlogs.dlay | 0 | flowlogs.dlay | did you mean flowlogs.delay?",
        "flowlogs.slices | 3 | flowlogs.slices | must be a power of two up to 64",
        "flowlogs.format | xml | flowlogs.format | must be one of",
        "flowlogs.format | parquet | flowlogs.format | a file with many flows",
        "flowlogs.format | ocsf-parquet | flowlogs.format | a file with many flows",
        "flowlogs.sas-token | sv=1&sig=x | flowlogs.account-key | keys of different credentials",
        "flowlogs.tenant-id | a | flowlogs.account-key | keys of different credentials",
        "flowlogs.topic.progress | flowlogs.allow | flowlogs.topic.progress | needs a topic of its own",
        "flowlogs.topic.dead-letter | flowlogs.progress | flowlogs.topic.progress | needs a topic of its own",
        "offsets.storage.topic | flowlogs.deny | flowlogs.topic.deny | needs a topic of its own",
        "flowlogs.value-limit | 2MB | flowlogs.value-limit | producer.override.max.request.size is 1048576 by default",
        "producer.override.max.request.size | 500000 | flowlogs.value-limit | producer.override.max.request.size is 500000",
        "flowlogs.key | source | flowlogs.key | must be one of mac, none, time",
        "flowlogs.headers | id, colour | flowlogs.headers | must be some of",
        "flowlogs.fields | colour | flowlogs.fields | colour",
        "flowlogs.topic.allow | a b | flowlogs.topic.allow | the name of a topic",
        "flowlogs.credential | client-secret | flowlogs.tenant-id | is missing",
        "flowlogs.account-key | not base64! | flowlogs.account-key | is not Base64 text",
        "flowlogs.derive | geo | flowlogs.derive | needs flowlogs.geo",
        "flowlogs.until | tomorrow | flowlogs.until | must be the beginning of an hour",
        "flowlogs.until | 2026-09-01T13:30:00Z | flowlogs.until | must be the beginning of an hour",
        "flowlogs.until | 2026-09-01T09:00:00Z | flowlogs.until | flowlogs.start is a time back from now",
        "value.converter | org.apache.kafka.connect.json.JsonConverter | value.converter | must be a ByteArrayConverter",
        "key.converter | | key.converter | must be a StringConverter",
      })
  void eachMistakeIsASentenceOnItsKey(String key, String value, String where, String sentence) {
    Map<String, String> configuration = good();
    configuration.put(key, value == null ? "" : value);
    List<ConfigValue> wrong = wrong(configuration);
    assertThat(wrong)
        .anySatisfy(
            problem -> {
              assertThat(problem.name()).isEqualTo(where);
              assertThat(String.join(" ", problem.errorMessages())).contains(sentence);
            });
    assertThat(wrong.toString()).doesNotContain("flowlogs.source.", "flowlogs.destination.");
  }

  @Test
  void aFlowLogsOwnNameAndItsNetworkExcludeEachOther() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.flow-log", "*");
    configuration.put("flowlogs.subscription-id", "one");
    assertThat(wrong(configuration)).isEmpty();
    configuration.put("flowlogs.virtual-network", "hub");
    configuration.put("flowlogs.region", "eastus");
    assertThat(wrong(configuration))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.errorMessages().toString())
                    .contains(
                        "flowlogs.flow-log selects flow logs by their own names, so"
                            + " flowlogs.region and flowlogs.virtual-network would not count"));
  }

  @Test
  void whatFitsTogetherIsTaken() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.topic.deny", "flowlogs.allow");
    configuration.put("flowlogs.value-limit", "2MB");
    configuration.put("producer.override.max.request.size", "3000000");
    configuration.put("flowlogs.sas-token", "sv=1&sig=x");
    configuration.put("flowlogs.credential", "sas");
    assertThat(wrong(configuration)).isEmpty();
  }

  @Test
  void noFormatOfFilesIsRecommended() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.format", "xml");
    assertThat(wrong(configuration).toString()).contains("'xml'", "ocsf").doesNotContain("parquet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"format", "drop.states", "sample", "fields", "derive", "key", "headers"})
  void keysOfFlowsAreRefusedIfTheContentIsBatches(String key) {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.content", "batches");
    assertThat(wrong(configuration)).isEmpty();
    configuration.put(
        "flowlogs." + key,
        Map.of(
                "format", "csv",
                "drop.states", "end",
                "sample", "10",
                "fields", "time",
                "derive", "direction",
                "key", "none",
                "headers", "id")
            .get(key));
    assertThat(wrong(configuration))
        .anySatisfy(
            value ->
                assertThat(value.errorMessages())
                    .contains(
                        "flowlogs.%s is set, but flowlogs.content is batches, which are the blob's own bytes; leave it out"
                            .formatted(key)));
  }

  @Test
  void keysOfBytesAreRefusedIfTheValueIsAStruct() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.value", "struct");
    configuration.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    configuration.put("flowlogs.sample", "10");
    assertThat(wrong(configuration)).isEmpty();
    configuration.put("flowlogs.format", "csv");
    configuration.put("flowlogs.fields", "time");
    assertThat(wrong(configuration))
        .extracting(ConfigValue::name)
        .containsExactlyInAnyOrder("flowlogs.format", "flowlogs.fields");
  }

  @ParameterizedTest
  @ValueSource(strings = {"producer", "consumer", "admin"})
  void aMalformedLoginOfAClientIsSaidWithoutQuotingIt(String client) {
    Map<String, String> configuration = good();
    String key = client + ".override.sasl.jaas.config";
    configuration.put(key, "a.Login required password=\"abc\";");
    assertThat(wrong(configuration)).isEmpty();
    configuration.put(key, "a.Login required password=\"abc\"S3CRET9x\";");
    assertThat(wrong(configuration))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.name()).isEqualTo(key);
              assertThat(problem.errorMessages().toString())
                  .contains(key + " must be one login module")
                  .doesNotContain("S3CRET");
            });
  }

  /** A worker replaces those that its config providers know before it asks the connector. */
  @Test
  void aPlaceholderThatTheWorkerHasLeftIsAMistake() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.account-key", "${file:/etc/flowlogs/secret.properties:key}");
    configuration.put("producer.override.sasl.jaas.config", "${secrets:flowlogs/kafka:login}");
    assertThat(wrong(configuration))
        .extracting(ConfigValue::name)
        .containsExactlyInAnyOrder("flowlogs.account-key", "producer.override.sasl.jaas.config");
    assertThat(wrong(configuration).toString())
        .contains("config.providers of the worker must have 'file'")
        .contains("config.providers of the worker must have 'secrets'")
        .doesNotContain("login module");
  }

  @Test
  void aWrongValueHidesNoOtherMistake() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.delay", "soon");
    configuration.put("flowlogs.credential", "client-secret");
    configuration.put("flowlogs.topic.progress", "flowlogs.allow");
    configuration.remove("value.converter");
    assertThat(wrong(configuration))
        .extracting(ConfigValue::name)
        .contains(
            "flowlogs.delay", "flowlogs.tenant-id", "flowlogs.topic.progress", "value.converter");
    configuration.put("flowlogs.storage-account-url", "no url");
    assertThat(wrong(configuration).toString()).doesNotContain("storage-account-url is missing");
  }

  @Test
  void severalMistakesAreToldAtOnceAndNoSecretIs() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.delay", "soon");
    configuration.put("flowlogs.readers", "0");
    configuration.put("flowlogs.account-key", "hush\u0007hush");
    List<ConfigValue> wrong = wrong(configuration);
    assertThat(wrong)
        .extracting(ConfigValue::name)
        .containsExactlyInAnyOrder("flowlogs.delay", "flowlogs.readers", "flowlogs.account-key");
    assertThat(wrong.stream().flatMap(value -> value.errorMessages().stream()).toList().toString())
        .doesNotContain("hush");
  }

  @Test
  void withoutAnAccountTheSentenceSaysWhatIsMissing() {
    Map<String, String> configuration = good();
    configuration.remove("flowlogs.storage-account-url");
    configuration.remove("flowlogs.account-key");
    assertThat(wrong(configuration))
        .singleElement()
        .satisfies(
            value ->
                assertThat(value.errorMessages())
                    .containsExactly(
                        "flowlogs.storage-account-url is missing; a source needs it, or"
                            + " flowlogs.connection-string, or flowlogs.directory"));
  }

  @Test
  void secretsArePasswordsAndEveryKeyIsDescribed() {
    Map<String, ConfigDef.ConfigKey> keys = connector.config().configKeys();
    for (String secret :
        List.of(
            "client-secret",
            "client-certificate-password",
            "account-key",
            "sas-token",
            "connection-string")) {
      assertThat(keys.get("flowlogs." + secret).type).isEqualTo(ConfigDef.Type.PASSWORD);
    }
    assertThat(keys.get("flowlogs.delay").defaultValue).isEqualTo("75m");
    assertThat(keys.get("flowlogs.readers").defaultValue).isEqualTo("4");
    assertThat(keys.values()).allSatisfy(key -> assertThat(key.documentation).isNotBlank());
  }

  @Test
  void configurationsOfTasksDifferByTheirNumbersAlone() {
    connector.start(good());
    List<Map<String, String>> tasks = connector.taskConfigs(3);
    assertThat(tasks).hasSize(3);
    for (int task = 0; task < 3; task++) {
      Map<String, String> own = new HashMap<>(tasks.get(task));
      assertThat(own.remove("flowlogs.task")).isEqualTo(task + "/3");
      assertThat(own).isEqualTo(good());
      assertThat(TaskNumber.of(tasks.get(task))).isEqualTo(new TaskNumber(task, 3));
    }
  }

  @Test
  void exactlyOnceIsSupportedAndTransactionsAreConnects() {
    assertThat(connector.exactlyOnceSupport(good())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    assertThat(connector.canDefineTransactionBoundaries(good()))
        .isEqualTo(ConnectorTransactionBoundaries.UNSUPPORTED);
  }

  @Test
  void aWrongConfigurationDoesNotStart() {
    Map<String, String> configuration = good();
    configuration.put("flowlogs.delay", "soon");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> connector.start(configuration))
        .withMessageContaining("flowlogs.delay is 'soon'");
  }

  @Test
  void offsetsThatAPersonWritesAreHeldToTheirForm() {
    String lane = "lane\n" + ACCOUNT + "\nlog\n0/1";
    String hour = "hour\n" + ACCOUNT + "\nlog\n0/1\n7";
    Map<String, Object> good = new LaneState(7200, 3600, 5, java.util.Set.of(3600L)).offset(3);
    assertThat(alter(Map.of("row", lane), good)).isTrue();
    assertThat(alter(Map.of("row", hour), Rows.ofHour(java.time.Instant.EPOCH, new byte[0])))
        .isTrue();
    assertThat(alter(Map.of("row", hour), null)).as("a reset").isTrue();
    for (Map<String, ?> partition :
        Arrays.<Map<String, ?>>asList(
            Map.of("row", "something else"),
            Map.of("blob", "x"),
            Map.of("row", lane, "b", "c"),
            Map.of("row", lane.replace("0/1", "0/3")),
            Map.of("row", lane.replace("0/1", "5/2")),
            Map.of("row", lane.replace("0/1", "0/128")),
            Map.of("row", lane + "\n7"),
            Map.of("row", hour.replace("\n7", "\n-4")))) {
      assertThat(alter(partition, null)).as("a reset of what was written before").isTrue();
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> alter(partition, good))
          .withMessageContaining("is none of this connector's");
    }
    for (Map<String, ?> offset :
        List.<Map<String, ?>>of(
            Map.of(),
            Map.of("v", 2),
            Map.of("v", 1, "hour", 7, "blobs", "%"),
            Map.of("v", 1, "hour", 7, "blobs", "/w=="))) {
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> alter(Map.of("row", hour), offset))
          .withMessageContaining("is wrong");
    }
  }

  @Test
  void numbersOfOffsetsThatNoTaskWritesAreRefused() {
    String lane = "lane\n" + ACCOUNT + "\nlog\n0/1";
    assertThat(alter(Map.of("row", lane), new LaneState(-1, -1, 0, java.util.Set.of()).offset(0)))
        .as("a lane that begins anew")
        .isTrue();
    for (Map<String, ?> offset :
        List.<Map<String, ?>>of(
            new LaneState(7200, 3600, 0, java.util.Set.of()).offset(-4),
            new LaneState(7201, 3600, 0, java.util.Set.of()).offset(1),
            new LaneState(-2, 3600, 0, java.util.Set.of()).offset(1),
            new LaneState(99_999_999_996_000L, 3600, 0, java.util.Set.of()).offset(1),
            new LaneState(7200, 3601, 0, java.util.Set.of()).offset(1),
            new LaneState(7200, 3600, -3600, java.util.Set.of()).offset(1),
            new LaneState(7200, 3600, 0, java.util.Set.of(7L)).offset(1))) {
      assertThatExceptionOfType(ConnectException.class)
          .as(offset.toString())
          .isThrownBy(() -> alter(Map.of("row", lane), offset))
          .withMessageContaining("is wrong");
    }
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(
            () ->
                alter(
                    Map.of("row", Lane.startRow(ACCOUNT)),
                    Rows.ofStart(java.time.Instant.ofEpochSecond(-5))))
        .withMessageContaining("'start' is -5");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(
            () ->
                alter(
                    Map.of("row", Lane.startRow("other.blob.core.windows.net/logs")),
                    Rows.ofStart(java.time.Instant.EPOCH)))
        .withMessageContaining("is of another account");
  }

  @Test
  void aResetThatTheWorkerWouldNeverEndIsRefusedAtOnce() {
    Map<String, String> configuration = good();
    configuration.put("exactly.once.support", "required");
    Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
    reset.put(Map.of("row", "lane\n" + ACCOUNT + "\nlog\n0/1"), null);
    assertThat(connector.alterOffsets(configuration, reset)).isTrue();
    configuration.put("offsets.storage.topic", "prod-offsets");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> connector.alterOffsets(configuration, reset))
        .withMessageContaining("docs/scale-out.md");
  }

  private boolean alter(Map<String, ?> partition, Map<String, ?> offset) {
    Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
    offsets.put(partition, offset);
    return connector.alterOffsets(good(), offsets);
  }
}
