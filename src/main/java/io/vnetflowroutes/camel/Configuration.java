package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.config.PropertiesFile;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.endpoints.DestinationSettings;
import io.vnetflowroutes.endpoints.LayoutSettings;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.routes.Decisions;
import io.vnetflowroutes.routes.OwnRouteFiles;
import io.vnetflowroutes.routes.RouteFiles;
import io.vnetflowroutes.routes.RouteIds;
import io.vnetflowroutes.settings.ConnectionSettings;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.HeapLimits;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the whole configuration, and returns it or refuses it with all errors at once. */
public final class Configuration {

  private Configuration() {}

  /** The declarations of all keys. */
  public static Keys keys() {
    return new Keys(
        List.of(ProgramKeys.all(), SourceKeys.GROUP.all(), DestinationKeys.GROUP.all()));
  }

  /**
   * The settings in force.
   *
   * @param file a properties file
   * @param environment variables, which have precedence over the file
   * @param overrides settings of the command line, which have precedence over both
   * @throws ConfigurationException if anything is wrong
   */
  public static Settings read(
      Path file, Map<String, String> environment, Map<String, String> overrides)
      throws ConfigurationException {
    SettingsReader reader =
        new SettingsReader(keys())
            .from(folder(file))
            .file(PropertiesFile.read(file))
            .environment(environment)
            .properties(overrides);
    Settings settings = reader.settings();
    List<String> problems = reader.problems();
    problems.addAll(Formats.problems());
    problems.addAll(CamelGroups.problems(settings.others().keySet()));
    if (!ReceiveSettings.receives(settings)) {
      problems.addAll(SourceSettings.problems(settings));
    }
    problems.addAll(ReceiveSettings.problems(settings));
    problems.addAll(DeriveSettings.problems(settings));
    problems.addAll(DestinationSettings.problems(settings));
    problems.addAll(new Decisions(settings).problems());
    problems.addAll(ConnectionSettings.problems(settings, environment));
    Path routes = settings.get(ProgramKeys.ROUTES).toAbsolutePath();
    if (Files.isDirectory(routes)) {
      problems.addAll(
          RouteIds.problems(
              RouteFiles.of(settings).files(), settings.names(DestinationKeys.GROUP)));
    } else {
      problems.add("%s is '%s', but there is no such folder".formatted(ProgramKeys.ROUTES, routes));
    }
    problems.addAll(OwnRouteFiles.of(settings).problems());
    HeapLimits heap =
        new HeapLimits(
            Runtime.getRuntime().maxMemory(), LayoutSettings::isFile, LayoutSettings::isObject);
    heap.problem().ifPresent(problems::add);
    problems.removeIf(reader::isSaid);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return heap.fit(settings.with(Map.of(), GatherWarnings.of(settings, reader::isGiven)));
  }

  /** The folder of relative paths; empty if it is the folder of the process anyway. */
  private static Path folder(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path folder = here.resolve(file).normalize().getParent();
    return folder == null || folder.equals(here) ? Path.of("") : folder;
  }
}
