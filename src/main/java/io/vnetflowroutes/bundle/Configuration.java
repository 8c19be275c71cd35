package io.vnetflowroutes.bundle;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Keys;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.SettingsReader;
import io.vnetflowroutes.format.Formats;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the whole configuration and refuses it, with everything that is wrong, or returns it. */
public final class Configuration {

  private Configuration() {}

  /** The declarations of all keys. */
  public static Keys keys() {
    return new Keys(
        SourceSettings.credentials(),
        Formats.names(),
        DeriveSettings.words(),
        FilterSettings.keys());
  }

  /**
   * The settings in force.
   *
   * @param file a properties file
   * @param environment variables, which win over the file
   * @param overrides what the command line sets, which wins over both
   * @throws ConfigurationException if anything is wrong
   */
  public static Settings read(
      Path file, Map<String, String> environment, Map<String, String> overrides)
      throws ConfigurationException {
    SettingsReader reader =
        new SettingsReader(keys())
            .properties(properties(file))
            .environment(environment)
            .properties(overrides);
    Settings settings = reader.settings();
    List<String> problems = reader.problems();
    List<Settings.Group> sources = settings.groups("flowlogs.source");
    if (sources.isEmpty()) {
      problems.add(
          "There is no source; set flowlogs.source.NAME.storage-account-url or"
              + " flowlogs.source.NAME.directory");
    }
    sources.forEach(source -> problems.addAll(SourceSettings.problems(source)));
    problems.addAll(DeriveSettings.problems(settings));
    problems.addAll(DestinationSettings.problems(settings));
    if (settings.names("flowlogs.allow").isEmpty() && settings.names("flowlogs.deny").isEmpty()) {
      problems.add("flowlogs.allow and flowlogs.deny name no destination; set at least one");
    }
    Path routes = Path.of(settings.text("flowlogs.routes"));
    if (!Files.isDirectory(routes)) {
      problems.add(
          "flowlogs.routes is '%s', but there is no such folder in %s"
              .formatted(routes, Path.of("").toAbsolutePath()));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return settings;
  }

  /** What is allowed, but unwise: one sentence each. */
  public static List<String> warnings(Path file) {
    try {
      List<Key> secrets = keys().all().stream().filter(Key::secret).toList();
      boolean secret =
          properties(file).keySet().stream()
              .anyMatch(name -> secrets.stream().anyMatch(key -> key.is(name)));
      return secret && readableByOthers(file)
          ? List.of(
              "'%s' holds secrets, and every user of this machine may read it; run chmod 600 on it,"
                      .formatted(file)
                  + " or set the secrets in the environment")
          : List.of();
    } catch (ConfigurationException | IOException e) {
      return List.of();
    }
  }

  private static boolean readableByOthers(Path file) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return posix != null
        && posix.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
  }

  private static Map<String, String> properties(Path file) throws ConfigurationException {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
    } catch (MalformedInputException e) {
      throw new ConfigurationException(
          List.of("The configuration file '%s' is not UTF-8 text".formatted(file)));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          List.of("There is no configuration file '%s'; --config names another".formatted(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              "The configuration file '%s' cannot be read: %s".formatted(file, e.getMessage())));
    }
    Map<String, String> values = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }
}
