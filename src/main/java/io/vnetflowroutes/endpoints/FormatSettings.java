package io.vnetflowroutes.endpoints;

import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.FRAMING;
import static io.vnetflowroutes.settings.DestinationKeys.KEY;
import static io.vnetflowroutes.settings.DestinationKeys.URI;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.FormatChoice;
import java.util.List;
import java.util.Set;

/** Makes the format of a destination, and reports settings that do not fit it. */
final class FormatSettings {

  private static final Set<String> COLUMNS = Set.of(Formats.PARQUET, "csv");

  private FormatSettings() {}

  /** Adds a sentence for each setting that does not fit the format. */
  static void problems(
      Settings settings, Settings.Group<DestinationKeys> group, List<String> problems) {
    String name = group.get(FORMAT);
    if (!Formats.names().contains(name)) {
      return;
    }
    if (FormatChoice.isWholeFile(group)) {
      wholeFileProblems(group, name, problems);
    } else if (group.text(FRAMING).equals("array")
        && !Formats.named(name).get().syntax().equals(Syntax.JSON)) {
      problems.add(
          "%s is array, but the format %s is not JSON; it goes in lines"
              .formatted(group.key(FRAMING), name));
    }
    if (FormatChoice.isRaw(group) && group.get(KEY).isPresent()) {
      problems.add(
          "%s is set, but the format %s writes whole records, which have no such field"
              .formatted(group.key(KEY), name));
    }
    FormatChoice.problems(settings, group, problems);
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

  /** A pool of instances of the format. */
  static FormatPool formats(
      Settings settings, Settings.Group<DestinationKeys> group, Lookups lookups) {
    return FormatChoice.formats(settings, group, lookups, columnsInFolders(group));
  }

  /**
   * The fields that are in the names of folders: Hive and Athena refuse a table that has them as
   * columns, too.
   */
  private static Set<String> columnsInFolders(Settings.Group<DestinationKeys> group) {
    return COLUMNS.contains(group.get(FORMAT))
        ? LayoutSettings.layout(group).map(FolderLayout::columns).orElse(Set.of())
        : Set.of();
  }
}
