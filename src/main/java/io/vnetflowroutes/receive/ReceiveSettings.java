package io.vnetflowroutes.receive;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.LoginText;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the settings of receiving, and reports their mistakes. */
public final class ReceiveSettings {

  private static final String GROUP = "flowlogs";

  /** The longest word that a sentence may repeat; secrets are longer. */
  private static final int SHORT = 4;

  /** The options on which the promises depend, so that users must not set them. */
  private static final Map<String, String> OWN =
      Map.of(
          ConsumerConfig.GROUP_ID_CONFIG,
          "set " + ProgramKeys.RECEIVE_GROUP + " instead",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "offsets are committed behind what is delivered, and by nothing else",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "a group begins where the topic does; kafka-consumer-groups.sh --reset-offsets moves it",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "it is read_committed, as batches of transactions that were given up come again",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          "batches are bytes",
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          "batches are bytes");

  /** The options of the classic protocol only, which the newer one refuses. */
  private static final Map<String, Object> CLASSIC =
      Map.of(
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
          10_000,
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
          3_000,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());

  /** Defaults that suit few large records better than the client's own. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 8,
          ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 60_000,
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8_000_000,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1_048_576,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);

  private static final String PROVIDERS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;

  private ReceiveSettings() {}

  /** Whether batches come from a topic instead of sources. */
  public static boolean receives(Settings settings) {
    return settings.get(ProgramKeys.RECEIVE_TOPIC).isPresent();
  }

  /** The consumer group of this process. */
  public static String group(Settings settings) {
    return settings
        .get(ProgramKeys.RECEIVE_GROUP)
        .orElseGet(
            () -> settings.get(ProgramKeys.ONLY).map(GROUP.concat("-")::concat).orElse(GROUP));
  }

  /** The destinations that get anything; empty for all. */
  public static Set<String> only(Settings settings) {
    return settings.get(ProgramKeys.ONLY).map(Set::of).orElse(Set.of());
  }

  /** The mistakes, one sentence each. */
  public static List<String> problems(Settings settings) {
    List<String> problems = receives(settings) ? wrong(settings) : needless(settings);
    problems.addAll(ofOptions(settings));
    return problems;
  }

  private static List<String> wrong(Settings settings) {
    List<String> problems = new ArrayList<>();
    for (String source : settings.names(SourceKeys.GROUP)) {
      problems.add(
          "%s and %s exclude each other: a process takes batches from Kafka, or reads sources itself"
              .formatted(ProgramKeys.RECEIVE_TOPIC, SourceKeys.GROUP.of(source)));
    }
    settings
        .get(ProgramKeys.ONLY)
        .filter(name -> !settings.names(DestinationKeys.GROUP).contains(name))
        .ifPresent(
            name ->
                problems.add(
                    "%s is '%s', but must be one of the destinations %s"
                        .formatted(ProgramKeys.ONLY, name, settings.names(DestinationKeys.GROUP))));
    String brokers = ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG;
    if (given(settings).getOrDefault(brokers, "").isEmpty()) {
      problems.add(
          "%s is missing; %s needs it, as in host:9092"
              .formatted(ProgramKeys.RECEIVE_KAFKA.of(brokers), ProgramKeys.RECEIVE_TOPIC));
    }
    return problems;
  }

  /** Mistakes in the options of Kafka's consumer. */
  private static List<String> ofOptions(Settings settings) {
    Map<String, String> given = given(settings);
    List<String> problems = new ArrayList<>();
    given.keySet().stream()
        .filter(OWN::containsKey)
        .forEach(
            name ->
                problems.add(
                    "%s cannot be set: %s"
                        .formatted(ProgramKeys.RECEIVE_KAFKA.of(name), OWN.get(name))));
    Map<String, String> known = new HashMap<>(given);
    known.keySet().removeAll(fromProviders(given));
    List<String> refused = refused(known);
    problems.addAll(refused);
    login(known).ifPresent(problems::add);
    if (refused.isEmpty() && !known.isEmpty()) {
      together(settings, given).ifPresent(problems::add);
    }
    return problems;
  }

  /**
   * The options that Kafka's client gets from its config providers, and the providers themselves.
   */
  private static Set<String> fromProviders(Map<String, String> given) {
    return given.getOrDefault(PROVIDERS, "").isBlank()
        ? Set.of()
        : given.entrySet().stream()
            .filter(
                option ->
                    option.getKey().startsWith(PROVIDERS)
                        || ConfigTransformer.DEFAULT_PATTERN.matcher(option.getValue()).find())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
  }

  private static Optional<String> login(Map<String, String> given) {
    String login = SaslConfigs.SASL_JAAS_CONFIG;
    return Optional.ofNullable(given.get(login))
        .flatMap(text -> LoginText.problem(ProgramKeys.RECEIVE_KAFKA.of(login), text));
  }

