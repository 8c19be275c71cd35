package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a source answers (a circuit breaker). If it does not, the program skips it for the rest
 * of the poll and then retries with growing back-off, so that it neither delays other sources nor
 * adds load to a busy account. The program logs a problem once, and logs the end of it.
 *
 * <p>Readers call {@link #read} on their threads; all else is for the thread that polls.
 */
final class SourceHealth {

  /** After this many reads in a row without an answer, the account may be down. */
  private static final int DOUBTFUL = 3;

  private final Source source;
  private final Clock clock;
  private final PollListener listener;
  private final Backoff pause = new Backoff();
  private final AtomicInteger unanswered = new AtomicInteger();
  private boolean failed;
  private boolean answered;

  SourceHealth(Source source, Clock clock, PollListener listener) {
    this.source = source;
    this.clock = clock;
    this.listener = listener;
  }

  /** Begins a poll; returns whether the source may be asked in it. */
  boolean begin() {
    answered = false;
    failed = pause.goesOn(clock.instant());
    return !failed;
  }

  /** Whether the source may be asked now. */
  boolean open() {
    return !failed;
  }

  /** Notes that a listing was answered. */
  void answered() {
    answered = true;
    unanswered.set(0);
    pause.end();
  }

  /**
   * Notes that the source could not be listed.
   *
   * @param what the sentence's beginning
   */
  void failed(String what, RuntimeException error) {
    listener.sourceFailed(
        source,
        "%s, %s. %s".formatted(what, source.container().location(), AzureProblem.sentence(error)),
        error);
    failed = true;
    pause.lengthen(clock.instant());
    if (AzureProblem.refused(error) && source.container().renew()) {
      pause.end();
      listener.credentialRenewed(source);
    }
  }

  /** Notes how the reading of one of the source's blobs ended. */
  void read(boolean wasAnswered) {
    if (wasAnswered) {
      unanswered.set(0);
    } else {
      unanswered.incrementAndGet();
    }
  }

  /** Makes the smallest possible listing if the last reads got no answer. */
  void makeSure() {
    if (unanswered.get() < DOUBTFUL || failed) {
      return;
    }
    try {
      source.container().folders("");
      answered();
    } catch (RuntimeException e) {
      failed("The source cannot be listed", e);
    }
  }

  /** Ends a poll. */
  void end() {
    if (answered && !failed) {
      listener.sourceAnswered(source);
    }
  }
}
