package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.PropertiesFile;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.endpoints.FileOptions;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.routes.Decisions;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Warnings about settings that are allowed, but unwise or easily overlooked. */
public final class ConfigurationWarnings {

  /** Camel's way to write a password into a URI. */
  private static final Pattern RAW = Pattern.compile("RAW[({]");

  private ConfigurationWarnings() {}

  /**
   * All warnings of a check, including those about the file and the lists that it names; one
   * sentence each.
   */
  public static List<String> of(Path file, Settings settings) {
    return Stream.of(of(settings), secretsInSight(file), DeriveSettings.warnings(settings))
        .flatMap(List::stream)
        .toList();
  }

  /** Possible mistakes in the settings; one sentence each. */
  public static List<String> of(Settings settings) {
    List<String> warnings = new ArrayList<>(settings.warnings());
    warnings.addAll(new Decisions(settings).warnings());
    warnings.addAll(ReceiveSettings.warnings(settings));
    for (Settings.Group<DestinationKeys> group : settings.groups(DestinationKeys.GROUP)) {
      warnings.addAll(FileOptions.warnings(group));
    }
    return warnings;
  }

  /** Notes about settings that are intended, but have consequences. */
  public static List<String> notes(Settings settings) {
    return new Decisions(settings).notes();
  }

  /** A sentence if every user can read the file's secrets, or none. */
  private static List<String> secretsInSight(Path file) {
    try {
      List<Key<?>> secrets = Configuration.keys().all().stream().filter(Key::secret).toList();
      Map<String, String> values = PropertiesFile.read(file).values();
      boolean secret =
          values.values().stream().anyMatch(value -> RAW.matcher(value).find())
              || values.keySet().stream()
                  .filter(name -> !ReceiveSettings.showable(name))
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
