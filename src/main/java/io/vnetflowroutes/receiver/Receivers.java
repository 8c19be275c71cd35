package io.vnetflowroutes.receiver;

import io.vnetflowroutes.receiver.Receiver.Carrier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
              Row.http("splunk-hec", "Splunk's HTTP Event Collector")
                  .path("/services/collector/event")
                  .contentType("application/json")
                  .token("Authorization", "Splunk ")
                  .takes("index", "ack")
                  .needs("url", "token")
                  .with("compression", "gzip")
                  .with("body-limit", "975KB")
                  .field("source", "vnet-flow-routes")
                  .field("sourcetype", "azure:vnet:flow")
                  .envelope(Envelopes::hec)
                  .answers(options -> new HecAnswers(options.channel()))
                  .resent("the same `id` in the event; search with `dedup id`"),
              Row.http("webhook", "Any web server")
                  .needs("url")
                  .with("body-limit", "975KB")
                  .with("framing", "array")
                  .bare()
                  .signs()
                  .resent("the same header `webhook-id`, and the same ids in the flows"),
              Row.of("stdout", "Standard output", Carrier.STANDARD_OUTPUT)
                  .bare()
                  .resent("the same `id` in the line"))
          .collect(
              Collectors.toMap(
                  Receiver::name, row -> row, (one, other) -> one, LinkedHashMap::new));

  private Receivers() {}

  /** Elasticsearch and its sister, of which each has a token of its own kind. */
  private static Row bulk(String name, String title) {
    return Row.http(name, title)
        .path("/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason")
        .contentType("application/x-ndjson")
        .takes("index", "user", "password")
        .needs("url")
        .with("format", "ecs")
        .with("index", "flows-{yyyy.MM.dd}")
        .with("compression", "gzip")
        .with("body-limit", "4MB")
        .linesOfEntry(2)
        .envelope(Envelopes::bulk)
        .answers(new BulkAnswers());
  }

  /** The words for them, in the order of the rows. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** All of them. */
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

  /** The types that take a key, for the reference. */
  public static String thatTake(String key) {
    return all().stream()
        .filter(type -> type.keys().contains(key))
        .map(Receiver::name)
        .collect(Collectors.joining(", "));
  }
}
