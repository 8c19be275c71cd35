package io.vnetflowroutes.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Choice;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves of the rows that they fit the keys, and that settings that do not fit a type are refused.
 */
class ReceiversTest {

  @TempDir Path dir;

  private static Stream<Receiver> rows() {
    return Receivers.all().stream();
  }

  private static Key<?> key(String name) {
    return DestinationKeys.GROUP.all().stream()
        .filter(key -> key.shortName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no key " + name));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowNamesKeysThatExistWithValuesThatTheyTake(Receiver row) {
    assertThat(row.keys()).allSatisfy(name -> assertThat(key(name)).isNotNull());
    assertThat(row.keys()).containsAll(row.needs());
    row.defaults()
        .forEach(
            (name, value) -> {
              assertThat(key(name).kind().accepts()).as(name).accepts(value);
              assertThat(key(name).choice())
                  .as("the reference shows the default of %s", name)
                  .get(InstanceOfAssertFactories.type(Choice.class))
                  .satisfies(
                      choice -> assertThat(choice.defaults()).containsEntry(row.name(), value));
            });
    assertThat(row.resent()).isNotEmpty();
  }

  private List<String> problems(String... lines) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("application.properties"),
            """
            flowlogs.source.sample.directory = %s
            flowlogs.source.prod.storage-account-url = https://account.blob.core.windows.net
            flowlogs.source.prod.tenant-id = t
            flowlogs.source.prod.client-id = c
            flowlogs.source.prod.client-secret = s
            flowlogs.routes = %s
            flowlogs.allow = siem
            flowlogs.deny =
            %s
            """
                .formatted(
                    Path.of("sample").toAbsolutePath(),
                    Path.of("routes").toAbsolutePath(),
                    String.join("\n", lines)
                        .replaceAll("(?m)^siem\\.", "flowlogs.destination.siem.")));
    try {
      Configuration.read(file, Map.of(), Map.of());
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  @Test
  void threeLinesAreEnough() throws IOException {
    assertThat(problems("siem.type = elasticsearch", "siem.url = https://es.example.com:9200"))
        .isEmpty();
  }

  @Test
  void whatDoesNotFitATypeIsRefusedAllAtOnce() throws IOException {
    assertThat(
            problems(
                "siem.type = splunk-hec",
                "siem.user = me",
                "siem.format = csv",
                "siem.framing = array"))
        .anyMatch(problem -> problem.contains("siem.url is missing"))
        .anyMatch(problem -> problem.contains("siem.token is missing"))
        .anyMatch(problem -> problem.contains("siem.user is set, but"))
        .anyMatch(problem -> problem.contains("takes JSON only"))
        .anyMatch(problem -> problem.contains("has a framing of its own"));
    assertThat(
            problems(
                "siem.type = opensearch",
                "siem.url = https://a",
                "siem.uri = https://b",
                "siem.token = t",
                "siem.user = u"))
        .anyMatch(
            problem -> problem.contains("siem.url and flowlogs.destination.siem.uri are both"))
        .anyMatch(problem -> problem.contains("siem.token and flowlogs.destination.siem.user are"));
    assertThat(problems("siem.url = https://a", "siem.field.x = y"))
        .anyMatch(problem -> problem.contains("siem.uri is missing"))
        .anyMatch(problem -> problem.contains("siem.url is set, but"))
        .anyMatch(problem -> problem.contains("siem.field.* is set, but"));
    assertThat(problems("siem.type = elastic", "siem.url = https://a"))
        .singleElement()
        .asString()
        .contains("siem.type is 'elastic', but must be one of elasticsearch, opensearch");
    assertThat(problems("siem.type = opensearch", "siem.url = https://a", "siem.index = A{qq}"))
        .singleElement()
        .asString()
        .contains("siem.index");
  }

  @ParameterizedTest
  @CsvSource({
    "webhook, https://h/in/?code=a%2Bb==&c, https://h/in/?code=a%2Bb==&c",
    "elasticsearch, https://h:9200/?pipeline=p, https://h:9200/_bulk?filter_path=*&pipeline=p",
    "opensearch, https://h/_bulk?filter_path=took, https://h/_bulk?filter_path=took",
    "clickhouse, http://h:8123/?database=d&database=e, http://h:8123/?query=*&database=d&database=e",
    "clickhouse, http://h/?date_time_input_format=basic, http://h/?query=*=1&date_time_input_format=basic",
    "loki, https://h/loki/api/v1/push?x=1, https://h/loki/api/v1/push?x=1",
    "sentinel, https://h?api-version=2, https://h/dataCollectionRules/of-rule/streams/of-stream?api-version=2",
    "sumo, https://h/receiver/v1/http/of-token, https://h/receiver/v1/http/of-token",
    "otlp, https://h/a?, https://h/a/v1/logs",
  })
  void parametersOfTheUrlStay(String type, String url, String called) {
    String made = Receivers.named(type).orElseThrow().under(url, key -> "of-" + key);
    assertThat(made).matches(Pattern.quote(called).replace("*", "\\E.*\\Q"));
  }

  @Test
  void whatAUrlMayNotHoldIsRefusedAndNotShown() throws IOException {
    assertThat(problems("siem.type = otlp", "siem.url = http://u:secret@h/?code=secret"))
        .singleElement()
        .asString()
        .contains("siem.url holds a user or a password; set flowlogs.destination.siem.user")
        .doesNotContain("secret");
    assertThat(problems("siem.type = webhook", "siem.url = http://secret@h/"))
        .singleElement()
        .asString()
        .contains("Any web server has no such login")
        .doesNotContain("secret");
    assertThat(problems("siem.type = loki", "siem.url = http://secret@h h/"))
        .singleElement()
        .asString()
        .contains("siem.url must be a URL")
        .doesNotContain("secret");
    assertThat(problems("siem.type = loki", "siem.url = http://h/#a"))
        .singleElement()
        .asString()
        .contains("holds a #");
    assertThat(problems("siem.type = clickhouse", "siem.table = t", "siem.url = http://h/?query=x"))
        .singleElement()
        .asString()
        .contains("has the parameter query");
    assertThat(
            problems(
                "siem.type = event-hubs",
                "siem.topic = t",
                "siem.token = Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=k",
                "siem.url = http://localhost:9092/?a=b"))
        .singleElement()
        .asString()
        .contains("more than a host and a port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          otlp          | fields = time                     | siem.fields is set, but OpenTelemetry has a format of its own
          otlp          | derive = community-id             | siem.derive is set, but OpenTelemetry has a format of its own
          otlp          | field.host.mac = x                | siem.field.host.mac is set, but each flow has its own host.mac already
          loki          | field.my-label = x                | siem.field.my-label must be letters, digits and _
          loki          | field.flow_log = x                | siem.field.flow_log is set, but each flow has its own
          loki          | compression = zstd                | siem.compression is zstd, but Loki takes none or gzip only
          loki          | user = me                         | siem.user is set, but flowlogs.destination.siem.password is missing
          loki          | token = Bearer t                  | siem.token begins with 'Bearer', which the type adds
          webhook       | token = whsec_no=base64           | siem.token begins with whsec_, but no key in Base64 follows
          webhook       | field.x = y                       | siem.field.x is set, but flowlogs.destination.siem.type is webhook, which has no fixed fields
          elasticsearch | user = me                         | siem.user is set, but flowlogs.destination.siem.password is missing
          event-hubs    | topic = t                         | siem.token is missing, and flowlogs.destination.siem.credentials is missing
          """)
  void whatATypeWouldIgnoreIsRefused(String type, String line, String sentence) throws IOException {
    assertThat(problems("siem.type = " + type, "siem.url = https://h", "siem." + line))
        .singleElement()
        .asString()
        .contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          datadog  |             | field.rule = x             | siem.field.rule is set, but each flow has its own rule already
          newrelic |             | field.src_ip = x           | siem.field.src_ip is set, but each flow has its own src_ip already
          datadog  | ecs         | field.source = x           | siem.field.source is set, but each flow has its own source already
          newrelic | udm         | field.principal = x        | siem.field.principal is set, but each flow has its own principal already
          datadog  | asim        | field.DvcAction = x        | siem.field.DvcAction is set, but each flow has its own DvcAction already
          datadog  | ocsf        | field.class_uid = x        | siem.field.class_uid is set, but each flow has its own class_uid already
          datadog  |             | field.timestamp = x        | siem.field.timestamp is set, but each flow has its own timestamp already
          datadog  |             | derive = service           | gives flows a field service, which Datadog has for something else
          newrelic |             | fields = time as timestamp | gives flows a field timestamp, which New Relic has for something else
          """)
  void aMemberThatEachFlowHasIsNotThereTwice(
      String type, String format, String line, String sentence) throws IOException {
    assertThat(
            problems(
                "siem.type = " + type,
                "siem.token = t",
                format == null ? "" : "siem.format = " + format,
                "siem." + line))
        .singleElement()
        .asString()
        .contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          field.service = edge  | field.ddtags = env:prod, team:net
          derive = service      | fields = *, service as service_name
          derive = service      | field.service =
          fields = id, src_ip   | field.rule = x
          """)
  void aMemberThatIsThereOnceIsFine(String one, String other) throws IOException {
    assertThat(problems("siem.type = datadog", "siem.token = t", "siem." + one, "siem." + other))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flat | time as TimeGenerated, *                | gives a column 'id', a name that Microsoft Sentinel and Log Analytics keeps
          flat | id as flow_id, state as Type            | gives a column 'Type', a name that Microsoft Sentinel and Log Analytics keeps
          flat | id as flow_id, time as @timestamp       | gives a column '@timestamp', but a column has at most 45 letters
          flat | id as a123456789b123456789c123456789d123456789e12345 | but a column has at most 45 letters
          flat | id as flow_id, time as TimeGenerated    |
          asim |                                         |
          """)
  void columnsThatSentinelDoesNotTakeAreRefused(String format, String fields, String sentence)
      throws IOException {
    List<String> problems =
        problems(
            "siem.type = sentinel",
            "siem.url = https://h",
            "siem.rule = dcr-0",
            "siem.stream = Custom-T",
            "siem.credentials = prod",
            "siem.format = " + format,
            fields == null ? "" : "siem.fields = " + fields);
    if (sentence == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(sentence);
    }
  }

  @Test
  void whatEachTypeWouldIgnoreIsRefused() throws IOException {
    assertThat(
            problems(
                "siem.type = splunk-hec",
                "siem.url = https://h",
                "siem.token = splunk 1234",
                "siem.compression = zstd",
                "siem.field.time = 1",
                "siem.field.sourcetyp = a"))
        .hasSize(4)
        .anyMatch(problem -> problem.contains("siem.token begins with 'Splunk', which the type"))
        .anyMatch(problem -> problem.contains("siem.compression is zstd, but Splunk's"))
        .anyMatch(problem -> problem.contains("siem.field.time is set, but each flow has its own"))
        .anyMatch(problem -> problem.contains("did you mean field.sourcetype?"));
    assertThat(problems("siem.type = stdout", "siem.compression = gzip"))
        .singleElement()
        .asString()
        .contains("siem.compression is gzip, but Standard output takes none only");
    assertThat(problems("siem.type = loki", "siem.uri = file:out"))
        .singleElement()
        .asString()
        .contains("siem.uri is file:, which Loki is not reached by");
    assertThat(
            problems(
                "siem.type = sentinel",
                "siem.url = https://h",
                "siem.rule = dcr-0",
                "siem.stream = Custom-T",
                "siem.credentials = sample"))
        .singleElement()
        .asString()
        .contains("siem.credentials is 'sample', which is a directory");
    Files.writeString(dir.resolve("user.json"), "{\"type\":\"authorized_user\"}");
    for (String file : new String[] {"none.json", "user.json", "application.properties"}) {
      assertThat(
              problems(
                  "siem.type = secops", "siem.url = https://h", "siem.credentials-file=" + file))
          .singleElement()
          .asString()
          .contains("siem.credentials-file: ")
          .contains(file);
    }
    String hub = "siem.token = Endpoint=sb://h/;SharedAccessKeyName=n;SharedAccessKey=secret=";
    assertThat(problems("siem.type = event-hubs", "siem.topic = t", hub + ";EntityPath=t"))
        .isEmpty();
    assertThat(problems("siem.type = event-hubs", "siem.topic = t", hub + ";EntityPath=u"))
        .singleElement()
        .asString()
        .contains("siem.topic is 't', but flowlogs.destination.siem.token is for 'u'");
    assertThat(problems("siem.type = event-hubs", "siem.topic = t", "siem.token = secret"))
        .singleElement()
        .asString()
        .contains("it lacks Endpoint, SharedAccessKeyName, SharedAccessKey")
        .doesNotContain("secret");
    assertThat(problems("siem.type = event-hubs", "siem.topic = t", hub, "siem.credentials = prod"))
        .anyMatch(problem -> problem.contains("siem.credentials are both set"))
        .anyMatch(problem -> problem.contains("it must name the host, such as https://ns.serv"));
  }

  @Test
  void whatSyslogCannotKeepItsPromiseWithIsRefused() throws IOException {
    assertThat(
            problems(
                "siem.type = syslog",
                "siem.url = udp://syslog.example.com:514",
                "siem.framing = array",
                "siem.format = parquet",
                "siem.compression = gzip"))
        .anyMatch(problem -> problem.contains("tls://host:port. UDP loses messages"))
        .anyMatch(problem -> problem.contains("framing is array, but syslog takes octets or"))
        .anyMatch(problem -> problem.contains("is parquet, but syslog takes cef or a format of"))
        .anyMatch(problem -> problem.contains("syslog is not compressed"));
    assertThat(problems("siem.type = syslog", "siem.uri = netty:udp://a:514"))
        .anyMatch(problem -> problem.contains("must begin with netty:tcp://"));
    assertThat(problems("siem.type = syslog", "siem.uri = netty:tcp://a:514?sync=false"))
        .anyMatch(problem -> problem.contains("which syslog sets itself"));
    assertThat(problems("siem.type = opensearch", "siem.url = tcp://a:514"))
        .anyMatch(problem -> problem.contains("takes a URL of http or https"));
    assertThat(problems("siem.uri = https://a/in", "siem.framing = octets"))
        .anyMatch(problem -> problem.contains("only syslog takes that"));
  }

  @Test
  void everyBlockOfThePageIsAConfiguration() throws IOException {
    Files.writeString(
        dir.resolve("service-account.json"),
        "{\"client_email\":\"a\",\"private_key\":\"b\",\"token_uri\":\"c\"}");
    List<String> blocks = DestinationsPage.blocks();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(Receivers.all().size());
    for (String block : blocks) {
      assertThat(problems(block)).as(block).isEmpty();
      if (block.contains(".type = ")) {
        assertThat(block.lines().count()).as(block).isLessThanOrEqualTo(6);
      }
    }
    for (Receiver row : Receivers.all()) {
      assertThat(blocks).anyMatch(block -> block.contains("type = " + row.name() + '\n'));
      assertThat(DestinationsPage.text())
          .as("how a copy is recognised")
          .contains("| `%s` | %s |".formatted(row.name(), row.resent()));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void thePageHasAllThatAReaderOfATypeNeeds(Receiver row) {
    assertThat(DestinationsPage.section(row.name()))
        .containsSubsequence(
            "**Create.** ",
            "```properties\n",
            "**Check.**\n",
            "$ ./flowlogs check --send --destination siem\n",
            "The test flow is ",
            "**Copies.** ");
    assertThat(DestinationsPage.costs()).containsKey("`" + row.name() + "`");
  }
}
