package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import java.time.Duration;
import java.time.Instant;

/**
 * Warns once when a flow log has had no new blob for a long time. Without traffic there is no blob,
 * but the same happens if somebody switched the flow log off
 * (docs/azure-flow-log-format.md#late-growth-and-gaps).
 */
final class SilenceMonitor {

  /** After this time, a flow log counts as switched off, or as an archive. */
  private static final Duration GIVEN_UP = Duration.ofDays(7);

  private final Source source;
  private final FlowLogPath flowLog;
  private final Duration after;
  private final PollListener listener;
  private Instant newest;
  private boolean silent;

  /**
   * @param after how many hours that are due may lack a blob; zero for any number
   * @param newest the newest hour known to have a blob, or from which on blobs are looked for
   */
  SilenceMonitor(
      Source source, FlowLogPath flowLog, Duration after, Instant newest, PollListener listener) {
    this.source = source;
    this.flowLog = flowLog;
    this.after = after;
    this.newest = newest;
    this.listener = listener;
  }

  /** Notes that an hour has a blob. */
  void blob(Instant hour) {
    if (hour.isAfter(newest)) {
      newest = hour;
    }
  }

  /** Warns if it is time. Call it when everything up to the newest due hour was listed. */
  void check(Instant newestDue) {
    Duration since = Duration.between(newest, newestDue);
    boolean now = !after.isZero() && since.compareTo(after) >= 0;
    if (now && !silent && since.compareTo(GIVEN_UP) < 0) {
      listener.silent(source, flowLog, newest);
    } else if (!now && silent) {
      listener.noLongerSilent(source, flowLog);
    }
    silent = now;
  }
}
