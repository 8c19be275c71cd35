package io.vnetflowroutes.connect;

import static io.vnetflowroutes.settings.DestinationKeys.CEF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.DestinationKeys.FIELDS;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.OCSF_VERSION;
import static io.vnetflowroutes.settings.DestinationKeys.SAMPLE;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.FormatChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the settings of a connector say of the format that flows have as values. */
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

  /** The key of the format as a connector has it. */
  static final String KEY = SettingsReader.PREFIX + FORMAT.shortName();

  private FlowFormat() {}

  /**
   * Whether a format writes flows one by one. The others make files, with a library that the
   * plug-in does not have.
   */
  static boolean isOfFlows(String format) {
    return format.isEmpty() || ofFlows().contains(format);
  }

  /** Why another format is not taken. */
  static String refusal(String key, String format) {
    return Formats.isWholeFile(format)
        ? "%s is %s, a file with many flows, but a record holds one flow; take one of %s"
            .formatted(key, format, String.join(", ", ofFlows()))
        : "%s is '%s', but must be one of %s".formatted(key, format, String.join(", ", ofFlows()));
  }

  private static Set<String> ofFlows() {
    Set<String> names = new TreeSet<>(Formats.names());
    names.removeIf(Formats::isWholeFile);
    return names;
  }

  /** What does not fit the format; one sentence each. */
  static List<String> problems(Settings settings, Settings.Group<DestinationKeys> flows) {
    List<String> problems = new ArrayList<>();
    if (FormatChoice.isRaw(flows)
        && !Set.of(ConnectorKeys.MAC, ConnectorKeys.NO_KEY)
            .contains(settings.get(ConnectorKeys.KEY))) {
      problems.add(
          "%s is %s, but the format raw writes whole records, which have no such field"
              .formatted(ConnectorKeys.KEY, settings.get(ConnectorKeys.KEY)));
    }
    FormatChoice.problems(settings, flows, problems);
    return problems;
  }
}
