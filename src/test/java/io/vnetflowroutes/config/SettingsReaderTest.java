package io.vnetflowroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that settings come from file, environment and command line, and that errors say enough.
 */
class SettingsReaderTest {

  private static final String REGION = "flowlogs.source.prod.region";
  private static final String SECRET = "s3cr3t-value";

  private static SettingsReader reader() {
    return new SettingsReader(
        new Keys(List.of(ProgramKeys.all(), SourceKeys.GROUP.all(), DestinationKeys.GROUP.all())));
  }

  private static List<String> problems(String key, String value) {
    return reader().properties(Map.of(key, value)).problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flowlogs.delay|0",
        "flowlogs.delay|90s",
        "flowlogs.delay|75m",
        "flowlogs.delay|24 h",
        "flowlogs.delay|7d",
        "flowlogs.poll-interval|500ms",
        "flowlogs.start|beginning",
        "flowlogs.start|36h",
        "flowlogs.start|2026-01-31T00:00:00Z",
        "flowlogs.readers|1",
        "flowlogs.readers|64",
        "flowlogs.batch-size|512KB",
        "flowlogs.batch-size|4mb",
        "flowlogs.batch-size|1GB",
        "flowlogs.batch-size|100B",
        "flowlogs.allow|lake",
        "flowlogs.allow|lake, siem,bus",
        "flowlogs.allow|''",
        "flowlogs.source.a.storage-account-url|https://a.blob.core.windows.net",
        "flowlogs.source.a.storage-account-url|http://127.0.0.1:10000/devstoreaccount1",
        "flowlogs.source.a.credential|sas",
        "flowlogs.source.my-2nd.region|East US",
        "flowlogs.destination.a.uri|file:out",
        "flowlogs.destination.a.uri|kafka:topic?brokers=h:9092",
        "flowlogs.destination.a.format|ecs",
        "flowlogs.destination.a.framing|array",
        "flowlogs.destination.a.compression|gzip",
        "flowlogs.destination.a.header.X-Api-Key|k",
      })
  void goodValuesAreTaken(String key, String value) {
    assertThat(problems(key, value)).isEmpty();
    assertThat(reader().properties(Map.of(key, value)).settings().all()).containsEntry(key, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flowlogs.delay|75|75m",
        "flowlogs.delay|-1m|75m",
        "flowlogs.delay|1w|75m",
        "flowlogs.delay|''|75m",
        "flowlogs.delay|99999999999d|75m",
        "flowlogs.poll-interval|0|1m",
        "flowlogs.poll-interval|0s|1m",
        "flowlogs.start|yesterday|beginning",
        "flowlogs.start|2026-01-31|beginning",
        "flowlogs.start|2999-01-31T00:00:00Z|not in the future",
        "flowlogs.readers|0|1 to 64",
        "flowlogs.readers|65|1 to 64",
        "flowlogs.readers|four|1 to 64",
        "flowlogs.batch-flows|0|1000000",
        "flowlogs.batch-size|0MB|4MB",
        "flowlogs.batch-size|4|4MB",
        "flowlogs.batch-size|3GB|4MB",
        "flowlogs.allow|lake siem|commas",
        "flowlogs.allow|lake,|commas",
        "flowlogs.source.a.storage-account-url|account|https://",
        "flowlogs.source.a.storage-account-url|ftp://host|https://",
        "flowlogs.source.a.credential|password|default, shared-key, sas",
        "flowlogs.destination.a.uri|out|file:out",
        "flowlogs.destination.a.format|xml|csv, ecs",
        "flowlogs.destination.a.framing|csv|lines, array, records",
        "flowlogs.destination.a.compression|zip|none, gzip",
      })
  void aBadValueIsOneSentenceWithKeyValueAndWhatIsAllowed(
      String key, String value, String allowed) {
    List<String> problems = problems(key, value);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith(key).contains("'" + value + "'", "must be", allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "flowlogs.polling-interval, flowlogs.poll-interval",
    "flowlogs.recheckk, flowlogs.recheck",
    "flowlogs.source.prod.subscription, flowlogs.source.prod.subscription-id",
    "flowlogs.source.prod.virtual-net, flowlogs.source.prod.virtual-network",
    "flowlogs.source.prod.clientSecret, flowlogs.source.prod.client-secret",
    "flowlogs.destination.lake.compress, flowlogs.destination.lake.compression",
    "flowlogs.sources.prod.region, flowlogs.source.prod.region",
    "flowlogs.destination.lake.header, flowlogs.destination.lake",
  })
  void anUnknownKeyIsRefusedWithTheNearestName(String key, String nearest) {
    List<String> problems = problems(key, SECRET);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith(key).contains("did you mean " + nearest);
    assertThat(problems.get(0)).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flowlogs.source.Prod.region", "flowlogs.destination.my_lake.uri"})
  void aNameWithLettersThatAreNotAllowedIsNotAnsweredWithItself(String key) {
    List<String> problems = problems(key, "x");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).substring(key.length())).doesNotContain(key);
  }

  @Test
  void allProblemsComeAtOnceInTheOrderOfKeys() {
    List<String> problems =
        reader()
            .properties(Map.of("flowlogs.x", "1", "flowlogs.readers", "0", "flowlogs.delay", "?"))
            .problems();
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).startsWith("flowlogs.delay");
    assertThat(problems.get(1)).startsWith("flowlogs.readers");
    assertThat(problems.get(2)).startsWith("flowlogs.x");
  }

  @ParameterizedTest
  @CsvSource({
    "FLOWLOGS_DELAY, flowlogs.delay, 5m",
    "FLOWLOGS_POLL_INTERVAL, flowlogs.poll-interval, 5m",
    "FLOWLOGS_DEAD_LETTER, flowlogs.dead-letter, dl",
    "FLOWLOGS_SOURCE_PROD_CLIENT_SECRET, flowlogs.source.prod.client-secret, x",
    "FLOWLOGS_SOURCE_PROD_REGION, flowlogs.source.prod.region, x",
    "FLOWLOGS_SOURCE_MY_PROD_SUBSCRIPTION_ID, flowlogs.source.my-prod.subscription-id, x",
    "FLOWLOGS_SOURCE_PROD_CLIENT_CERTIFICATE, flowlogs.source.prod.client-certificate, x",
    "FLOWLOGS_SOURCE_PROD_CLIENT_CERTIFICATE_PASSWORD,"
        + " flowlogs.source.prod.client-certificate-password, x",
    "FLOWLOGS_SOURCE_FLOW_LOG_FLOW_LOG, flowlogs.source.flow-log.flow-log, x",
    "FLOWLOGS_DESTINATION_LAKE_URI, flowlogs.destination.lake.uri, file:x",
    "FLOWLOGS_DESTINATION_SIEM_HEADER_AUTHORIZATION,"
        + " flowlogs.destination.siem.header.authorization, x",
    "FLOWLOGS_DESTINATION_SIEM_HEADER_X_API_KEY, flowlogs.destination.siem.header.x-api-key, x",
    "FLOWLOGS_DESTINATION_SIEM_HEADER_X_FORMAT, flowlogs.destination.siem.header.x-format, x",
  })
  void everyKeyCanComeFromTheEnvironment(String variable, String key, String value) {
    SettingsReader reader = reader().environment(Map.of(variable, value));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().all()).containsEntry(key, value);
  }

  @Test
  void variablesMeetTheNamesAsTheFileSpellsThem() {
    SettingsReader reader =
        reader()
            .properties(
                Map.of(
                    "flowlogs.source.my-prod.region", "a",
                    "flowlogs.destination.siem.header.X-Api-Key", "file"))
            .environment(
                Map.of(
                    "FLOWLOGS_SOURCE_MY_PROD_REGION", "b",
                    "FLOWLOGS_DESTINATION_SIEM_HEADER_X_API_KEY", "variable"));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().all()).containsEntry("flowlogs.source.my-prod.region", "b");
    assertThat(reader.settings().groups(DestinationKeys.GROUP).get(0).get(DestinationKeys.HEADER))
        .containsExactly(Map.entry("X-Api-Key", "variable"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FLOWLOGS_DELAYS",
        "FLOWLOGS_SOURCE_PROD",
        "FLOWLOGS_SOURCE_A$1_REGION",
        "FLOWLOGS_SOURCE_A.B_REGION",
        "FLOWLOGS_"
      })
  void aVariableThatIsNoKeyIsAWarning(String variable) {
    SettingsReader reader = reader().environment(Map.of(variable, SECRET));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().warnings()).hasSize(1);
    assertThat(reader.settings().warnings().get(0))
        .contains(variable, "did you mean FLOWLOGS_")
        .doesNotContain(SECRET);
  }

  @Test
  void otherVariablesAreNotOurs() {
    SettingsReader reader = reader().environment(Map.of("PATH", "x", "FLOWLOG_X", "y"));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().others()).isEmpty();
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() {
    SettingsReader reader = reader().properties(Map.of(REGION, "file", "flowlogs.delay", "1m"));
    assertThat(reader.settings().all()).containsEntry(REGION, "file");
    reader.environment(Map.of("FLOWLOGS_SOURCE_PROD_REGION", "variable"));
    assertThat(reader.settings().all()).containsEntry(REGION, "variable");
    reader.properties(Map.of(REGION, "set"));
    assertThat(reader.settings().all()).containsEntry(REGION, "set");
    assertThat(reader.settings().get(ProgramKeys.DELAY)).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({
    "flowlogs.source.a.storage-account-url, account.blob.core.windows.net/?sv=1&sig=" + SECRET,
    "flowlogs.source.a.storage-account-url, ://user:" + SECRET + "@host",
    "flowlogs.destination.a.uri, kafka?password=" + SECRET,
    "flowlogs.destination.a.uri, //user:" + SECRET + "@host/path",
    "flowlogs.dead-letters, " + SECRET,
    "flowlogs.source.a.clientsecret, " + SECRET,
  })
  void secretsAreNeverInMessages(String key, String value) {
    assertThat(problems(key, value)).hasSize(1);
    assertThat(problems(key, value).get(0)).doesNotContain(SECRET);
  }

  @Test
  void defaultsFillWhatIsNotSet() {
    Settings settings = reader().properties(Map.of(REGION, "x")).settings();
    assertThat(settings.get(ProgramKeys.DELAY)).isEqualTo(Duration.ofMinutes(75));
    assertThat(settings.get(ProgramKeys.RECHECK)).isEqualTo(Duration.ofHours(24));
    assertThat(settings.get(ProgramKeys.START)).isEqualTo(new Start(Duration.ofHours(24), null));
    assertThat(settings.get(ProgramKeys.STATE)).isEqualTo(Path.of("state"));
    assertThat(settings.get(ProgramKeys.DEAD_LETTER)).isEqualTo("dead-letter");
    assertThat(settings.get(ProgramKeys.ALLOW)).isEmpty();
    Settings.Group<SourceKeys> source = settings.groups(SourceKeys.GROUP).get(0);
    assertThat(source.name()).isEqualTo("prod");
    assertThat(source.get(SourceKeys.SUBSCRIPTION_ID)).isEqualTo("*");
    assertThat(source.get(SourceKeys.CONTAINER)).as("it depends on what is logged").isEmpty();
    assertThat(source.get(SourceKeys.TENANT_ID)).isEmpty();
    assertThat(source.key(SourceKeys.TENANT_ID)).isEqualTo("flowlogs.source.prod.tenant-id");
  }

  @Test
  void whatIsNotOursIsPassedOn() {
    SettingsReader reader = reader().properties(Map.of("camel.component.kafka.brokers", "h:1"));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().others()).containsEntry("camel.component.kafka.brokers", "h:1");
    assertThat(reader.settings().all()).doesNotContainKey("camel.component.kafka.brokers");
  }

  @ParameterizedTest
  @CsvSource({"100B, 100", "512KB, 524288", "4MB, 4194304", "1GB, 1073741824", "'2 kb', 2048"})
  void sizesAreBytes(String size, int bytes) {
    Settings settings = reader().properties(Map.of("flowlogs.batch-size", size)).settings();
    assertThat(settings.get(ProgramKeys.BATCH_SIZE)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FLOWLOGS",
        "FLOWLOGS_KAFKA",
        "FLOWLOGS_DESTINATION_LAKE",
        "FLOWLOGS_NETWORKS_X",
        "FLOWLOGS_DESTINATION_LAKE_HEADER_X",
        "FLOWLOGS_DELAY"
      })
  void whatKubernetesSetsForAServiceIsNoKey(String service) {
    Map<String, String> links = new HashMap<>();
    links.put(service + "_SERVICE_HOST", "10.0.0.1");
    for (String port : List.of("", "_HTTP", "_HTTP_METRICS")) {
      links.put(service + "_SERVICE_PORT" + port, "80");
    }
    links.put(service + "_PORT", "tcp://10.0.0.1:80");
    for (String port : List.of("_PORT_80_TCP", "_PORT_9092_UDP", "_PORT_9_SCTP")) {
      links.put(service + port, "tcp://10.0.0.1:80");
      links.put(service + port + "_PROTO", "tcp");
      links.put(service + port + "_PORT", "80");
      links.put(service + port + "_ADDR", "10.0.0.1");
    }
    SettingsReader reader = reader().environment(links);
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().warnings()).isEmpty();
    assertThat(reader.settings().groups(DestinationKeys.GROUP)).isEmpty();
    assertThat(reader.settings().get(ProgramKeys.NETWORKS)).isEmpty();
  }

  @Test
  void aHeaderThatIsNamedLikeALinkIsAKey() {
    SettingsReader reader =
        reader().environment(Map.of("FLOWLOGS_DESTINATION_SIEM_HEADER_PORT", "80"));
    assertThat(reader.settings().all())
        .containsEntry("flowlogs.destination.siem.header.port", "80");
  }

  @Test
  void aKeyWithoutItsPrefixIsAWarning() {
    SettingsReader reader =
        reader().properties(Map.of("delay", "0", "source.a.region", "x", "topic", "flows"));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.settings().warnings())
        .containsExactly(
            "delay is not a key of this program; did you mean flowlogs.delay?",
            "source.a.region is not a key of this program; did you mean flowlogs.source.a.region?");
  }
}
