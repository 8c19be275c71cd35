package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.ACK;
import static io.vnetflowroutes.settings.DestinationKeys.FIELD;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.INDEX;
import static io.vnetflowroutes.settings.DestinationKeys.PASSWORD;
import static io.vnetflowroutes.settings.DestinationKeys.TOKEN;
import static io.vnetflowroutes.settings.DestinationKeys.TYPE;
import static io.vnetflowroutes.settings.DestinationKeys.URI;
import static io.vnetflowroutes.settings.DestinationKeys.URL;
import static io.vnetflowroutes.settings.DestinationKeys.USER;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.receiver.Receivers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The type of a destination, and what its settings add to the facts of that. */
public final class ReceiverSettings {

  /** The keys that only some types take. */
  private static final List<GroupKey<DestinationKeys, Optional<String>>> OF_TYPES =
      List.of(URL, TOKEN, USER, PASSWORD, INDEX, ACK);

  private ReceiverSettings() {}

  /** The type of a destination; empty where it has none. */
  public static Optional<Receiver> type(Settings.Group<DestinationKeys> group) {
    return group.get(TYPE).flatMap(Receivers::named);
  }

  /** What the destination is for people: its type, or the scheme of its URI. */
  public static String kind(Settings.Group<DestinationKeys> group) {
    return group.get(TYPE).orElseGet(() -> group.get(URI).orElse("").replaceFirst(":.*", ""));
  }

  /** Adds what does not fit the type; one sentence each. */
  public static void problems(Settings.Group<DestinationKeys> group, List<String> problems) {
    Optional<Receiver> type = type(group);
    if (type.isEmpty()) {
      if (group.get(TYPE).isEmpty()) {
        withoutType(group, problems);
      }
      return;
    }
    Receiver receiver = type.get();
    for (GroupKey<DestinationKeys, Optional<String>> key : OF_TYPES) {
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
    if (!receiver.bare()) {
      enveloped(group, receiver, problems);
    }
  }

  private static void withoutType(Settings.Group<DestinationKeys> group, List<String> problems) {
    for (GroupKey<DestinationKeys, Optional<String>> key : OF_TYPES) {
      if (group.get(key).isPresent()) {
        problems.add(
            "%s is set, but %s is missing; it has a meaning with a type only"
                .formatted(group.key(key), group.key(TYPE)));
      }
    }
    if (!group.get(FIELD).isEmpty()) {
      problems.add(
          "%s is set, but %s is missing; only a type has an envelope"
              .formatted(group.key(FIELD), group.key(TYPE)));
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
    if (group.get(FRAMING).isPresent()) {
      problems.add(
          "%s is set, but %s has a framing of its own; leave it out"
              .formatted(group.key(FRAMING), receiver.title()));
    }
  }

  /** Whether flows go to standard output, so that nothing else may. */
  public static boolean anyToStandardOutput(Settings settings) {
    return settings.groups(DestinationKeys.GROUP).stream()
        .anyMatch(
            group ->
                type(group).filter(type -> type.carrier() == Carrier.STANDARD_OUTPUT).isPresent());
  }

  /** The URL to send to; empty where the settings name a whole endpoint, or no URL is needed. */
  public static Optional<String> url(Settings.Group<DestinationKeys> group) {
    return type(group)
        .flatMap(
            type -> group.get(URL).or(() -> Optional.ofNullable(type.home())).map(type::under));
  }

  /** How the destination speaks with its receiver, and the headers of all its requests. */
  public record Spoken(Protocol protocol, Map<String, String> headers) {}

  /** The same for a destination; empty where it has no type. */
  public static Optional<Spoken> spoken(Settings.Group<DestinationKeys> group) {
    return type(group).map(type -> spoken(group, type));
  }

  private static Spoken spoken(Settings.Group<DestinationKeys> group, Receiver type) {
    Map<String, String> values = new TreeMap<>();
    OF_TYPES.stream()
        .filter(key -> !key.equals(TOKEN) && !key.equals(PASSWORD))
        .forEach(key -> group.get(key).ifPresent(value -> values.put(key.shortName(), value)));
    boolean ack = group.text(ACK).equals("true");
    Options options =
        new Options(values, group.get(FIELD), ack ? UUID.randomUUID().toString() : null);
    String token = group.get(TOKEN).orElse(null);
    String base = group.get(URL).or(() -> group.get(URI)).map(type::base).orElse("");
    return new Spoken(
        new Protocol(type, options, base, token),
        Protocol.headers(
            type, options, token, group.get(USER).orElse(null), group.get(PASSWORD).orElse(null)));
  }
}
