package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings of one source and one destination, without a mistake, for tests that make one. */
public final class GoodSettings {

  private GoodSettings() {}

  /** With a folder of route files that is empty. */
  public static Map<String, String> in(Path folder) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("flowlogs.routes", Files.createDirectories(folder.resolve("routes")).toString());
    settings.put("flowlogs.state", folder.resolve("state").toString());
    settings.put("flowlogs.source.prod.directory", folder.toString());
    settings.put("flowlogs.destination.lake.uri", "file:out");
    settings.put("flowlogs.allow", "lake");
    settings.put("flowlogs.deny", "lake");
    return settings;
  }

  /** With a copy of the shipped route files. */
  public static Map<String, String> withShippedRoutes(Path folder) throws IOException {
    Map<String, String> settings = in(folder);
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve("routes").resolve(file.getFileName()));
      }
    }
    settings.put("flowlogs.spool", folder.resolve("spool").toString());
    settings.put("flowlogs.dead-letter", folder.resolve("dead-letter").toString());
    settings.put("flowlogs.destination.lake.uri", "file:" + folder.resolve("lake"));
    return settings;
  }

  /** Reads settings that are given on the command line, beside an empty file. */
  public static Settings read(Path folder, Map<String, String> settings)
      throws ConfigurationException, IOException {
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    return Configuration.read(file, Map.of(), settings);
  }

  /** What is wrong with settings that are given on the command line; empty where nothing is. */
  public static List<String> problems(Path folder, Map<String, String> settings)
      throws IOException {
    try {
      read(folder, settings);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }
}
