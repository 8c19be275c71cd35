package io.vnetflowroutes.run;

import io.vnetflowroutes.camel.Application;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.telemetry.PollAdvance;
import io.vnetflowroutes.terminal.BottomLine;
import io.vnetflowroutes.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a long poll on a terminal; without a terminal, the log does. */
final class CatchUpDisplay implements AutoCloseable {

  private static final long TICK_MILLIS = 250;
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final Application bundle;
  private final BottomLine line;
  private ProgressBar bar;
  private boolean closed;

  private CatchUpDisplay(Application bundle, BottomLine line) {
    this.bundle = bundle;
    this.line = line;
  }

  /** Begins to show it, as standard output is a terminal or not. */
  static CatchUpDisplay of(Application bundle) {
    boolean terminal = Terminal.present();
    if (!terminal) {
      bundle.logCatchUp();
    }
    return new CatchUpDisplay(bundle, terminal ? new BottomLine() : null);
  }

  /** Waits for the end of a poll. */
  PollResult awaitPoll() throws InterruptedException {
    if (line == null) {
      return bundle.polls().take();
    }
    PollResult result = bundle.polls().poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    while (result == null) {
      bundle
          .catchUp()
          .filter(now -> now.hours().took().compareTo(A_MOMENT) > 0)
          .ifPresent(this::show);
      result = bundle.polls().poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
    hide();
    return result;
  }

  private synchronized void show(PollAdvance now) {
    if (closed) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Catching up")
              .setUnit(" h", 1)
              .setInitialMax(now.hours().hours())
              .continuousUpdate() // bytes and flows grow between two hours
              .setUpdateIntervalMillis((int) TICK_MILLIS)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(line)
              .startsFrom(0, now.hours().took())
              .build();
    }
    bar.maxHint(now.hours().hours());
    bar.stepTo(now.hours().read());
    long seconds = Math.max(1, now.hours().took().toSeconds());
    bar.setExtraMessage(
        " %s, %s, %s/s"
            .formatted(
                HumanUnits.size(now.bytes()),
                HumanUnits.count(now.flows(), "flow"),
                HumanUnits.count(now.flows() / seconds)));
  }

  private synchronized void hide() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Shows nothing any more; any thread may ask for that. */
  @Override
  public synchronized void close() {
    hide();
    if (line != null && !closed) {
      line.remove();
    }
    closed = true;
  }
}
