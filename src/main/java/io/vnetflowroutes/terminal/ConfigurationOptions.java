package io.vnetflowroutes.terminal;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.camel.ConfigurationWarnings;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.logging.ConsoleLog;
import io.vnetflowroutes.logging.LogFormat;
import io.vnetflowroutes.settings.ConnectionSettings;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReceiverSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options of all verbs that need the configuration. */
public final class ConfigurationOptions {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationOptions.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration file (default: application.properties, in the current folder or "
              + "beside the program).")
  private Path file = usual();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key; takes precedence over the file and the environment.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** The file in this folder; otherwise the one beside the program, if that is known. */
  private static Path usual() {
    Path here = Path.of("application.properties");
    String home = System.getProperty("flowlogs.home");
    Path beside = home == null ? here : Path.of(home).resolve(here);
    return Files.exists(here) || !Files.exists(beside) ? here : beside;
  }

  /** The settings in force. */
  public Settings settings() throws ConfigurationException {
    Settings settings = Configuration.read(file, System.getenv(), overrides);
    LogFormat.named(settings.get(ProgramKeys.LOG_FORMAT)).use();
    ConnectionSettings.use(settings, System.getenv());
    if (ReceiverSettings.anyToStandardOutput(settings)) {
      ConsoleLog.toStandardError();
    }
    return settings;
  }

  /** The settings in force, for a verb that asks storage accounts. */
  public Settings settingsOfSources() throws ConfigurationException {
    Settings settings = settings();
    if (settings.get(ProgramKeys.RECEIVE_TOPIC).isPresent()) {
      throw new UserError(
          ("This needs the sources, but the configuration receives batches from the topic '%s'"
                  + " (%s); run it with a configuration that has the account as a source")
              .formatted(settings.get(ProgramKeys.RECEIVE_TOPIC).get(), ProgramKeys.RECEIVE_TOPIC));
    }
    return settings;
  }

  /** The present settings; if they are wrong, it says so and returns nothing. */
  public Optional<Settings> again() {
    try {
      return Optional.of(settings());
    } catch (ConfigurationException e) {
      String problems = String.join("; ", e.problems());
      LOG.warn("The configuration was read again, but is wrong by now: {}", problems);
      return Optional.empty();
    }
  }

  /** Settings that work, but are better changed. */
  public List<String> warnings(Settings settings) {
    return ConfigurationWarnings.of(file, settings);
  }

  /** Logs what may be a mistake, for whoever starts the program without a check before. */
  public void logWarnings(Settings settings) {
    ConfigurationWarnings.of(settings).forEach(LOG::warn);
    ConfigurationWarnings.notes(settings).forEach(LOG::info);
  }
}
