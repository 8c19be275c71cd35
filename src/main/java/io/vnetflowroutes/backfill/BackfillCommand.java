package io.vnetflowroutes.backfill;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.NameOptions;
import io.vnetflowroutes.terminal.ShutdownOnce;
import io.vnetflowroutes.terminal.TimeOptions;
import io.vnetflowroutes.terminal.Verb;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code backfill}: delivers past hours. */
@Command(
    name = "backfill",
    description = {
      "Deliver past hours, whether the service runs or not.",
      "",
      "It uses the same routes, with its own cursor, spool and acknowledgements below "
          + "flowlogs.state, and does not affect the service. If it is stopped or killed, the "
          + "same command continues where it was. Once it is done, the program forgets it, and "
          + "the same command delivers again. It does not write existing files with the same "
          + "content again. Files with other content, because filters, formats or limits have "
          + "changed since, are left alone and counted, unless you give --rewrite. Other "
          + "destinations get every flow, with its usual id."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was delivered",
      "1:it was stopped, something could not be delivered, files with other content were "
          + "left alone, or there is nothing in these hours",
      "2:the configuration, the routes or the hours are wrong, or a source cannot be listed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs backfill --from 2026-11-01T00:00:00Z --to 2026-11-07T23:00:00Z --dry-run",
      "  flowlogs backfill --from 7d --destination siem",
      "  flowlogs backfill --from 7d --destination lake --rewrite",
      "  flowlogs backfill --from beginning --source prod --flow-log '*_my-vnet-my-group-flowlog'"
    })
public final class BackfillCommand implements Verb {

  private static final long TICK_MILLIS = 200;
  private static final int DONE = 0;
  private static final int UNFINISHED = 1;

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "The first hour: this far back, such as 24h or 7d, an instant, or 'beginning'.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description =
          "The last hour, in the same form (default: the newest hour that has settled; later "
              + "ones still grow).")
  private String to;

  @Option(names = "--source", paramLabel = "NAME", split = ",", description = "Only these sources.")
  private Set<String> sources = new TreeSet<>();

  @Option(
      names = "--flow-log",
      paramLabel = "NAME",
      description =
          "Only this flow log, by its name as 'flowlogs flow-logs' lists it, selected or not; "
              + "* stands for any text (default: those that the settings select).")
  private String flowLog;

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      split = ",",
      description = "Send only to these destinations; the others get nothing.")
  private Set<String> destinations = new TreeSet<>();

  @Option(
      names = "--rewrite",
      description =
          "Rewrite files whose content differs from what the settings make now; each is "
              + "replaced in a single step.")
  private boolean rewrite;

  @Option(
      names = "--again",
      description =
          "Deliver to object stores that gather, too, which may hold these flows already; "
              + "without it, the backfill is refused if one of its destinations is such a store.")
  private boolean again;

  @Option(names = "--dry-run", description = "Only show how much it is, and what it costs.")
  private boolean dryRun;

  @Override
  public String refusal() {
    return "The backfill cannot start:";
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settingsOfSources();
    configuration.logWarnings(settings);
    List<String> problems = NameOptions.problems(settings, sources, destinations);
    Instant now = Instant.now();
    Span hours = null;
    try {
      hours = hours(settings, now);
    } catch (UserError e) {
      problems.addAll(e.problems());
    }
    if (rewrite) {
      settings.groups(DestinationKeys.GROUP).stream()
          .filter(group -> destinations.isEmpty() || destinations.contains(group.name()))
          .filter(BackfillReport::gathersByFolder)
          .forEach(
              group ->
                  problems.add(
                      "--rewrite cannot tell which flows the files or objects of destination '%s' hold, as it gathers (%s); remove the folders of these hours and leave --rewrite out"
                          .formatted(group.name(), group.key(DestinationKeys.GATHER))));
    }
    BackfillRequest request =
        new BackfillRequest(from, to, sources, flowLog, destinations, rewrite);
    List<String> mayComeAgain = again ? List.of() : BackfillReport.gathered(request, settings);
    if (!dryRun) {
      problems.addAll(mayComeAgain);
    }
    if (!problems.isEmpty()) {
      throw new UserError("", problems);
    }
    ((Logger) LoggerFactory.getLogger("io.vnetflowroutes")).setLevel(Level.WARN);
    if (dryRun) {
      Volume volume = Backfill.dryRun(settings, request, hours);
      BackfillReport.dryRun(volume, request, System.out);
      mayComeAgain.forEach(sentence -> System.out.println(sentence + "."));
      BackfillReport.tooOld(volume, request, settings, now, System.out);
      return volume.blobs() == 0 ? UNFINISHED : DONE;
    }
    return run(settings, new Backfill(settings, configuration::again, request, hours, now));
  }

  private Span hours(Settings settings, Instant now) {
    Instant newest = ReadSettings.newestSettled(settings, now);
    Instant first = TimeOptions.instant("--from", from, now).truncatedTo(ChronoUnit.HOURS);
    Instant last =
        to == null ? newest : TimeOptions.instant("--to", to, now).truncatedTo(ChronoUnit.HOURS);
    if (last.isAfter(newest)) {
      throw new UserError(
          "--to is '%s', but the newest hour that has settled is %s; later ones are the service's"
              .formatted(to, newest));
    }
    TimeOptions.order(first, last);
    return new Span(first, last);
  }

  private int run(Settings settings, Backfill backfill) throws InterruptedException {
    if (backfill.volume().blobs() == 0) {
      backfill.close();
      backfill.forget();
      System.out.println(BackfillReport.what(backfill.volume()));
      return UNFINISHED;
    }
    System.out.println(BackfillReport.what(backfill.volume()));
    ShutdownOnce ending =
        ShutdownOnce.onSignal(
            backfill::askToStop,
            backfill::close,
            () -> {
              System.out.println(BackfillReport.end(backfill, false));
              return UNFINISHED;
            });
    boolean caughtUp;
    try (BackfillProgress progress = BackfillProgress.of(backfill)) {
      backfill.start();
      caughtUp = read(backfill, progress);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      ending.quietly();
      throw RouteCheck.refusal(settings, e);
    }
    boolean done = caughtUp && backfill.spooled().isEmpty();
    return ending.now(
        () -> {
          System.out.println(BackfillReport.end(backfill, done));
          if (done) {
            backfill.forget();
          }
          boolean all = done && backfill.refused().isEmpty() && backfill.leftAlone().isEmpty();
          return all ? DONE : UNFINISHED;
        });
  }

  private static boolean read(Backfill backfill, BackfillProgress progress)
      throws InterruptedException {
    PollResult result = null;
    while (result == null || (!result.caughtUp() && result.worthAnotherPoll())) {
      result = backfill.polls().poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      progress.tick();
    }
    backfill.closeGathered();
    while (backfill.draining()) {
      backfill.polls().poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
      progress.tick();
    }
    return result.caughtUp();
  }
}
