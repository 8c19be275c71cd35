package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.ACK;
import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS;
import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS_FILE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELD;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.INDEX;
import static io.vnetflowroutes.settings.DestinationKeys.MESSAGE_LIMIT;
import static io.vnetflowroutes.settings.DestinationKeys.PASSWORD;
import static io.vnetflowroutes.settings.DestinationKeys.RULE;
import static io.vnetflowroutes.settings.DestinationKeys.STREAM;
import static io.vnetflowroutes.settings.DestinationKeys.TABLE;
import static io.vnetflowroutes.settings.DestinationKeys.TOKEN;
import static io.vnetflowroutes.settings.DestinationKeys.TOO_OLD;
import static io.vnetflowroutes.settings.DestinationKeys.TOPIC;
import static io.vnetflowroutes.settings.DestinationKeys.TYPE;
import static io.vnetflowroutes.settings.DestinationKeys.URI;
import static io.vnetflowroutes.settings.DestinationKeys.URL;
import static io.vnetflowroutes.settings.DestinationKeys.USER;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.receiver.Receivers;
import io.vnetflowroutes.source.EntraTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Reads the type of a destination, and the settings that belong to it. */
public final class ReceiverSettings {

  /** The keys that only some types have. */
  private static final List<GroupKey<DestinationKeys, ? extends Optional<?>>> OF_TYPES =
      List.of(
          URL,
          TOKEN,
          USER,
          PASSWORD,
          INDEX,
          TABLE,
          TOPIC,
          RULE,
          STREAM,
          CREDENTIALS,
          CREDENTIALS_FILE,
          ACK,
          MESSAGE_LIMIT,
          TOO_OLD);

  private ReceiverSettings() {}

  /** The type of a destination; empty if it has none. */
  public static Optional<Receiver> type(Settings.Group<DestinationKeys> group) {
    return group.get(TYPE).flatMap(Receivers::named);
  }

  /** Whether a key has the value that the type of the destination gives it. */
  public static boolean isDefault(
      Settings.Group<DestinationKeys> group, GroupKey<DestinationKeys, ?> key) {
    return type(group)
        .map(type -> type.defaults().get(key.shortName()))
        .filter(group.text(key)::equals)
        .isPresent();
  }

  /** The kind of a destination, for people: its type, or the scheme of its URI. */
  public static String kind(Settings.Group<DestinationKeys> group) {
    return group.get(TYPE).orElseGet(() -> group.get(URI).orElse("").replaceFirst(":.*", ""));
  }

