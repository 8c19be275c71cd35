package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.BODY_LIMIT;
import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.GATHER;
import static io.vnetflowroutes.settings.DestinationKeys.HEADER;
import static io.vnetflowroutes.settings.DestinationKeys.KEY;
import static io.vnetflowroutes.settings.DestinationKeys.TOKEN;
import static io.vnetflowroutes.settings.DestinationKeys.TOO_OLD;
import static io.vnetflowroutes.settings.DestinationKeys.TYPE;
import static io.vnetflowroutes.settings.DestinationKeys.URI;
import static io.vnetflowroutes.settings.DestinationKeys.URL;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.FilterSettings;
import io.vnetflowroutes.settings.FormatChoice;
import io.vnetflowroutes.settings.LoginText;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReceiverSettings;
import io.vnetflowroutes.settings.ReceiverSettings.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes destinations from their settings, and reports what a destination lacks. */
public final class DestinationSettings {

  /** The most that a destination gathers if it must fit into memory. */
  private static final long MOST_IN_MEMORY = 64 << 20;

  /** S3 accepts objects of 5 GB in one request; sizes are estimates, so this is less. */
  private static final long MOST_OF_AN_OBJECT = 4L << 30;

  private DestinationSettings() {}

  private static void gatherProblems(
      Settings.Group<DestinationKeys> group, long size, List<String> problems) {
    String uri = group.get(URI).orElse("");
    if (!LayoutSettings.hasFolders(uri) && size > MOST_IN_MEMORY) {
      problems.add(
          "%s has a size of more than 64MB, but a body is made in memory; only files and objects may be larger"
              .formatted(group.key(GATHER)));
    }
    if (LayoutSettings.isObject(uri) && size > MOST_OF_AN_OBJECT) {
      problems.add(
          "%s has a size of more than 4GB; object stores take no larger objects in one request"
              .formatted(group.key(GATHER)));
    }
  }

