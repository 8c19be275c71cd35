package io.vnetflowroutes.receiver;

import io.vnetflowroutes.receiver.Receiver.Carrier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of receivers: a row of facts each. */
public final class Receivers {

  private static final Map<String, Receiver> BY_NAME =
      Stream.of(
              bulk("elasticsearch", "Elasticsearch")
                  .token("Authorization", "ApiKey ")
                  .resent("the document's `_id`; it is in the index once"),
              bulk("opensearch", "OpenSearch")
                  .token("Authorization", "Bearer ")
                  .resent("the document's `_id`; it is in the index once"),
              ReceiverRow.http("splunk-hec", "Splunk's HTTP Event Collector")
                  .path("/services/collector/event")
                  .contentType("application/json")
                  .token("Authorization", "Splunk ")
                  .takes("index", "ack")
                  .needs("url", "token")
                  .with("compression", "gzip")
                  .with("body-limit", "975KB")
                  .field("source", "vnet-flow-routes")
                  .field("sourcetype", "azure:vnet:flow")
                  .fieldNames(
                      new FieldNames(
                          Set.of("time", "event", "index", "fields"),
                          Set.of("host", "source", "sourcetype"),
                          FieldNames.ANY.allowed(),
                          ""))
                  .compressions("none", "gzip")
                  .envelope(Envelopes::hec)
                  .answers(options -> new HecAnswers(options.channel()))
                  .resent("the same `id` in the event; search with `dedup id`"),
              ReceiverRow.http("sentinel", "Microsoft Sentinel and Log Analytics")
                  .path("/dataCollectionRules/{rule}/streams/{stream}?api-version=2023-01-01")
                  .contentType("application/json")
                  .takes("rule", "stream", "credentials")
                  .needs("url", "rule", "stream", "credentials")
                  .with("fields", "time as TimeGenerated, id as flow_id, *")
                  .with("compression", "gzip")
                  .with("body-limit", "975KB")
                  .compressions("none", "gzip")
                  .columns(
                      new FieldNames(
                          Set.of(
                              "_ResourceId",
                              "_SubscriptionId",
                              "id",
                              "TenantId",
                              "Title",
                              "Type",
                              "UniqueId"),
                          Set.of(),
                          Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,44}"),
                          "at most 45 letters, digits and _, with a letter in front"))
                  .oldest(Duration.ofHours(48), "get the time of receipt as TimeGenerated")
                  .assembly(Assembly.of("[", ",", "]"))
                  .resent("the same `flow_id`; summarize with `arg_max(TimeGenerated, *)`"),
              ReceiverRow.http("otlp", "OpenTelemetry")
                  .path("/v1/logs")
                  .contentType("application/json")
                  .token("Authorization", "Bearer ")
                  .takes("user", "password")
                  .needs("url")
                  .with("compression", "gzip")
                  .with("body-limit", "4MB")
                  .field("service.name", "vnet-flow-logs")
                  .writesItself(
                      "cloud.provider",
                      "cloud.account.id",
                      "cloud.region",
                      "cloud.resource_id",
                      "azure.flow_log.id",
                      "azure.flow_log.type",
                      "host.mac")
                  .writes()
                  .envelope((flow, options, ofType) -> new OtlpRecord(options, ofType))
                  .assembly(
                      new Assembly("{\"resourceLogs\":[", ",", "]}", "\"logRecords\":[", "]}]}"))
                  .answers(new OtlpAnswers())
                  .resent("the same attribute `flow.id`"),
              ReceiverRow.of("event-hubs", "Azure Event Hubs", Carrier.KAFKA)
                  .takes("url", "token", "topic", "credentials")
                  .needs("topic")
                  .bare()
                  .resent("the same `id` in the record"),
              ReceiverRow.http("loki", "Loki")
                  .path("/loki/api/v1/push")
                  .contentType("application/json")
                  .token("Authorization", "Bearer ")
                  .takes("user", "password")
                  .needs("url")
                  .with("compression", "gzip")
                  .with("body-limit", "2MB")
                  .field("job", "vnet-flow-logs")
                  .fieldNames(
                      new FieldNames(
                          Set.of("flow_log", "decision", "day", "hour"),
                          Set.of(),
                          Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*"),
                          "letters, digits and _, and no digit in front"))
                  .compressions("none", "gzip")
                  .oldest(Duration.ofHours(168), "are refused")
                  .envelope(Documents::loki)
                  .assembly(new Assembly("{\"streams\":[", ",", "]}", "\"values\":[", "]}"))
                  .resent("the same time and line, which Loki keeps once"),
              ReceiverRow.http("datadog", "Datadog")
                  .home("https://http-intake.logs.datadoghq.com")
                  .path("/api/v2/logs")
                  .contentType("application/json")
                  .token("DD-API-KEY", "")
                  .needs("token")
                  .with("compression", "gzip")
                  .with("body-limit", "4MB")
                  .mostFlows(1000)
                  .field("ddsource", "azure.vnet")
                  .field("service", "vnet-flow-logs")
                  .merges("timestamp")
                  .oldest(Duration.ofHours(18), "are not placed at their time")
                  .envelope(Documents::merged)
                  .assembly(Assembly.of("[", ",", "]"))
                  .resent("the same `id` in the log"),
              ReceiverRow.http("newrelic", "New Relic")
                  .home("https://log-api.newrelic.com")
                  .path("/log/v1")
                  .contentType("application/json")
                  .token("Api-Key", "")
                  .needs("token")
                  .with("compression", "gzip")
                  .with("body-limit", "975KB")
                  .field("logtype", "azure.vnet.flow")
                  .merges("timestamp")
                  .compressions("none", "gzip")
                  .oldest(Duration.ofHours(48), "may be dropped, though it answers 202")
                  .envelope(Documents::common)
                  .assembly(new Assembly("[", ",", "]", "\"logs\":[", "]}"))
                  .resent("the same attribute `id`"),
              ReceiverRow.http("sumo", "Sumo Logic")
                  .path("/receiver/v1/http/{token}")
                  .takes("token")
                  .needs("url", "token")
                  .with("compression", "gzip")
                  .with("body-limit", "900KB")
                  .bare()
                  .resent("the same `id` in the line"),
              ReceiverRow.http("secops", "Google SecOps")
                  .path("/events:import")
                  .contentType("application/json")
                  .takes("credentials-file")
                  .needs("url", "credentials-file")
                  .with("format", "udm")
                  .with("compression", "gzip")
                  .with("body-limit", "975KB")
                  .envelope((flow, options, ofType) -> Documents.member("udm", flow))
                  .assembly(Assembly.of("{\"inlineSource\":{\"events\":[", ",", "]}}"))
                  .resent("the same `metadata.productLogId`"),
              ReceiverRow.http("clickhouse", "ClickHouse")
                  .path(
                      "/?query=INSERT%20INTO%20{table}%20FORMAT%20JSONEachRow"
                          + "&input_format_skip_unknown_fields=1&date_time_input_format=best_effort")
                  .takes("user", "password", "table")
                  .needs("url", "table")
                  .with("compression", "gzip")
                  .with("body-limit", "8MB")
                  .answers(new ClickHouseAnswers())
                  .resent("the same `id` in the row, which a `ReplacingMergeTree` merges"),
              ReceiverRow.http("webhook", "Any web server")
                  .needs("url")
                  .with("body-limit", "975KB")
                  .with("framing", "array")
                  .bare()
                  .signs()
                  .resent("the same header `webhook-id`, and the same ids in the flows"),
              ReceiverRow.of("syslog", "Syslog", Carrier.TCP)
                  .takes("url", "message-limit")
                  .needs("url")
                  .with("format", "cef")
                  .with("framing", "octets")
                  .with("message-limit", "8KB")
                  .with("body-limit", "975KB")
                  .field("app-name", "vnet-flow-routes")
                  .field("host", "")
                  .envelope(SyslogRecord::new)
                  .joined(SyslogFraming::of)
                  .resent("the same `id` in the structured data"),
              ReceiverRow.of("stdout", "Standard output", Carrier.STANDARD_OUTPUT)
                  .compressions("none")
                  .bare()
                  .resent("the same `id` in the line"))
          .collect(
              Collectors.toMap(
                  Receiver::name, row -> row, (one, other) -> one, LinkedHashMap::new));

  private Receivers() {}

  /** Elasticsearch and OpenSearch, which differ in the kind of their tokens. */
  private static ReceiverRow bulk(String name, String title) {
    return ReceiverRow.http(name, title)
        .path("/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason")
        .contentType("application/x-ndjson")
        .takes("index", "user", "password")
        .needs("url")
        .with("format", "ecs")
        .with("index", "flows-{yyyy.MM.dd}")
        .with("compression", "gzip")
        .with("body-limit", "4MB")
        .compressions("none", "gzip")
        .linesOfEntry(2)
        .envelope(Envelopes::bulk)
        .answers(new BulkAnswers());
  }

  /** The names of the types, in the order of the rows. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** All types. */
  public static List<Receiver> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The type of a name. */
  public static Optional<Receiver> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The defaults of a key, by the types that have one of their own. */
  public static Map<String, String> defaultsOf(String key) {
    return all().stream()
        .filter(type -> type.defaults().containsKey(key))
        .collect(Collectors.toMap(Receiver::name, type -> type.defaults().get(key)));
  }

  /** Whether a text may be the name of an index. */
  public static boolean isIndex(String text) {
    return HourlyName.isOne(text);
  }

  /** Whether a text may be a secret that signs requests. */
  public static boolean isSigningSecret(String text) {
    return WebhookSignature.isSecret(text);
  }

  /** The types that have a key, for the reference. */
  public static String thatTake(String key) {
    return all().stream()
        .filter(type -> type.keys().contains(key))
        .map(Receiver::name)
        .collect(Collectors.joining(", "));
  }
}
