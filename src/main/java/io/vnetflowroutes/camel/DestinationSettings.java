package io.vnetflowroutes.camel;

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
import io.vnetflowroutes.settings.FilterSettings;
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
    List<Settings.Group> groups = settings.groups("flowlogs.destination");
    for (Settings.Group group : groups) {
      problems(settings, group, problems);
    }
    problems.addAll(DestinationFolders.problems(settings));
    return problems;
  }

  private static void problems(Settings settings, Settings.Group group, List<String> problems) {
    if (group.name().equals(DeadLetters.NAME)) {
      problems.add(
          "flowlogs.destination.dead-letter: this name is taken; set flowlogs.dead-letter instead");
    }
    if (group.text("uri").isEmpty()) {
      problems.add("%s is missing; a destination needs it".formatted(group.key("uri")));
    }
    group
        .text("key")
        .ifPresent(
            key -> {
              try {
                TupleField.named(key);
              } catch (IllegalArgumentException e) {
                problems.add("%s: %s".formatted(group.key("key"), e.getMessage()));
              }
            });
    if ("records".equals(group.orNull("framing"))
        && group.text("uri").orElse("").matches("(file|https?):.*")) {
      problems.add(
          "%s is records, but files and HTTP take lines or array".formatted(group.key("framing")));
    }
    formatProblems(settings, group, problems);
    problems.addAll(DeriveSettings.problems(settings, group));
    FilterSettings.problems(group, problems);
    if (kafka(group) && "gzip".equals(group.orNull("compression"))) {
      problems.add(
          "%s is gzip, but Kafka compresses by itself; set compressionCodec in %s instead"
              .formatted(group.key("compression"), group.key("uri")));
    }
  }

  private static void formatProblems(
      Settings settings, Settings.Group group, List<String> problems) {
    String name = group.text("format").orElseThrow();
    if (!Formats.names().contains(name)) {
      return;
    }
    Format format = Formats.named(name).get();
    if ("array".equals(group.orNull("framing")) && format.syntax() != Syntax.JSON) {
      problems.add(
          "%s is array, but the format %s is not JSON; it goes in lines"
              .formatted(group.key("framing"), name));
    }
    if (!(format instanceof CefFormat) && group.text("cef-version").isPresent()) {
      problems.add(
          "%s is set, but the format is %s; it is for cef only"
              .formatted(group.key("cef-version"), name));
    }
    if (format instanceof RawFormat && group.text("derive").isPresent()) {
      problems.add(
          "%s is set, but the format %s writes records as Azure wrote them, and nothing more"
              .formatted(group.key("derive"), name));
    }
    if (format instanceof RawFormat && group.text("key").isPresent()) {
      problems.add(
          "%s is set, but the format %s writes whole records, which have no such field"
              .formatted(group.key("key"), name));
    }
    if (group.text("fields").isPresent() && !Formats.withChoice().contains(name)) {
      problems.add(
          "%s is set, but the format %s has the fields of its schema; only %s let them be chosen"
              .formatted(group.key("fields"), name, String.join(" and ", Formats.withChoice())));
    }
    List<String> ofFields = new ArrayList<>();
    fields(settings, group, ofFields);
    ofFields.forEach(problem -> problems.add(group.key("fields") + ' ' + problem));
  }

  /** The fields of a destination of which all are right, or what is wrong with them. */
  private static Optional<FieldChoice> fields(
      Settings settings, Settings.Group group, List<String> problems) {
    Set<Derived> derived = DeriveSettings.what(settings, group);
    UnaryOperator<String> nearest = name -> Nearest.of(name, FieldChoice.known(derived));
    return group.text("fields").map(text -> FieldChoice.of(text, derived, nearest, problems));
  }

  private static FormatPool formats(Settings settings, Settings.Group group, Lookups lookups) {
    String name = group.text("format").orElseThrow();
    Derivation derivation = DeriveSettings.derivation(settings, group, lookups);
    Supplier<Format> formats =
        fields(settings, group, new ArrayList<>())
            .map(fields -> Formats.named(name, fields, derivation))
            .orElse(
                group
                    .text("cef-version")
                    .map(
                        version ->
                            Formats.cef(CefFormat.Version.valueOf('V' + version), derivation))
                    .orElse(Formats.named(name, derivation)));
    return new FormatPool(formats, !derivation.looksUp());
  }

  private static boolean kafka(Settings.Group group) {
    return group.text("uri").orElse("").startsWith("kafka:");
  }

  /** The destination of a group, which gets all it is given. */
  static Destination destination(Settings settings, Settings.Group group, Lookups lookups) {
    return destination(group, formats(settings, group, lookups), null, null, ResumedBatches.none());
  }

  /** The destination of a group, with its filter. */
  static Destination destination(
      Settings settings,
      Settings.Group group,
      Lookups lookups,
      FilterReport leftOut,
      ResumedBatches resumed) {
    FormatPool formats = formats(settings, group, lookups);
    return destination(group, formats, FilterSettings.filter(group), leftOut, resumed);
  }

  private static Destination destination(
      Settings.Group group,
      FormatPool formats,
      Filter filter,
      FilterReport leftOut,
      ResumedBatches resumed) {
    Framing framing =
        group
            .text("framing")
            .map(word -> Framing.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(kafka(group) ? Framing.RECORDS : Framing.LINES);
    Compression compression =
        Compression.valueOf(group.text("compression").orElseThrow().toUpperCase(Locale.ROOT));
    TupleField key = group.text("key").map(TupleField::named).orElse(null);
    return new Destination(
        group.name(),
        group.text("uri").orElseThrow(),
        group.text("format").orElseThrow(),
        formats,
        filter,
        leftOut,
        resumed,
        new MessageLayout(framing, compression, key, group.size("body-limit")),
        group.below("header"));
  }
}
