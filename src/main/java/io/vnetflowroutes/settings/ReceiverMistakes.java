package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS;
import static io.vnetflowroutes.settings.DestinationKeys.CREDENTIALS_FILE;
import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELD;
import static io.vnetflowroutes.settings.DestinationKeys.FIELDS;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.PASSWORD;
import static io.vnetflowroutes.settings.DestinationKeys.TOKEN;
import static io.vnetflowroutes.settings.DestinationKeys.TOPIC;
import static io.vnetflowroutes.settings.DestinationKeys.TYPE;
import static io.vnetflowroutes.settings.DestinationKeys.URI;
import static io.vnetflowroutes.settings.DestinationKeys.URL;
import static io.vnetflowroutes.settings.DestinationKeys.USER;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.net.GoogleTokens;
import io.vnetflowroutes.receiver.FieldNames;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receiver.Carrier;
import io.vnetflowroutes.receiver.Receivers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds values that a type of receiver would ignore, or that its service refuses; one sentence
 * each.
 */
final class ReceiverMistakes {

  /** The parts of an event hub's connection string besides its host. */
  private static final List<String> OF_A_CONNECTION =
      List.of("Endpoint", "SharedAccessKeyName", "SharedAccessKey");

  private final Settings.Group<DestinationKeys> group;
  private final Receiver type;
  private final List<String> problems;

  private ReceiverMistakes(
      Settings.Group<DestinationKeys> group, Receiver type, List<String> problems) {
    this.group = group;
    this.type = type;
    this.problems = problems;
  }

  static void add(
      Settings settings,
      Settings.Group<DestinationKeys> group,
      Receiver type,
      List<String> problems) {
    ReceiverMistakes mistakes = new ReceiverMistakes(group, type, problems);
    if (type.merges()) {
      mistakes.members(FormatChoice.members(settings, group));
    }
    if (group.get(FIELDS).isPresent() && Formats.withChoice().contains(group.get(FORMAT))) {
      new TreeSet<>(FormatChoice.members(settings, group)).forEach(mistakes::column);
    }
    mistakes.endpoint();
    mistakes.login();
    mistakes.format();
    group.get(FIELD).keySet().forEach(mistakes::field);
    if (type.carrier() == Carrier.KAFKA) {
      mistakes.hub();
    }
  }

  private void endpoint() {
    String scheme = group.get(URI).orElse("").replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    boolean fits =
        switch (type.carrier()) {
          case HTTP -> !scheme.matches("file|kafka|azure-storage-blob|aws2-s3|stream");
          case KAFKA -> scheme.matches("kafka|direct|seda|");
          default -> true;
        };
    if (!fits) {
      problems.add(
          "%s is %s:, which %s is not reached by".formatted(group.key(URI), scheme, type.title()));
    }
  }

  private void login() {
    String token = group.get(TOKEN).orElse("");
    String before = type.login() == null ? "" : type.login().before();
    if (!before.isEmpty()
        && token.toLowerCase(Locale.ROOT).startsWith(before.toLowerCase(Locale.ROOT))) {
      problems.add(
          "%s begins with '%s', which the type adds; leave it out"
              .formatted(group.key(TOKEN), before.strip()));
    }
    if (type.signs() && !Receivers.isSigningSecret(token) && !token.isEmpty()) {
      problems.add(
          "%s begins with whsec_, but no key in Base64 follows".formatted(group.key(TOKEN)));
    }
    if (group.get(USER).isPresent()
        && group.get(PASSWORD).isEmpty()
        && !type.keys().contains("table")) {
      problems.add("%s is set, but %s is missing".formatted(group.key(USER), group.key(PASSWORD)));
    }
    group
        .get(CREDENTIALS_FILE)
        .flatMap(GoogleTokens::problem)
        .ifPresent(
            problem -> problems.add("%s: %s".formatted(group.key(CREDENTIALS_FILE), problem)));
  }

  private void format() {
    if (type.writes()) {
      if (group.get(FIELDS).isPresent()) {
        problems.add(
            "%s is set, but %s has a format of its own".formatted(group.key(FIELDS), type.title()));
      }
      if (!group.get(DERIVE).isEmpty()) {
        problems.add(
            "%s is set, but %s has a format of its own".formatted(group.key(DERIVE), type.title()));
      }
    }
    String compression = group.get(COMPRESSION).orElse("none");
    if (!type.compressions().contains(compression)) {
      problems.add(
          "%s is %s, but %s takes %s only"
              .formatted(
                  group.key(COMPRESSION),
                  compression,
                  type.title(),
                  String.join(" or ", type.compressions())));
    }
  }

