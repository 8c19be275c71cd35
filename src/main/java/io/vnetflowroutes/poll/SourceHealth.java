package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.Source;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a source answers. Once it does not, it is left alone for the rest of the poll and then
 * asked less and less often, so that it neither holds up other sources nor is pressed while it is
 * busy. What is wrong is said once, and that it is over, too.
 */
final class SourceHealth {

  private static final Logger LOG = LoggerFactory.getLogger(SourceHealth.class);

  /** So many reads in a row without an answer put the account in doubt. */
  private static final int DOUBTFUL = 3;

  private final Source source;
  private final Clock clock;
  private final WarningThrottle complaints;
  private final Backoff pause = new Backoff();
  private final AtomicInteger unanswered = new AtomicInteger();
  private boolean failed;
  private boolean answered;

  SourceHealth(Source source, Clock clock, WarningThrottle complaints) {
    this.source = source;
    this.clock = clock;
    this.complaints = complaints;
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
    String sentence =
        "%s, %s. %s".formatted(what, source.container().location(), AzureProblem.sentence(error));
    if (complaints.due(source.name(), sentence)) {
      LOG.atWarn().addKeyValue("source", source.name()).log(sentence);
    }
    LOG.debug("{}", what, error);
    failed = true;
    pause.lengthen(clock.instant());
    if (AzureProblem.refused(error) && source.container().renew()) {
      pause.end();
      LOG.atInfo()
          .addKeyValue("source", source.name())
          .log("The credential was changed in the configuration; the new one is used from now on");
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

  /** Where the last reads got no answer, asks for the least there is to list. */
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
    if (answered && !failed && complaints.over(source.name())) {
      LOG.atInfo().addKeyValue("source", source.name()).log("The source can be listed again");
    }
  }
}
