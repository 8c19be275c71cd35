package io.vnetflowroutes.cli;

import io.vnetflowroutes.bundle.Bundle;
import io.vnetflowroutes.bundle.Configuration;
import io.vnetflowroutes.bundle.StartProblem;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.state.StateException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads flow logs and forwards them, until it is stopped. */
@Command(
    name = "run",
    description = "Read flow logs and forward them, until stopped.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped, or caught up with --once",
      "1:with --once, something is left unread or undelivered",
      "2:the configuration, the routes or the state are wrong"
    })
final class RunCommand implements Callable<Integer> {

  private static final long DRAIN_CHECK_MILLIS = 100;
  private static final int DONE = 0;
  private static final int UNFINISHED = 1;
  private static final int WRONG = 2;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file (default: ${DEFAULT-VALUE}).",
      defaultValue = "application.properties")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key, over file and environment.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--once", description = "End when everything that is due is delivered.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    Bundle bundle;
    try {
      Settings settings = Configuration.read(file, System.getenv(), overrides);
      bundle = new Bundle(settings);
    } catch (ConfigurationException e) {
      return refuse("The configuration is wrong:", e.problems());
    } catch (StateException e) {
      return refuse("The program cannot start:", List.of(e.getMessage()));
    }
    Ending ending = new Ending(bundle);
    Runtime.getRuntime().addShutdownHook(new Thread(ending::onSignal, "stop"));
    try {
      bundle.start();
    } catch (Exception e) {
      LoggerFactory.getLogger(RunCommand.class).debug("The start failed", e);
      ending.quietly();
      return refuse("The program cannot start:", List.of(StartProblem.sentence(e)));
    }
    PollResult result = bundle.polls().take();
    while (!once || (!result.caughtUp() && result.worthAnotherPoll())) {
      result = bundle.polls().take();
    }
    while (bundle.draining()) {
      bundle.polls().poll(DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
    boolean done = result.caughtUp() && !bundle.spooling();
    ending.now();
    return done ? DONE : UNFINISHED;
  }

  private static int refuse(String what, List<String> problems) {
    System.err.println(what);
    problems.forEach(problem -> System.err.println("  " + problem));
    return WRONG;
  }
}
