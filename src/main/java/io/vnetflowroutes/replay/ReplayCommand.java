package io.vnetflowroutes.replay;

import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetterFiles;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.ShutdownOnce;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code replay}: sends dead letters again. */
@Command(
    name = "replay",
    description = {
      "Send dead letters again, once their cause is gone.",
      "",
      "Records and tuples go through the routes as if they were read now. Messages go to "
          + "the destination that refused them, once: what a destination does not take now, even if "
          + "it is only busy, stays in the folder for the next replay. So does what was made in "
          + "another format or for another type than the destination has now. Only files whose "
          + "names end in .ndjson count. You can run it while the service runs."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is left in the folder, or there is no folder of dead letters yet",
      "1:something stays, files that are no dead letters by their names too; the output gives "
          + "the reasons",
      "2:the configuration, the routes or the folder are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs replay --dry-run                shows what would be sent, and what would stay",
      "  flowlogs replay                          sends it",
      "  flowlogs replay /backup/dead-letter      sends those of another folder"
    })
public final class ReplayCommand implements Verb {

  private static final long LONGEST_STOP_SECONDS = 28;

  @Mixin private ConfigurationOptions configuration;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder of the dead letters (default: flowlogs.dead-letter).")
  private Path folder;

  @Option(names = "--dry-run", description = "Only show what would be sent.")
  private boolean dryRun;

  @Option(
      names = "--without-format",
      description = {
        "Also send messages that do not say in which format they were made, as those of release 1.0.",
        "Set 'format' and 'type' of their destinations as they were then."
      })
  private boolean withoutFormat;

  private final CountDownLatch finished = new CountDownLatch(1);
  private List<Path> leftAlone = List.of();
  private int flows;
  private int left;

  @Override
  public String refusal() {
    return "Nothing can be replayed:";
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    Path letters = folder == null ? Path.of(settings.get(ProgramKeys.DEAD_LETTER)) : folder;
    if (folder == null && !Files.exists(letters) && isFolder(settings)) {
      System.out.println("There are no dead letters: there is no folder '" + letters + "' yet");
      return 0;
    }
    if (!Files.isDirectory(letters)) {
      throw new UserError("There is no folder '" + letters + "'");
    }
    try {
      List<Path> files = DeadLetterFiles.in(letters);
      leftAlone = DeadLetterFiles.others(letters);
      if (dryRun) {
        return look(files, settings);
      }
      return files.isEmpty() ? ended("sent") : send(files, settings, letters);
    } catch (IOException e) {
      throw new UserError("The replay broke off, and can be started again:", List.of(e.toString()));
    }
  }

  /** Whether dead letters go into a folder, and not to an endpoint. */
  private static boolean isFolder(Settings settings) {
    return new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER)).folder().isPresent();
  }

  private int look(List<Path> files, Settings settings) throws IOException {
    Replay look = DeadLetterReplay.look(settings, withoutFormat);
    for (Path file : files) {
      Replayed found = look.replay(file);
      flows += found.notTaken();
      tell(file, HumanUnits.count(found.notTaken(), "flow") + " to be sent", found);
    }
    return ended("to be sent");
  }

  private int send(List<Path> files, Settings settings, Path letters) throws IOException {
    ShutdownOnce shutdown = null;
    try (DeadLetterReplay routes = new DeadLetterReplay(settings, letters, withoutFormat)) {
      shutdown = ShutdownOnce.onSignal(routes::askToStop, () -> stop(routes), this::codeOnSignal);
      Replay replay = routes.start();
      int notTaken = 0;
      boolean unsendable = false;
      for (Path file : files) {
        if (replay.stopping()) {
          left++;
          continue;
        }
        Replayed done = replay.replay(file);
        flows += done.flows();
        notTaken += done.notTaken();
        unsendable |= done.unsendable();
        String not =
            done.notTaken() == 0 ? "" : ", " + HumanUnits.count(done.notTaken()) + " not taken";
        tell(file, HumanUnits.count(done.flows(), "flow") + " sent" + not, done);
      }
      if (notTaken == 0 && !unsendable && !replay.stopping()) {
        routes.allTaken();
      }
      return ended("sent");
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw RouteCheck.refusal(settings, e);
    } finally {
      finished.countDown();
      if (shutdown != null) {
        shutdown.quietly();
      }
    }
  }

  /** The file in hand is finished and written before the program ends. */
  private void stop(DeadLetterReplay routes) {
    routes.stop();
    try {
      finished.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int codeOnSignal() {
    return finished.getCount() == 0 && left == 0 && leftAlone.isEmpty() ? 0 : 1;
  }

  private void tell(Path file, String flowsSaid, Replayed done) {
    System.out.println(file + ": " + flowsSaid);
    done.staying()
        .forEach(
            (reason, letters) ->
                System.out.println(
                    "  " + letters + (letters == 1 ? " stays: " : " stay: ") + reason));
    if (done.notTaken() > 0 || !done.staying().isEmpty()) {
      left++;
    }
  }

  private int ended(String what) {
    System.out.printf(
        "%s %s; %s%n",
        HumanUnits.count(flows, "flow"),
        what,
        left == 0 ? "nothing is left" : left + (left == 1 ? " file stays" : " files stay"));
    if (!leftAlone.isEmpty()) {
      System.out.printf(
          "%s left alone, as the names of dead letters end in .ndjson: %s%s%n",
          HumanUnits.count(leftAlone.size(), "file"),
          leftAlone.get(0),
          leftAlone.size() == 1 ? "" : " and others");
    }
    return left == 0 && leftAlone.isEmpty() ? 0 : 1;
  }
}
