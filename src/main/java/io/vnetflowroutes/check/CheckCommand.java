package io.vnetflowroutes.check;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.vnetflowroutes.camel.ConfigurationWarnings;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.NameOptions;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The verb {@code check}: shows whether everything is ready for a run, and what to do about each
 * problem.
 */
@Command(
    name = "check",
    description = {
      "Check everything that a run needs, and say what to do about each problem.",
      "",
      "It checks the configuration and the routes; for each source the network, the token, "
          + "the listing, flow logs, the age of the newest blob and one record; whether each "
          + "destination can be reached; and the disk. It changes nothing, so you can run it "
          + "while the service runs. Run it as the service's user, because it tests that user's "
          + "rights."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that was checked works; there may be warnings",
      "1:something does not work",
      "2:the configuration or the routes are wrong, so nothing else was checked"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs check                      before the first run, and when nothing arrives",
      "  flowlogs check --source prod        one source only",
      "  flowlogs check --send               also sends each destination a test flow",
      "  flowlogs check --offline            configuration, routes and disk, as in a build",
      "  flowlogs check --json | jq -r 'select(.verdict == \"fail\") | .text'"
    })
public final class CheckCommand implements Verb {

  private static final int DONE = 0;
  private static final int FAILED = 1;

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Check only this source, or, with --destination, only these. Repeatable.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      description = "Check only this destination, likewise.")
  private List<String> destinations = new ArrayList<>();

  @Option(
      names = "--send",
      description = "Send each destination a test flow, with the rule 'flowlogs-check'.")
  private boolean send;

  @Option(
      names = "--offline",
      description = "Do not connect to anything: check only files, what waits in spools, and disk.")
  private boolean offline;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Override
  public String refusal() {
    return "The check cannot start:";
  }

  @Override
  public Integer call() throws IOException {
    if (send && offline) {
      throw new UserError(
          "--send sends a test flow, but --offline connects to nothing; leave one of them out");
    }
    quiet();
    CheckReport report = new CheckReport(System.out, json);
    CheckReporter subject = new CheckReporter("configuration", report::line);
    Settings settings;
    try {
      settings = configuration.settings();
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> subject.fail("settings", problem));
      report.end();
      return UserError.WRONG;
    }
    List<String> problems = NameOptions.problems(settings, sources, destinations);
    if (!problems.isEmpty()) {
      throw new UserError("", problems);
    }
    subject.ok(
        "settings",
        "The settings are right: %s, destinations %s"
            .formatted(
                settings
                    .get(ProgramKeys.RECEIVE_TOPIC)
                    .map("topic "::concat)
                    .orElse("sources " + String.join(", ", settings.names(SourceKeys.GROUP))),
                String.join(", ", settings.names(DestinationKeys.GROUP))));
    ConfigurationWarnings.notes(settings).forEach(note -> subject.ok("settings", note));
    configuration.warnings(settings).forEach(warning -> subject.warn("settings", warning));
    boolean routes = new Checks(settings, report::line).run(scope());
    report.end();
    return routes ? report.failed() ? FAILED : DONE : UserError.WRONG;
  }

  private CheckScope scope() {
    boolean all = sources.isEmpty() && destinations.isEmpty();
    Predicate<String> everyone = name -> all && !offline;
    return new CheckScope(
        everyone.or(name -> sources.contains(name) && !offline),
        everyone.or(name -> destinations.contains(name) && !offline),
        name -> all || destinations.contains(name),
        all,
        send);
  }

  /** Turns the log off: the report has a line for each failure that libraries would log. */
  private static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
      logging.getLoggerList().forEach(logger -> logger.setLevel(Level.OFF));
    }
  }
}
