package io.vnetflowroutes.camel;

import io.vnetflowroutes.deliver.DeliveryException;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.outcome.DeliveryProblem;
import io.vnetflowroutes.poll.ProgressException;
import io.vnetflowroutes.queue.SpoolException;
import io.vnetflowroutes.read.ReadFailures;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.telemetry.ReadLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles failures of the routes: the bean of their error branches. It decides what a failed
 * delivery means; {@link ReadFailures} decides what a failed read means.
 *
 * <p>Any thread may call it.
 */
public final class RouteFailures {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);

  private final PollSteps polls;
  private final ReadFailures reading;
  private final ReadLog log;

  RouteFailures(PollSteps polls, ReadLog log) {
    this.polls = polls;
    this.reading = new ReadFailures(log);
    this.log = log;
  }

  /** Handles the failure of a poll. */
  public void poll(Exception error) {
    try {
      LOG.atError().log("The poll failed and is tried again: {}", sentence(error));
      LOG.debug("The poll failed", error);
    } finally {
      polls.abandon();
    }
  }

  /** Handles a failure to read a blob, or to deliver one of its batches. */
  public void read(BlobInHand blob, Exception error) {
    LOG.debug("Reading failed", error);
    SpoolException spool = Causes.first(error, SpoolException.class).orElse(null);
    if (spool != null && !Causes.has(error, ProgressException.class)) {
      if (spool.full()) {
        blob.poll().failed();
      } else {
        blob.poll().failedWithAll(spool.getMessage());
      }
    } else if (Causes.has(error, DeliveryException.class)
        && !Causes.has(error, ProgressException.class)) {
      blob.poll().failed();
      log.notDelivered(blob.due(), DeliveryProblem.sentence(error));
    } else {
      reading.failed(blob.poll(), blob.due(), error);
    }
  }

  private static String sentence(Throwable error) {
    ProgressException progress = Causes.first(error, ProgressException.class).orElse(null);
    return progress != null ? progress.getMessage() : AzureProblem.sentence(error);
  }
}
