package io.vnetflowroutes.run;

import io.vnetflowroutes.camel.Application;
import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.ShutdownOnce;
import io.vnetflowroutes.terminal.Verb;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code run}: reads flow logs and forwards them, until it is stopped. */
@Command(
    name = "run",
    description = {
      "Read flow logs and forward them, until stopped.",
      "",
      "It polls every flowlogs.poll-interval. On SIGTERM it finishes the batches in hand "
          + "and exits with 0. flowlogs.state records what was delivered, so it continues where "
          + "it was, even after a crash."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped, or caught up with --once",
      "1:with --once, a blob is left unread or ends inside a record, or a message waits or was refused",
      "2:the configuration, the routes or the state are wrong",
      "3:Java threw an error from which the program cannot recover; a supervisor must "
          + "restart it"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs run --once                           delivers what is due, and exits",
      "  flowlogs run --dev                            while you write a route",
      "  flowlogs run --config /etc/flowlogs/application.properties",
      "  flowlogs run --set flowlogs.delay=0           follows growing blobs, for this run"
    })
public final class RunCommand implements Verb {

  private static final long DRAIN_CHECK_MILLIS = 100;
  private static final int DONE = 0;
  private static final int UNFINISHED = 1;

  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--once", description = "Exit when everything that is due is delivered.")
  private boolean once;

  @Option(
      names = "--dev",
      description = {
        "Load a route file again when it changes, for writing routes. A mistake is reported "
            + "with its line, and the routes stay as they are."
      })
  private boolean dev;

  @Override
  public String refusal() {
    return "The program cannot start:";
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = configuration.settings();
    configuration.logWarnings(settings);
    Application program = new Application(settings, configuration::again);
    CatchUpDisplay display = CatchUpDisplay.of(program);
    ShutdownOnce ending =
        ShutdownOnce.onSignal(
            () -> {
              display.close();
              program.askToStop();
            },
            program::close,
            () -> DONE);
    if (dev) {
      program.reloadOnChange();
    }
    try {
      program.start(!once);
    } catch (Exception e) {
      ending.quietly();
      throw RouteCheck.refusal(settings, e);
    }
    PollResult result = display.awaitPoll();
    while (!once || (!result.caughtUp() && result.worthAnotherPoll())) {
      result = display.awaitPoll();
    }
    display.close();
    if (once) {
      program.closeGathered();
    }
    while (program.draining()) {
      program.polls().poll(DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
    program.markHours();
    boolean done = result.caughtUp() && !program.spooling() && !program.refused();
    return ending.now(() -> done ? DONE : UNFINISHED);
  }
}
