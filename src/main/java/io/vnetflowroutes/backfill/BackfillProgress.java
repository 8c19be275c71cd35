package io.vnetflowroutes.backfill;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a backfill: a bar on a terminal, otherwise a line from time to time. */
final class BackfillProgress implements AutoCloseable {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int BAR_MILLIS = 250;
  private static final long KILOBYTE = 1L << 10;
  private static final long MEGABYTE = 1L << 20;

  private final Backfill backfill;
  private final ProgressBar bar;
  private final Instant began = Instant.now();
  private Instant nextLine = began;
  private BackfillAdvance shown;

  private BackfillProgress(Backfill backfill, ProgressBar bar) {
    this.backfill = backfill;
    this.bar = bar;
  }

  /** Begins to show it, as standard output is a terminal or not. */
  static BackfillProgress of(Backfill backfill) {
    Volume volume = backfill.volume();
    if (!Terminal.present()) {
      return new BackfillProgress(backfill, null);
    }
    boolean small = volume.bytes() < 10 * MEGABYTE;
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Backfill")
            .setUnit(small ? " KB" : " MB", small ? KILOBYTE : MEGABYTE)
            .setInitialMax(volume.bytes())
            .setUpdateIntervalMillis(BAR_MILLIS)
            .setStyle(ProgressBarStyle.ASCII)
            .startsFrom(volume.doneBytes(), Duration.ZERO)
            .build();
    return new BackfillProgress(backfill, bar);
  }

  /** To be called several times a second. */
  void tick() {
    BackfillAdvance advance = backfill.advance();
    if (bar != null) {
      bar.stepTo(advance.bytes());
      bar.setExtraMessage(' ' + hours(advance) + ", " + flows(advance));
    } else if (!Instant.now().isBefore(nextLine)) {
      line(advance);
    }
  }

  private void line(BackfillAdvance advance) {
    nextLine = Instant.now().plus(BETWEEN_LINES);
    shown = advance;
    Volume volume = backfill.volume();
    System.out.printf(
        "%3d %%  %s, %s of %s, %s%s%n",
        all(advance) ? 100 : 100 * advance.bytes() / volume.bytes(),
        hours(advance),
        HumanUnits.size(advance.bytes()),
        HumanUnits.size(volume.bytes()),
        flows(advance),
        left(advance));
  }

  /** Whether everything is delivered; the end of a blob's array of records belongs to no batch. */
  private boolean all(BackfillAdvance advance) {
    return advance.blobs() >= backfill.volume().blobs();
  }

  private String hours(BackfillAdvance advance) {
    return "%s of %s interface hours"
        .formatted(HumanUnits.count(advance.blobs()), HumanUnits.count(backfill.volume().blobs()));
  }

  private String flows(BackfillAdvance advance) {
    long seconds = Math.max(1, Duration.between(began, Instant.now()).toSeconds());
    return "%s flows, %s/s"
        .formatted(HumanUnits.count(advance.flows()), HumanUnits.count(advance.flows() / seconds));
  }

  private String left(BackfillAdvance advance) {
    long read = advance.bytes() - backfill.volume().doneBytes();
    if (read <= 0) {
      return "";
    }
    double share = (double) (backfill.volume().bytes() - advance.bytes()) / read;
    long millis = (long) (Duration.between(began, Instant.now()).toMillis() * share);
    return ", " + HumanUnits.span(Duration.ofMillis(millis)) + " left";
  }

  /** Shows the end. */
  @Override
  public void close() {
    BackfillAdvance advance = backfill.advance();
    if (bar == null) {
      if (!advance.equals(shown)) {
        line(advance);
      }
      return;
    }
    bar.stepTo(all(advance) ? backfill.volume().bytes() : advance.bytes());
    bar.setExtraMessage(' ' + hours(advance) + ", " + flows(advance));
    bar.close();
  }
}
