package io.vnetflowroutes.connect;

import static io.vnetflowroutes.settings.DestinationKeys.CEF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELDS;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.OCSF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.SAMPLE;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.OcsfVersion;
import io.vnetflowroutes.format.RawFormat;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** The format that flows have as values, as often as it is needed. Any thread may call it. */
final class FlowFormat {

  /** The keys of a destination that are about the format. */
  static final List<String> KEYS =
      List.of(
          FORMAT.shortName(),
          FIELDS.shortName(),
          DERIVE.shortName(),
          CEF_VERSION.shortName(),
          OCSF_VERSION.shortName(),
          SAMPLE.shortName());

  private static final Set<String> WHOLE_FILES = Set.of(Formats.PARQUET, Formats.OCSF_PARQUET);

  private final Supplier<Format> formats;
  private final boolean lasting;
  private final Queue<Format> spare = new ConcurrentLinkedQueue<>();

  FlowFormat(Settings settings, Settings.Group<DestinationKeys> flows, Lookups lookups) {
    Derivation derivation = DeriveSettings.derivation(settings, flows, lookups);
    this.formats = formats(settings, flows, derivation);
    this.lasting = !derivation.looksUp();
  }

  private static Supplier<Format> formats(
      Settings settings, Settings.Group<DestinationKeys> flows, Derivation derivation) {
    String name = flows.get(FORMAT);
    FieldChoice choice = fields(settings, flows, new ArrayList<>()).orElse(null);
    if (name.equals("ocsf")) {
      return Formats.ocsf(flows.get(OCSF_VERSION).orElse(OcsfVersion.NEWEST), derivation);
    }
    if (name.equals("cef") && flows.get(CEF_VERSION).isPresent()) {
      return Formats.cef(flows.get(CEF_VERSION).orElseThrow(), derivation);
    }
    return choice == null
        ? Formats.named(name, derivation)
        : Formats.named(name, choice, derivation);
  }

  private static Optional<FieldChoice> fields(
      Settings settings, Settings.Group<DestinationKeys> flows, List<String> problems) {
    Set<Derived> derived = DeriveSettings.what(settings, flows);
    List<String> known = FieldChoice.known(derived);
    return flows
        .get(FIELDS)
        .map(text -> FieldChoice.of(text, known, field -> Nearest.of(field, known), problems));
  }

  /** What does not fit the format; one sentence each. */
  static List<String> problems(Settings settings, Settings.Group<DestinationKeys> flows) {
    List<String> problems = new ArrayList<>();
    String name = flows.get(FORMAT);
    if (WHOLE_FILES.contains(name)) {
      problems.add(
          "%s is %s, a file with many flows, but a record holds one flow; take another format"
              .formatted(flows.key(FORMAT), name));
      return problems;
    }
    boolean raw = Formats.named(name).get() instanceof RawFormat;
    if (raw && !flows.get(DERIVE).isEmpty()) {
      problems.add(
          "%s is set, but the format raw writes records as Azure wrote them, and nothing more"
              .formatted(flows.key(DERIVE)));
    }
    if (raw
        && !Set.of(ConnectorKeys.MAC, ConnectorKeys.NO_KEY)
            .contains(settings.get(ConnectorKeys.KEY))) {
      problems.add(
          "%s is %s, but the format raw writes whole records, which have no such field"
              .formatted(ConnectorKeys.KEY, settings.get(ConnectorKeys.KEY)));
    }
    if (!name.equals("cef") && flows.get(CEF_VERSION).isPresent()) {
      problems.add(
          "%s is set, but the format is %s; it is for cef only"
              .formatted(flows.key(CEF_VERSION), name));
    }
    if (!name.equals("ocsf") && flows.get(OCSF_VERSION).isPresent()) {
      problems.add(
          "%s is set, but the format is %s; it is for ocsf only"
              .formatted(flows.key(OCSF_VERSION), name));
    }
    if (flows.get(FIELDS).isPresent() && !Formats.withChoice().contains(name)) {
      problems.add(
          "%s is set, but the format %s has the fields of its schema; only flat and csv let them be chosen"
              .formatted(flows.key(FIELDS), name));
    }
    List<String> ofFields = new ArrayList<>();
    fields(settings, flows, ofFields);
    ofFields.forEach(problem -> problems.add(flows.key(FIELDS) + ' ' + problem));
    return problems;
  }

  /** A format that nobody else uses. */
  Format take() {
    Format format = spare.poll();
    return format == null ? formats.get() : format;
  }

  /** Leaves a format for the next batch. */
  void giveBack(Format format) {
    if (lasting) {
      spare.add(format);
    }
  }
}
