package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings of one source and one destination, without a mistake, for tests that make one. */
public final class GoodSettings {

  /** A value that no message may repeat. */
  public static final String SECRET = "s3cr3t-value";

  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();

  private GoodSettings(Path folder) throws IOException {
    this.folder = folder;
    put("flowlogs.routes", Files.createDirectories(folder.resolve("routes")).toString());
    put("flowlogs.state", folder.resolve("state").toString());
    put("flowlogs.source.prod.directory", folder.toString());
    put("flowlogs.destination.lake.uri", "file:out");
    put("flowlogs.allow", "lake");
    put("flowlogs.deny", "lake");
  }

  /** With a folder of route files that is empty. */
  public static GoodSettings in(Path folder) throws IOException {
    return new GoodSettings(folder);
  }

  /** With a copy of the shipped route files. */
  public static GoodSettings withShippedRoutes(Path folder) throws IOException {
    GoodSettings settings = in(folder);
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

  public void put(String key, String value) {
    settings.put(key, value);
  }

  public String remove(String key) {
    return settings.remove(key);
  }

  public String get(String key) {
    return settings.get(key);
  }

  /** The settings as they are now. */
  public Map<String, String> all() {
    return Collections.unmodifiableMap(settings);
  }

  /** Reads them as if they were given on the command line, beside an empty file. */
  public Settings read() throws ConfigurationException, IOException {
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    return Configuration.read(file, Map.of(), settings);
  }

  /** What is wrong with them; empty where nothing is. */
  public List<String> problems() throws IOException {
    try {
      read();
      return List.of();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).doesNotContain(SECRET);
      return e.problems();
    }
  }
}