  /** A mistake that Kafka's client finds in the combination of options, without their values. */
  private static Optional<String> together(Settings settings, Map<String, String> given) {
    Properties options = consumer(settings);
    options.keySet().removeAll(fromProviders(given));
    options.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    options.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    try {
      ConsumerConfig read = new ConsumerConfig(options);
      int session = read.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
      int heartbeat = read.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
      return classic(given) && heartbeat >= session
          ? Optional.of(
              "%s is %d, but must be less than %s, which is %d"
                  .formatted(
                      ProgramKeys.RECEIVE_KAFKA.of(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                      heartbeat,
                      ProgramKeys.RECEIVE_KAFKA.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                      session))
          : Optional.empty();
    } catch (ConfigException e) {
      String message = e.getMessage();
      for (String value : given.values()) {
        message = value.length() < SHORT ? message : message.replace(value, "...");
      }
      return Optional.of(
          "%s are nothing that Kafka's client takes together: %s"
              .formatted(ProgramKeys.RECEIVE_KAFKA.of("*"), message));
    }
  }

  private static boolean classic(Map<String, String> given) {
    return !given.getOrDefault("group.protocol", "classic").equalsIgnoreCase("consumer");
  }

  /** The options that Kafka's client refuses, without their values, which may be secret. */
  private static List<String> refused(Map<String, String> given) {
    ConfigDef known = ConsumerConfig.configDef();
    List<String> problems = new ArrayList<>();
    for (ConfigValue value : known.validate(given)) {
      if (given.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
        problems.add(
            "%s is nothing that Kafka's client takes: it must be of type %s"
                .formatted(
                    ProgramKeys.RECEIVE_KAFKA.of(value.name()),
                    known.configKeys().get(value.name()).type()));
      }
    }
    return problems;
  }

  private static List<String> needless(Settings settings) {
    List<String> problems = new ArrayList<>();
    settings
        .get(ProgramKeys.ONLY)
        .ifPresent(
            name ->
                problems.add(
                    "%s needs %s: of a process that reads sources, all destinations get their flows"
                        .formatted(ProgramKeys.ONLY, ProgramKeys.RECEIVE_TOPIC)));
    if (settings.get(ProgramKeys.SPOOL_LIMIT) == 0) {
      problems.add(
          "%s is 0, but a process that reads sources must keep on disk what a destination does not"
                  .formatted(ProgramKeys.SPOOL_LIMIT)
              + " take, or one destination would hold up the others");
    }
    if (settings.get(ProgramKeys.RECEIVE_GROUP).isPresent()) {
      problems.add(
          "%s is missing; without it %s means nothing"
              .formatted(ProgramKeys.RECEIVE_TOPIC, ProgramKeys.RECEIVE_GROUP));
    }
    return problems;
  }

  /** Possible mistakes, such as an option that Kafka's client does not know; one sentence each. */
  public static List<String> warnings(Settings settings) {
    Set<String> known = ConsumerConfig.configNames();
    List<String> warnings = new ArrayList<>();
    given(settings).keySet().stream()
        .filter(name -> !known.contains(name) && !name.startsWith(PROVIDERS))
        .map(
            name ->
                "%s is no option of Kafka's consumer; did you mean %s?"
                    .formatted(
                        ProgramKeys.RECEIVE_KAFKA.of(name),
                        ProgramKeys.RECEIVE_KAFKA.of(Nearest.of(name, known))))
        .forEach(warnings::add);
    if (receives(settings)
        && settings.get(ProgramKeys.SPOOL_LIMIT) == 0
        && settings.get(ProgramKeys.ONLY).isEmpty()
        && settings.names(DestinationKeys.GROUP).size() > 1) {
      warnings.add(
          "%s is 0 and there are several destinations, so one that is down holds up the others; set %s and let each have a group of its own"
              .formatted(ProgramKeys.SPOOL_LIMIT, ProgramKeys.ONLY));
    }
    return warnings;
  }

  /** The options of Kafka's consumer. */
  public static Properties consumer(Settings settings) {
    Map<String, String> given = given(settings);
    Properties options = new Properties();
    options.putAll(DEFAULTS);
    if (classic(given)) {
      options.putAll(CLASSIC);
    }
    options.putAll(given);
    options.put(ConsumerConfig.GROUP_ID_CONFIG, group(settings));
    options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return options;
  }

  /** Whether a key is an option of the consumer that holds no secret, as Kafka declares it. */
  public static boolean showable(String key) {
    String prefix = ProgramKeys.RECEIVE_KAFKA.of("");
    if (!key.startsWith(prefix)) {
      return false;
    }
    ConfigDef.ConfigKey option =
        ConsumerConfig.configDef().configKeys().get(key.substring(prefix.length()));
    return option != null && option.type() != ConfigDef.Type.PASSWORD;
  }

  /** The options of a consumer that reads a topic by itself, as a member of no group. */
  public static Properties reader(Settings settings) {
    Properties options = consumer(settings);
    options.remove(ConsumerConfig.GROUP_ID_CONFIG);
    options.remove(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
    return options;
  }

  /** The user's options in Kafka's spelling: a variable of the environment has dashes for dots. */
  private static Map<String, String> given(Settings settings) {
    Map<String, String> given = new HashMap<>();
    new TreeMap<>(settings.get(ProgramKeys.RECEIVE_KAFKA))
        .descendingMap()
        .forEach((name, value) -> given.put(name.replace('-', '.'), value));
    return given;
  }
}
