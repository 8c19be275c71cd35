package io.vnetflowroutes.camel;

import static io.vnetflowroutes.settings.DestinationKeys.CEF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELDS;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.KEY;
import static io.vnetflowroutes.settings.DestinationKeys.OCSF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.FolderLayout;
import io.vnetflowroutes.deliver.FormatPool;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.OcsfVersion;
import io.vnetflowroutes.format.RawFormat;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.parquet.Codec;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ReceiverSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes the format that a destination's settings select, and reports settings that do not fit it.
 */
final class FormatSettings {

  private static final Set<String> WHOLE_FILES = Set.of(Formats.PARQUET, Formats.OCSF_PARQUET);
  private static final Set<String> COLUMNS = Set.of(Formats.PARQUET, "csv");
  private static final Set<String> WITH_OCSF = Set.of("ocsf", Formats.OCSF_PARQUET);

  private FormatSettings() {}

  /** Whether a message is a file of which no part stands for itself. */
  static boolean isWholeFile(Settings.Group<DestinationKeys> group) {
    return WHOLE_FILES.contains(group.get(FORMAT));
  }

  /** Adds what does not fit the format; one sentence each. */
  static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    String name = group.get(FORMAT);
    if (!Formats.names().contains(name)) {
      return;
    }
    Format format = Formats.named(name).get();
    if (isWholeFile(group)) {
      wholeFileProblems(group, name, problems);
    } else if (group.text(FRAMING).equals("array") && !format.syntax().equals(Syntax.JSON)) {
      problems.add(
          "%s is array, but the format %s is not JSON; it goes in lines"
              .formatted(group.key(FRAMING), name));
    }
    versionProblems(group, name, problems);
    if (format instanceof RawFormat && !group.get(DERIVE).isEmpty()) {
      problems.add(
          "%s is set, but the format %s writes records as Azure wrote them, and nothing more"
              .formatted(group.key(DERIVE), name));
    }
    if (format instanceof RawFormat && group.get(KEY).isPresent()) {
      problems.add(
          "%s is set, but the format %s writes whole records, which have no such field"
              .formatted(group.key(KEY), name));
    }
    if (group.get(FIELDS).isPresent()
        && !ReceiverSettings.isDefault(group, FIELDS)
        && !Formats.withChoice().contains(name)) {
      problems.add(
          "%s is set, but the format %s has the fields of its schema; only %s let them be chosen"
              .formatted(group.key(FIELDS), name, String.join(", ", Formats.withChoice())));
    }
    List<String> ofFields = new ArrayList<>();
    fields(settings, group, ofFields);
    ofFields.forEach(problem -> problems.add(group.key(FIELDS) + ' ' + problem));
  }

  private static void versionProblems(
      Settings.Group<DestinationKeys> group, String name, List<String> problems) {
    if (!name.equals("cef") && group.get(CEF_VERSION).isPresent()) {
      problems.add(
          "%s is set, but the format is %s; it is for cef only"
              .formatted(group.key(CEF_VERSION), name));
    }
    if (!WITH_OCSF.contains(name) && group.get(OCSF_VERSION).isPresent()) {
      problems.add(
          "%s is set, but the format is %s; it is for ocsf and ocsf-parquet only"
              .formatted(group.key(OCSF_VERSION), name));
    }
  }

  private static void wholeFileProblems(
      Settings.Group<DestinationKeys> group, String name, List<String> problems) {
    if (DestinationSettings.kafka(group)) {
      problems.add(
          "%s is %s, a file with many flows, but %s sends one record a flow to Kafka; take another format"
              .formatted(group.key(FORMAT), name, group.key(URI)));
    }
    if (group.get(FRAMING).isPresent()) {
      problems.add(
          "%s is set, but the format is %s, a file of its own kind; leave it out"
              .formatted(group.key(FRAMING), name));
    }
  }

  /** The fields of a destination of which all are right, or what is wrong with them. */
  private static Optional<FieldChoice> fields(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    Set<Derived> derived = DeriveSettings.what(settings, group);
    List<String> known =
        isWholeFile(group) ? FieldChoice.knownOfTable(derived) : FieldChoice.known(derived);
    UnaryOperator<String> nearest = name -> Nearest.of(name, known);
    return group
        .get(FIELDS)
        .filter(text -> Formats.withChoice().contains(group.get(FORMAT)))
        .map(text -> FieldChoice.of(text, known, nearest, problems));
  }

  /** The format, as often as it is needed. */
  static FormatPool formats(
      Settings settings, Settings.Group<DestinationKeys> group, Lookups lookups) {
    Derivation derivation = DeriveSettings.derivation(settings, group, lookups);
    FieldChoice choice =
        fields(settings, group, new ArrayList<>())
            .map(chosen -> chosen.without(columnsInFolders(group)))
            .or(() -> withoutFolders(group, DeriveSettings.what(settings, group)))
            .orElse(null);
    return new FormatPool(formats(group, choice, derivation), !derivation.looksUp());
  }

  /** All columns but those that are folders, too; empty where that leaves all. */
  private static Optional<FieldChoice> withoutFolders(
      Settings.Group<DestinationKeys> group, Set<Derived> derived) {
    Set<String> folders = columnsInFolders(group);
    FieldChoice all =
        isWholeFile(group) ? FieldChoice.allOfTable(derived) : FieldChoice.all(derived);
    return folders.isEmpty() ? Optional.empty() : Optional.of(all.without(folders));
  }

  /** Hive and Athena refuse a table with a column that is a folder, too. */
  private static Set<String> columnsInFolders(Settings.Group<DestinationKeys> group) {
    return COLUMNS.contains(group.get(FORMAT))
        ? LayoutSettings.layout(group).map(FolderLayout::columns).orElse(Set.of())
        : Set.of();
  }

  private static Supplier<Format> formats(
      Settings.Group<DestinationKeys> group, FieldChoice choice, Derivation derivation) {
    String name = group.get(FORMAT);
    OcsfVersion version = group.get(OCSF_VERSION).orElse(OcsfVersion.NEWEST);
    Codec codec =
        group
            .get(COMPRESSION)
            .map(word -> Codec.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Codec.ZSTD);
    return switch (name) {
      case Formats.PARQUET -> Formats.parquet(choice, derivation, codec);
      case Formats.OCSF_PARQUET -> Formats.ocsfTable(version, derivation, codec);
      case "ocsf" -> Formats.ocsf(version, derivation);
      case "cef" ->
          group
              .get(CEF_VERSION)
              .map(cef -> Formats.cef(cef, derivation))
              .orElse(Formats.named(name, derivation));
      default ->
          choice == null
              ? Formats.named(name, derivation)
              : Formats.named(name, choice, derivation);
    };
  }
}