  /** Adds a sentence for each setting that does not fit the type. */
  public static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    Optional<Receiver> type = type(group);
    if (type.isEmpty()) {
      if (group.get(TYPE).isEmpty()) {
        withoutType(group, problems);
      }
      return;
    }
    Receiver receiver = type.get();
    for (GroupKey<DestinationKeys, ? extends Optional<?>> key : OF_TYPES) {
      boolean set = group.get(key).isPresent();
      if (set && !receiver.keys().contains(key.shortName())) {
        problems.add(
            "%s is set, but %s is %s, which has none; leave it out"
                .formatted(group.key(key), group.key(TYPE), receiver.name()));
      }
      boolean instead = key.equals(URL) && (group.get(URI).isPresent() || receiver.home() != null);
      if (!set && !instead && receiver.needs().contains(key.shortName())) {
        problems.add(
            "%s is missing; %s is %s, which needs it"
                .formatted(group.key(key), group.key(TYPE), receiver.name()));
      }
    }
    group.get(URL).filter(Kind.URL.accepts()).ifPresent(url -> url(group, receiver, url, problems));
    if (group.get(URI).isPresent() && group.get(URL).isPresent()) {
      problems.add(
          "%s and %s are both set; keep the one that is meant"
              .formatted(group.key(URL), group.key(URI)));
    }
    if (group.get(TOKEN).isPresent() && group.get(USER).isPresent()) {
      problems.add(
          "%s and %s are both set; keep the login that is meant"
              .formatted(group.key(TOKEN), group.key(USER)));
    }
    if (group.get(PASSWORD).isPresent() && group.get(USER).isEmpty()) {
      problems.add("%s is set, but %s is missing".formatted(group.key(PASSWORD), group.key(USER)));
    }
    if (group.get(CREDENTIALS).isPresent()) {
      credentials(settings, group, problems);
    }
    if (receiver.carrier() == Carrier.TCP) {
      SyslogSettings.problems(group, problems);
      return;
    }
    ReceiverMistakes.add(settings, group, receiver, problems);
    group
        .get(URL)
        .filter(url -> !url.matches("(?i)https?:.*"))
        .ifPresent(
            url ->
                problems.add(
                    "%s is %s, but %s takes a URL of http or https"
                        .formatted(group.key(URL), url, receiver.name())));
    if (group.text(FRAMING).equals("octets")) {
      problems.add("%s is octets, which only syslog takes".formatted(group.key(FRAMING)));
    } else if (!receiver.bare()) {
      enveloped(group, receiver, problems);
    }
  }

  private static void withoutType(Settings.Group<DestinationKeys> group, List<String> problems) {
    for (GroupKey<DestinationKeys, ? extends Optional<?>> key : OF_TYPES) {
      if (group.get(key).isPresent()) {
        problems.add(
            "%s is set, but %s is missing; it has a meaning with a type only"
                .formatted(group.key(key), group.key(TYPE)));
      }
    }
    if (group.text(FRAMING).equals("octets")) {
      problems.add(
          "%s is octets, but %s is missing; only syslog takes that"
              .formatted(group.key(FRAMING), group.key(TYPE)));
    }
    if (!group.get(FIELD).isEmpty()) {
      problems.add(
          "%s is set, but %s is missing; only a type has an envelope"
              .formatted(group.key(FIELD), group.key(TYPE)));
    }
  }

  /** Adds mistakes in a URL; its parameters may hold secrets, so no sentence shows it. */
  private static void url(
      Settings.Group<DestinationKeys> group, Receiver type, String text, List<String> problems) {
    java.net.URI url = java.net.URI.create(text);
    if (url.getRawUserInfo() != null) {
      String instead =
          type.keys().contains(USER.shortName())
              ? "set %s and %s instead".formatted(group.key(USER), group.key(PASSWORD))
              : "%s has no such login".formatted(type.title());
      problems.add("%s holds a user or a password; %s".formatted(group.key(URL), instead));
    }
    if (url.getRawFragment() != null) {
      problems.add(
          "%s holds a #, and no server gets what follows it; write %%23".formatted(group.key(URL)));
    }
    if (type.carrier() == Carrier.KAFKA && !text.matches("https?://[^/?#]+/?")) {
      problems.add("%s holds more than a host and a port".formatted(group.key(URL)));
    }
    type.givenByKey(text)
        .ifPresent(
            name ->
                problems.add(
                    "%s has the parameter %s, which %s sets by keys of its own; leave it out"
                        .formatted(group.key(URL), name, type.title())));
  }

  private static void credentials(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    Optional<Settings.Group<SourceKeys>> source = ReceiverTokens.source(settings, group);
    if (source.isEmpty()) {
      problems.add(
          "%s is '%s', but there is no such source; the sources are %s"
              .formatted(
                  group.key(CREDENTIALS),
                  group.text(CREDENTIALS),
                  settings.names(SourceKeys.GROUP)));
    } else if (source.get().get(SourceKeys.DIRECTORY).isPresent()) {
      problems.add(
          "%s is '%s', which is a directory and has no credential of Entra ID"
              .formatted(group.key(CREDENTIALS), group.text(CREDENTIALS)));
    } else if (!SourceSettings.account(source.get()).credential().usesEntra()) {
      problems.add(
          "%s is '%s', whose credential is none of Entra ID"
              .formatted(group.key(CREDENTIALS), group.text(CREDENTIALS)));
    }
  }

  private static void enveloped(
      Settings.Group<DestinationKeys> group, Receiver receiver, List<String> problems) {
    String format = group.get(FORMAT);
    if (Formats.names().contains(format)
        && !Syntax.JSON.equals(Formats.named(format).get().syntax())) {
      problems.add(
          "%s is %s, but %s takes JSON only"
              .formatted(group.key(FORMAT), format, receiver.title()));
    }
    if (receiver.writes() && !format.equals(FORMAT.defaultValue())) {
      problems.add(
          "%s is set, but %s has a format of its own; leave it out"
              .formatted(group.key(FORMAT), receiver.title()));
    }
    if (group.get(FRAMING).isPresent()) {
      problems.add(
          "%s is set, but %s has a framing of its own; leave it out"
              .formatted(group.key(FRAMING), receiver.title()));
    }
  }

  /** Whether flows go to standard output, so that nothing else may be written there. */
  public static boolean anyToStandardOutput(Settings settings) {
    return settings.groups(DestinationKeys.GROUP).stream()
        .anyMatch(
            group ->
                type(group).filter(type -> type.carrier() == Carrier.STANDARD_OUTPUT).isPresent());
  }

  /**
   * The greatest age of a flow that a service accepts.
   *
   * @param most the greatest age of a flow that the service places at its time
   * @param older the fate of older flows, as a sentence
   */
  public record Age(Duration most, String older) {}

  /** The greatest age of a destination's flows; empty for any age. */
  public static Optional<Age> age(Settings.Group<DestinationKeys> group) {
    return type(group)
        .flatMap(
            type ->
                type.mostAge()
                    .map(
                        most ->
                            new Age(
                                most,
                                "%s: flows older than %d h %s"
                                    .formatted(type.title(), most.toHours(), older(group, type)))));
  }

  private static String older(Settings.Group<DestinationKeys> group, Receiver type) {
    return group.text(TOO_OLD).equals("dead-letter") ? "go to the dead letter" : type.whenOlder();
  }

  /** The URL of a destination; empty if the settings name a whole endpoint, or no URL is needed. */
  public static Optional<String> url(Settings.Group<DestinationKeys> group) {
    return type(group)
        .filter(type -> type.carrier() == Carrier.HTTP)
        .flatMap(
            type ->
                group
                    .get(URL)
                    .or(() -> Optional.ofNullable(type.home()))
                    .map(url -> type.under(url, key -> text(group, key))));
  }

  /** The value of a key of types by its name. */
  private static String text(Settings.Group<DestinationKeys> group, String name) {
    return OF_TYPES.stream()
        .filter(key -> key.shortName().equals(name))
        .map(group::text)
        .findFirst()
        .orElse("");
  }

  /** The protocol of a destination, and the headers of all its requests. */
  public record Spoken(Protocol protocol, Map<String, String> headers) {}

  /** The protocol and the headers of a destination; empty if it has no type. */
  public static Optional<Spoken> spoken(Settings settings, Settings.Group<DestinationKeys> group) {
    return type(group).map(type -> spoken(settings, group, type));
  }

  /** Tokens of the credential that a destination names; empty where it names none. */
  public static Optional<EntraTokens> entra(
      Settings settings, Settings.Group<DestinationKeys> group) {
    return ReceiverTokens.entra(settings, group);
  }

  private static Spoken spoken(
      Settings settings, Settings.Group<DestinationKeys> group, Receiver type) {
    Map<String, String> values = new TreeMap<>();
    OF_TYPES.stream()
        .filter(key -> !key.equals(TOKEN) && !key.equals(PASSWORD))
        .filter(key -> !group.text(key).isEmpty())
        .forEach(key -> values.put(key.shortName(), group.text(key)));
    values.put("framing", group.text(FRAMING));
    group
        .get(MESSAGE_LIMIT)
        .ifPresent(bytes -> values.put(MESSAGE_LIMIT.shortName(), bytes.toString()));
    boolean ack = group.text(ACK).equals("true");
    Options options =
        new Options(values, group.get(FIELD), ack ? UUID.randomUUID().toString() : null);
    String token = group.get(TOKEN).orElse(null);
    String base = group.get(URL).or(() -> group.get(URI)).map(type::base).orElse("");
    return new Spoken(
        new Protocol(type, options, base, token, ReceiverTokens.of(settings, group)),
        Protocol.headers(
            type, options, token, group.get(USER).orElse(null), group.get(PASSWORD).orElse(null)));
  }
}
