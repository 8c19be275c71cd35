package io.vnetflowroutes.camel;

import static io.vnetflowroutes.settings.DestinationKeys.BODY_LIMIT;
import static io.vnetflowroutes.settings.DestinationKeys.CEF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELDS;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.HEADER;
import static io.vnetflowroutes.settings.DestinationKeys.KEY;
import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.Compression;
import io.vnetflowroutes.deliver.DeadLetters;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.deliver.FormatPool;
import io.vnetflowroutes.deliver.Framing;
import io.vnetflowroutes.deliver.MessageLayout;
import io.vnetflowroutes.deliver.ResumedBatches;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.CefFormat;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.RawFormat;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.FilterSettings;
import io.vnetflowroutes.settings.ProgramKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes destinations out of their settings, and says what a destination lacks. */
final class DestinationSettings {

  private DestinationSettings() {}

  /** What is wrong with the destinations; one sentence each. */
  static List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    List<Settings.Group<DestinationKeys>> groups = settings.groups(DestinationKeys.GROUP);
    for (Settings.Group<DestinationKeys> group : groups) {
      problems(settings, group, problems);
    }
    problems.addAll(DestinationFolders.problems(settings));
    return problems;
  }

  private static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    if (group.name().equals(DeadLetters.NAME)) {
      problems.add(
          "%s: this name is taken; set %s instead"
              .formatted(DestinationKeys.GROUP.of(DeadLetters.NAME), ProgramKeys.DEAD_LETTER));
    }
    if (group.get(URI).isEmpty()) {
      problems.add("%s is missing; a destination needs it".formatted(group.key(URI)));
    }
    group
        .get(KEY)
        .ifPresent(
            key -> {
              try {
                TupleField.named(key);
              } catch (IllegalArgumentException e) {
                problems.add("%s: %s".formatted(group.key(KEY), e.getMessage()));
              }
            });
    if (group.text(FRAMING).equals("records")
        && group.get(URI).orElse("").matches("(file|https?):.*")) {
      problems.add(
          "%s is records, but files and HTTP take lines or array".formatted(group.key(FRAMING)));
    }
    formatProblems(settings, group, problems);
    problems.addAll(DeriveSettings.problems(settings, group));
    FilterSettings.problems(group, problems);
    if (kafka(group) && group.get(COMPRESSION).equals("gzip")) {
      problems.add(
          "%s is gzip, but Kafka compresses by itself; set compressionCodec in %s instead"
              .formatted(group.key(COMPRESSION), group.key(URI)));
    }
  }

  private static void formatProblems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    String name = group.get(FORMAT);
    if (!Formats.names().contains(name)) {
      return;
    }
    Format format = Formats.named(name).get();
    if (group.text(FRAMING).equals("array") && format.syntax() != Syntax.JSON) {
      problems.add(
          "%s is array, but the format %s is not JSON; it goes in lines"
              .formatted(group.key(FRAMING), name));
    }
    if (!(format instanceof CefFormat) && group.get(CEF_VERSION).isPresent()) {
      problems.add(
          "%s is set, but the format is %s; it is for cef only"
              .formatted(group.key(CEF_VERSION), name));
    }
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
    if (group.get(FIELDS).isPresent() && !Formats.withChoice().contains(name)) {
      problems.add(
          "%s is set, but the format %s has the fields of its schema; only %s let them be chosen"
              .formatted(group.key(FIELDS), name, String.join(" and ", Formats.withChoice())));
    }
    List<String> ofFields = new ArrayList<>();
    fields(settings, group, ofFields);
    ofFields.forEach(problem -> problems.add(group.key(FIELDS) + ' ' + problem));
  }

  /** The fields of a destination of which all are right, or what is wrong with them. */
  private static Optional<FieldChoice> fields(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    Set<Derived> derived = DeriveSettings.what(settings, group);
    UnaryOperator<String> nearest = name -> Nearest.of(name, FieldChoice.known(derived));
    return group.get(FIELDS).map(text -> FieldChoice.of(text, derived, nearest, problems));
  }

  private static FormatPool formats(
      Settings settings, Settings.Group<DestinationKeys> group, Lookups lookups) {
    String name = group.get(FORMAT);
    Derivation derivation = DeriveSettings.derivation(settings, group, lookups);
    Supplier<Format> formats =
        fields(settings, group, new ArrayList<>())
            .map(fields -> Formats.named(name, fields, derivation))
            .orElse(
                group
                    .get(CEF_VERSION)
                    .map(version -> Formats.cef(version, derivation))
                    .orElse(Formats.named(name, derivation)));
    return new FormatPool(formats, !derivation.looksUp());
  }

  private static boolean kafka(Settings.Group<DestinationKeys> group) {
    return group.get(URI).orElse("").startsWith("kafka:");
  }

  /** The destination of a group, which gets all it is given. */
  static Destination destination(
      Settings settings, Settings.Group<DestinationKeys> group, Lookups lookups) {
    return destination(group, formats(settings, group, lookups), null, null, ResumedBatches.none());
  }

  /** The destination of a group, with its filter. */
  static Destination destination(
      Settings settings,
      Settings.Group<DestinationKeys> group,
      Lookups lookups,
      FilterReport leftOut,
      ResumedBatches resumed) {
    FormatPool formats = formats(settings, group, lookups);
    return destination(group, formats, FilterSettings.filter(group), leftOut, resumed);
  }

  private static Destination destination(
      Settings.Group<DestinationKeys> group,
      FormatPool formats,
      Filter filter,
      FilterReport leftOut,
      ResumedBatches resumed) {
    Framing framing =
        group
            .get(FRAMING)
            .map(word -> Framing.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(kafka(group) ? Framing.RECORDS : Framing.LINES);
    Compression compression = Compression.valueOf(group.get(COMPRESSION).toUpperCase(Locale.ROOT));
    TupleField key = group.get(KEY).map(TupleField::named).orElse(null);
    return new Destination(
        group.name(),
        group.get(URI).orElseThrow(),
        group.get(FORMAT),
        formats,
        filter,
        leftOut,
        resumed,
        new MessageLayout(framing, compression, key, group.get(BODY_LIMIT)),
        group.get(HEADER));
  }
}