  /** One sentence for each mistake in the settings of destinations. */
  public static List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    List<Settings.Group<DestinationKeys>> groups = settings.groups(DestinationKeys.GROUP);
    for (Settings.Group<DestinationKeys> group : groups) {
      problems(settings, group, problems);
    }
    login(settings.get(ProgramKeys.DEAD_LETTER), ProgramKeys.DEAD_LETTER.name())
        .ifPresent(problems::add);
    problems.addAll(DestinationFolders.problems(settings));
    problems.addAll(DestinationContainers.problems(settings));
    return problems;
  }

  private static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    if (group.name().equals(DeadLetters.NAME)) {
      problems.add(
          "%s: this name is taken; set %s instead"
              .formatted(DestinationKeys.GROUP.of(DeadLetters.NAME), ProgramKeys.DEAD_LETTER));
    }
    if (group.get(URI).isEmpty() && group.get(TYPE).isEmpty()) {
      problems.add(
          "%s is missing, and %s is missing, too; a destination needs one of them"
              .formatted(group.key(URI), group.key(TYPE)));
    }
    ReceiverSettings.problems(settings, group, problems);
    group
        .get(KEY)
        .ifPresent(
            key -> {
              try {
                TupleField.named(key);
              } catch (IllegalArgumentException e) {
                problems.add("%s: %s".formatted(group.key(KEY), e.getMessage()));
              }
              if (framing(group) != Framing.RECORDS) {
                problems.add(
                    "%s is set, but only a record of a single flow has a key, which is what Kafka takes; leave it out"
                        .formatted(group.key(KEY)));
              }
            });
    if (group.text(FRAMING).equals("records")
        && group.get(URI).orElse("").matches("(file|https?|azure-storage-blob|aws2-s3):.*")) {
      problems.add(
          "%s is records, but files, objects and HTTP take lines or array"
              .formatted(group.key(FRAMING)));
    }
    if (!group.get(HEADER).isEmpty()
        && group.get(URI).orElse("").matches("(file|azure-storage-blob|aws2-s3):.*")) {
      problems.add(
          "%s is set, but files and objects have no headers; leave it out"
              .formatted(
                  group.key(HEADER).replace("*", group.get(HEADER).keySet().iterator().next())));
    }
    if (group.get(GATHER).isPresent() && framing(group) == Framing.RECORDS) {
      problems.add(
          "%s is set, but %s takes a record a flow, which Kafka's client gathers itself; set lingerMs and producerBatchSize in %s instead, or %s to lines or array"
              .formatted(group.key(GATHER), group.name(), group.key(URI), group.key(FRAMING)));
    }
    if (group.get(GATHER).isPresent() && group.text(TOO_OLD).equals("dead-letter")) {
      problems.add(
          "%s is dead-letter, but what %s gathers is of many ages and is sent whole; leave %s out"
              .formatted(group.key(TOO_OLD), group.name(), group.key(GATHER)));
    }
    group.get(GATHER).ifPresent(limits -> gatherProblems(group, limits.size(), problems));
    FileOptions.problems(group, problems);
    LayoutSettings.problems(settings, group, problems);
    FormatSettings.problems(settings, group, problems);
    problems.addAll(DeriveSettings.problems(settings, group));
    FilterSettings.problems(group, problems);
    login(group).ifPresent(problems::add);
    String compression = group.get(COMPRESSION).orElse("none");
    if (kafka(group) && !compression.equals("none")) {
      problems.add(
          "%s is %s, but Kafka compresses by itself; set compressionCodec in %s instead"
              .formatted(group.key(COMPRESSION), compression, group.key(URI)));
    }
  }

  /** The mistake in the login to Kafka that a URI or an event hub's token makes. */
  private static Optional<String> login(Settings.Group<DestinationKeys> group) {
    Optional<String> ofUri = group.get(URI).flatMap(uri -> login(uri, group.key(URI)));
    if (ofUri.isPresent()) {
      return ofUri;
    }
    return kafka(group) && group.get(TOKEN).orElse("").matches(".*[\"\\\\].*")
        ? Optional.of(
            "%s holds a quotation mark or a backslash, which no connection string of Azure's has"
                .formatted(group.key(TOKEN)))
        : Optional.empty();
  }

  /**
   * The mistake in the login to Kafka in a URI.
   *
   * @param key the setting that holds the URI
   */
  private static Optional<String> login(String uri, String key) {
    return uri.startsWith("kafka:")
        ? CamelUri.of(uri, text -> text).options().stream()
            .filter(option -> option.plainName().equals("saslJaasConfig"))
            .filter(option -> option.value() != null && !option.value().contains("{{"))
            .map(option -> LoginText.problem("saslJaasConfig in " + key, option.plain()))
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  /** The Camel URI of a destination; empty if the settings name none. */
  static Optional<String> uri(Settings.Group<DestinationKeys> group) {
    return group
        .get(URI)
        .map(uri -> overTcp(group) ? SyslogClient.complete(uri) : uri)
        .or(() -> ReceiverSettings.url(group))
        .or(() -> ReceiverSettings.type(group).map(type -> withoutUrl(type, group)));
  }

  private static String withoutUrl(Receiver type, Settings.Group<DestinationKeys> group) {
    return switch (type.carrier()) {
      case STANDARD_OUTPUT -> StandardOutput.SCHEME + ":flows";
      case KAFKA -> EventHub.uri(group);
      case TCP -> SyslogClient.uri(group.text(URL));
      case HTTP -> throw new IllegalArgumentException(type.name() + " needs a URL");
    };
  }

  /** Whether a destination is a Kafka topic. */
  static boolean kafka(Settings.Group<DestinationKeys> group) {
    return group.get(URI).orElse("").startsWith("kafka:")
        || ReceiverSettings.type(group).filter(type -> type.carrier() == Carrier.KAFKA).isPresent();
  }

  /** Whether a destination is a receiver of syslog. */
  public static boolean overTcp(Settings.Group<DestinationKeys> group) {
    return ReceiverSettings.type(group).filter(type -> type.carrier() == Carrier.TCP).isPresent();
  }

  /** The destination of a group, without its filter. */
  public static Destination destination(
      Settings settings, Settings.Group<DestinationKeys> group, Lookups lookups) {
    return destination(
        settings,
        group,
        FormatSettings.formats(settings, group, lookups),
        null,
        null,
        ResumedBatches.none(),
        "",
        Gatherer.Limits.NONE);
  }

  /** The destination of a group, with its filter. */
  public static Destination destination(
      Settings settings,
      Settings.Group<DestinationKeys> group,
      Lookups lookups,
      FilterReport leftOut,
      ProcessResources resources) {
    FormatPool formats = FormatSettings.formats(settings, group, lookups);
    Gatherer.Limits gather =
        group
            .get(GATHER)
            .filter(limits -> resources.spools())
            .map(limits -> new Gatherer.Limits(limits.size(), limits.age()))
            .orElse(Gatherer.Limits.NONE);
    return destination(
        settings,
        group,
        formats,
        FilterSettings.filter(group),
        leftOut,
        resources.resumed(),
        resources.unit(),
        gather);
  }

  private static Destination destination(
      Settings settings,
      Settings.Group<DestinationKeys> group,
      FormatPool formats,
      Filter filter,
      FilterReport leftOut,
      ResumedBatches resumed,
      String unit,
      Gatherer.Limits gather) {
    Framing framing = framing(group);
    String compression =
        FormatChoice.isWholeFile(group) ? "none" : group.get(COMPRESSION).orElse("none");
    TupleField key = group.get(KEY).map(TupleField::named).orElse(null);
    MessageLayout layout =
        new MessageLayout(
            framing,
            Compression.valueOf(compression.toUpperCase(Locale.ROOT)),
            key,
            group.get(BODY_LIMIT),
            ReceiverSettings.type(group).map(Receiver::mostFlows).orElse(Integer.MAX_VALUE),
            LayoutSettings.layout(group).orElse(FolderLayout.HIVE));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Optional<Spoken> spoken = ReceiverSettings.spoken(settings, group);
    spoken.map(Spoken::headers).ifPresent(headers::putAll);
    headers.putAll(group.get(HEADER));
    if (kafka(group)) {
      ReceiverSettings.entra(settings, group)
          .ifPresent(tokens -> EntraLogin.bind(group.name(), tokens::token));
    }
    return new Destination(
        group.name(),
        uri(group).orElseThrow(),
        group.get(FORMAT),
        spoken
            .map(Spoken::protocol)
            .map(protocol -> formats.each(protocol::around))
            .orElse(formats),
        filter,
        leftOut,
        resumed,
        layout,
        headers,
        spoken.map(Spoken::protocol).orElse(null),
        unit,
        gather);
  }

  private static Framing framing(Settings.Group<DestinationKeys> group) {
    return group
        .get(FRAMING)
        .map(word -> word.equals("octets") ? "lines" : word)
        .map(word -> Framing.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(kafka(group) ? Framing.RECORDS : Framing.LINES);
  }
}
