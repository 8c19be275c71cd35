package io.vnetflowroutes.status;

import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.state.FlowLogProgress;
import java.time.Duration;
import java.time.Instant;

/**
 * The status of one flow log.
 *
 * @param progress how far it is delivered
 * @param lag how long its first hour that is not done is overdue; zero while none is
 */
public record FlowLogStatus(FlowLogProgress progress, Duration lag) {

  /** The lag that needs no attention: the next poll may not have begun. */
  private static final Duration PASSING = Duration.ofMinutes(10);

  static FlowLogStatus of(FlowLogProgress progress, Schedule schedule, Instant now) {
    return new FlowLogStatus(progress, schedule.lag(progress.done(), now));
  }

  /** Whether it lags for longer than until the next poll. */
  public boolean lags() {
    return lag.compareTo(PASSING) > 0;
  }

  /** Whether its oldest hour is not known yet, because it is read from its beginning. */
  public boolean atItsBeginning() {
    return progress.done().equals(Instant.EPOCH);
  }

  /** The flow log's name. */
  public String name() {
    return FlowLogPath.parse(progress.path()).name();
  }
}
