package io.vnetflowroutes.bundle;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;

/** What is allowed in a configuration file, but unwise. */
public final class ConfigurationWarnings {

  private ConfigurationWarnings() {}

  /**
   * One sentence each.
   *
   * @param file the configuration file
   * @param settings the settings in force
   */
  public static List<String> of(Path file, Settings settings) {
    return Stream.of(secrets(file), DeriveSettings.warnings(settings))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> secrets(Path file) {
    try {
      List<Key> secrets = Configuration.keys().all().stream().filter(Key::secret).toList();
      boolean secret =
          Configuration.properties(file).keySet().stream()
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
}
