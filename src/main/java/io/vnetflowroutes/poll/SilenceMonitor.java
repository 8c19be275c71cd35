package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.FlowLogPath;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once when a flow log has had no new blob for long. No traffic means no blob, but so does a
 * flow log that somebody switched off (docs/azure-flow-log-format.md#late-growth-and-gaps).
 */
final class SilenceMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceMonitor.class);

  /** Behind it a flow log is taken for one that was given up, or for an archive. */
  private static final Duration GIVEN_UP = Duration.ofDays(7);

  private final String source;
  private final FlowLogPath flowLog;
  private final Duration after;
  private Instant newest;
  private boolean silent;

  /**
   * @param after how many hours that are due may lack a blob; zero for any number
   * @param newest the newest hour known to have a blob, or from which on blobs are looked for
   */
  SilenceMonitor(String source, FlowLogPath flowLog, Duration after, Instant newest) {
    this.source = source;
    this.flowLog = flowLog;
    this.after = after;
    this.newest = newest;
  }

  /** Notes that an hour has a blob. */
  void blob(Instant hour) {
    if (hour.isAfter(newest)) {
      newest = hour;
    }
  }

  /** Warns if it is time; to be called when everything up to the newest due hour was listed. */
  void check(Instant newestDue) {
    Duration since = Duration.between(newest, newestDue);
    boolean now = !after.isZero() && since.compareTo(after) >= 0;
    if (now && !silent && since.compareTo(GIVEN_UP) < 0) {
      LOG.atWarn()
          .addKeyValue("source", source)
          .addKeyValue("flow_log", flowLog.name())
          .addKeyValue("path", flowLog.path())
          .addKeyValue("newest_hour", newest)
          .log(
              "The flow log is silent: it has no blob of a later hour; check that it is enabled, and"
                  + " that its network has traffic (flowlogs.silent-after)");
    } else if (!now && silent) {
      LOG.atInfo()
          .addKeyValue("source", source)
          .addKeyValue("flow_log", flowLog.name())
          .addKeyValue("path", flowLog.path())
          .log("The flow log is no longer silent");
    }
    silent = now;
  }
}
