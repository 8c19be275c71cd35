package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.CEF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.COMPRESSION;
import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELDS;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.OCSF_VERSION;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.OcsfVersion;
import io.vnetflowroutes.format.RawFormat;
import io.vnetflowroutes.parquet.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Makes the format that settings choose, and reports settings that do not fit it, for every host.
 */
public final class FormatChoice {

  private static final Set<String> WITH_OCSF = Set.of("ocsf", Formats.OCSF_PARQUET);

  private FormatChoice() {}

  /** Whether the format writes whole files, no part of which is valid alone. */
  public static boolean isWholeFile(Settings.Group<DestinationKeys> group) {
    return Formats.isWholeFile(group.get(FORMAT));
  }

  /** Whether records are written as Azure wrote them, so that flows have no fields. */
  public static boolean isRaw(Settings.Group<DestinationKeys> group) {
    return Formats.named(group.get(FORMAT)).get() instanceof RawFormat;
  }

  /** Adds a sentence for each setting that does not fit the format, which must be a known one. */
  public static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    String name = group.get(FORMAT);
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
    if (isRaw(group) && !group.get(DERIVE).isEmpty()) {
      problems.add(
          "%s is set, but the format %s writes records as Azure wrote them, and nothing more"
              .formatted(group.key(DERIVE), name));
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

  /** The chosen fields, if all of them are right; otherwise adds their mistakes. */
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

  /** The keys of a flow's JSON object; none if they are unknown. */
  static Set<String> members(Settings settings, Settings.Group<DestinationKeys> group) {
    return Formats.names().contains(group.get(FORMAT))
        ? formats(settings, group, Lookups.NONE, Set.of()).take().members()
        : Set.of();
  }

  /**
   * A pool of instances of the format.
   *
   * @param without columns to leave out, because they are elsewhere
   */
  public static FormatPool formats(
      Settings settings,
      Settings.Group<DestinationKeys> group,
      Lookups lookups,
      Set<String> without) {
    Derivation derivation = DeriveSettings.derivation(settings, group, lookups);
    FieldChoice choice =
        fields(settings, group, new ArrayList<>())
            .map(chosen -> chosen.without(without))
            .or(() -> allBut(without, group, DeriveSettings.what(settings, group)))
            .orElse(null);
    return new FormatPool(formats(group, choice, derivation), !derivation.looksUp());
  }

  /** All columns but some; empty where that leaves all. */
  private static Optional<FieldChoice> allBut(
      Set<String> without, Settings.Group<DestinationKeys> group, Set<Derived> derived) {
    FieldChoice all =
        isWholeFile(group) ? FieldChoice.allOfTable(derived) : FieldChoice.all(derived);
    return without.isEmpty() ? Optional.empty() : Optional.of(all.without(without));
  }

  private static Supplier<Format> formats(
      Settings.Group<DestinationKeys> group, FieldChoice choice, Derivation derivation) {
    String name = group.get(FORMAT);
    OcsfVersion version = group.get(OCSF_VERSION).orElse(OcsfVersion.NEWEST);
    return switch (name) {
      case Formats.PARQUET -> Formats.parquet(choice, derivation, codec(group));
      case Formats.OCSF_PARQUET -> Formats.ocsfTable(version, derivation, codec(group));
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

  /** The codec, for files only: the connector has no library for Parquet. */
  private static Codec codec(Settings.Group<DestinationKeys> group) {
    return group
        .get(COMPRESSION)
        .map(word -> Codec.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Codec.ZSTD);
  }
}
