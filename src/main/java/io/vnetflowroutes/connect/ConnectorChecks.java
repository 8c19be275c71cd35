package io.vnetflowroutes.connect;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.LoginText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.SaslConfigs;

/** What of a connector's keys does not fit together: keys without effect, topics and sizes. */
final class ConnectorChecks {

  private static final String OFFSETS_TOPIC = "offsets.storage.topic";
  private static final String OVERRIDE = ".override.";
  private static final String LARGEST_REQUEST = "producer.override.max.request.size";

  /** The default of Kafka's producer. */
  private static final int DEFAULT_REQUEST = 1 << 20;

  /** What a record has besides its value: key, headers and frame. */
  private static final int AROUND_A_VALUE = 4096;

  /** Keys of a destination that structs have no use for. */
  private static final Set<String> OF_BYTES =
      Set.of(
          DestinationKeys.FORMAT.shortName(),
          DestinationKeys.FIELDS.shortName(),
          DestinationKeys.DERIVE.shortName(),
          DestinationKeys.CEF_VERSION.shortName(),
          DestinationKeys.OCSF_VERSION.shortName());

  /** Keys of the connector that only records of flows have a use for. */
  private static final Set<Key<?>> OF_FLOWS = Set.of(ConnectorKeys.KEY, ConnectorKeys.HEADERS);

  private ConnectorChecks() {}

  /** One sentence each. */
  static List<String> problems(ConnectorSettings settings, Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    boolean batches = settings.get(ConnectorKeys.CONTENT) == ConnectorKeys.Content.BATCHES;
    if (batches) {
      ConnectorSettings.keys().values().stream()
          .filter(key -> key.ofDestination() || OF_FLOWS.contains(key.key()))
          .filter(key -> isSet(given, key.name()))
          .forEach(
              key ->
                  problems.add(
                      "%s is set, but %s is batches, which are the blob's own bytes; leave it out"
                          .formatted(key.name(), ConnectorKeys.CONTENT)));
    } else if (settings.structs()) {
      ConnectorSettings.keys().values().stream()
          .filter(key -> OF_BYTES.contains(key.key().shortName()))
          .filter(key -> isSet(given, key.name()))
          .forEach(
              key ->
                  problems.add(
                      "%s is set, but %s is struct, which has the same fields always; leave it out"
                          .formatted(key.name(), ConnectorKeys.VALUE)));
    }
    topics(settings, given, batches, problems);
    size(settings, given, problems);
    logins(given, problems);
    placeholders(given, problems);
    return problems;
  }

  /** A worker has put in what its config providers gave; what they do not know it leaves. */
  private static void placeholders(Map<String, String> given, List<String> problems) {
    given.forEach(
        (key, value) ->
            placeholder(key, value)
                .ifPresent(
                    provider ->
                        problems.add(
                            "%s is a placeholder that the worker has not replaced: config.providers of the worker must have '%s', and that must know what is asked for"
                                .formatted(key, provider))));
  }

  /** The name of the config provider that a value was to come from. */
  private static Optional<String> placeholder(String key, String value) {
    boolean ours = key.startsWith(SettingsReader.PREFIX) || key.contains(OVERRIDE);
    Matcher found = ConfigTransformer.DEFAULT_PATTERN.matcher(value == null ? "" : value);
    return ours && found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** The status of a task that fails for a malformed login quotes a part of the password. */
  private static void logins(Map<String, String> given, List<String> problems) {
    Stream.of("producer", "consumer", "admin")
        .map(client -> client + OVERRIDE + SaslConfigs.SASL_JAAS_CONFIG)
        .filter(key -> isSet(given, key) && placeholder(key, given.get(key)).isEmpty())
        .flatMap(key -> LoginText.problem(key, given.get(key)).stream())
        .forEach(problems::add);
  }

  private static boolean isSet(Map<String, String> given, String key) {
    String value = given.get(key);
    return value != null && !value.isBlank();
  }

  /** A consumer of one kind of record must find no other in its topic. */
  private static void topics(
      ConnectorSettings settings,
      Map<String, String> given,
      boolean batches,
      List<String> problems) {
    Map<String, String> taken = new LinkedHashMap<>();
    if (isSet(given, OFFSETS_TOPIC)) {
      taken.put(given.get(OFFSETS_TOPIC).trim(), OFFSETS_TOPIC);
    }
    List<Key<String>> ofFlows = List.of(ConnectorKeys.ALLOW_TOPIC, ConnectorKeys.DENY_TOPIC);
    Stream.of(
            batches ? List.of(ConnectorKeys.BATCHES_TOPIC) : ofFlows,
            List.of(ConnectorKeys.DEAD_LETTER_TOPIC, ConnectorKeys.PROGRESS_TOPIC))
        .flatMap(List::stream)
        .forEach(
            key -> {
              String other = taken.putIfAbsent(settings.get(key), key.name());
              boolean bothOfFlows =
                  key == ConnectorKeys.DENY_TOPIC && ConnectorKeys.ALLOW_TOPIC.name().equals(other);
              if (other != null && !bothOfFlows) {
                problems.add(
                    "%s is %s, as is %s, but each kind of record needs a topic of its own"
                        .formatted(key, settings.get(key), other));
              }
            });
  }

  /** A record that the producer refuses fails the task, over and over. */
  private static void size(
      ConnectorSettings settings, Map<String, String> given, List<String> problems) {
    String set = given.get(LARGEST_REQUEST);
    int request;
    try {
      request = set == null ? DEFAULT_REQUEST : Integer.parseInt(set.trim());
    } catch (NumberFormatException e) {
      return; // Connect refuses it by itself
    }
    int limit = settings.get(ConnectorKeys.VALUE_LIMIT);
    if (limit > request - AROUND_A_VALUE) {
      problems.add(
          "%s is %d bytes, but %s is %d%s, and must be at least %d bytes more; lower the one or raise the other, and max.message.bytes of the topics with it"
              .formatted(
                  SettingsReader.PREFIX + ConnectorKeys.VALUE_LIMIT.shortName(),
                  limit,
                  LARGEST_REQUEST,
                  request,
                  set == null ? " by default" : "",
                  AROUND_A_VALUE));
    }
  }
}