  private void field(String name) {
    String key = group.key(FIELD).replace("*", name);
    FieldNames names = type.fieldNames();
    if (type.fields().isEmpty()) {
      problems.add(
          "%s is set, but %s is %s, which has no fixed fields"
              .formatted(key, group.key(TYPE), type.name()));
    } else if (names.own().contains(name)) {
      problems.add(each(name));
    } else if (!names.only().isEmpty() && !names.only().contains(name)) {
      problems.add(
          "%s is unknown; did you mean field.%s? %s has %s"
              .formatted(
                  key,
                  Nearest.of(name, names.only()),
                  type.title(),
                  String.join(", ", new TreeSet<>(names.only()))));
    } else if (!names.allowed().matcher(name).matches()) {
      problems.add("%s must be %s".formatted(key, names.rule()));
    }
  }

  /** Adds fixed fields that each flow has, too, and that would be in its object twice. */
  private void members(Set<String> ofFlow) {
    Map<String, String> ofUser = group.get(FIELD);
    for (String name : new TreeSet<>(ofUser.keySet())) {
      if (ofFlow.contains(name) && !type.fields().containsKey(name)) {
        problems.add(each(name));
      }
    }
    Set<String> own = new TreeSet<>(type.fieldNames().own());
    own.addAll(type.fields().keySet());
    own.removeIf(name -> ofUser.getOrDefault(name, name).isEmpty());
    own.retainAll(ofFlow);
    for (String name : own) {
      problems.add(
          "%s, %s or %s gives flows a field %s, which %s has for something else; give it another"
                  .formatted(
                      group.key(FIELDS), group.key(DERIVE), group.key(FORMAT), name, type.title())
              + " name, such as in %s = *, service as service_name".formatted(group.key(FIELDS)));
    }
  }

  private void column(String name) {
    FieldNames columns = type.columns();
    if (columns.own().contains(name)) {
      problems.add(
          "%s gives a column '%s', a name that %s keeps for itself; give it another, as in id as flow_id"
              .formatted(group.key(FIELDS), name, type.title()));
    } else if (!columns.allowed().matcher(name).matches()) {
      problems.add(
          "%s gives a column '%s', but a column has %s"
              .formatted(group.key(FIELDS), name, columns.rule()));
    }
  }

  private String each(String name) {
    return "%s is set, but each flow has its own %s already; leave it out"
        .formatted(group.key(FIELD).replace("*", name), name);
  }

  /** Adds mistakes in the login to an event hub: a connection string, or a token of Entra ID. */
  private void hub() {
    boolean byToken = group.get(CREDENTIALS).isPresent();
    if (byToken && group.get(TOKEN).isPresent()) {
      problems.add(
          "%s and %s are both set; keep the login that is meant"
              .formatted(group.key(TOKEN), group.key(CREDENTIALS)));
    } else if (!byToken && group.get(TOKEN).isEmpty() && group.get(URI).isEmpty()) {
      problems.add(
          "%s is missing, and %s is missing, too; %s is %s, which needs one of them"
              .formatted(group.key(TOKEN), group.key(CREDENTIALS), group.key(TYPE), type.name()));
    }
    if (byToken && group.get(URL).isEmpty()) {
      problems.add(
          "%s is missing; with %s it must name the host, such as https://ns.servicebus.windows.net"
              .formatted(group.key(URL), group.key(CREDENTIALS)));
    }
    group.get(TOKEN).ifPresent(this::connection);
  }

  private void connection(String text) {
    Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String part : text.split(";", -1)) {
      parts.put(part.replaceFirst("=.*", "").strip(), part.replaceFirst("^[^=]*=?", "").strip());
    }
    List<String> missing = new ArrayList<>(OF_A_CONNECTION);
    missing.removeIf(name -> !parts.getOrDefault(name, "").isEmpty());
    if (!missing.isEmpty()) {
      problems.add(
          "%s is no connection string: it lacks %s"
              .formatted(group.key(TOKEN), String.join(", ", missing)));
    } else if (!parts.get("Endpoint").matches("(?i)sb://[^/]+/?")) {
      problems.add("%s has an Endpoint that is not sb://HOST/".formatted(group.key(TOKEN)));
    }
    String topic = group.text(TOPIC);
    String path = parts.getOrDefault("EntityPath", topic);
    if (!path.equals(topic)) {
      problems.add(
          "%s is '%s', but %s is for '%s'"
              .formatted(group.key(TOPIC), topic, group.key(TOKEN), path));
    }
  }
}
