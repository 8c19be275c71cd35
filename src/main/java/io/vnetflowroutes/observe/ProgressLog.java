package io.vnetflowroutes.observe;

import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one line a poll, and a summary at the end. */
public final class ProgressLog {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

  private final Counters counters;
  private Counts last;

  public ProgressLog(Counters counters) {
    this.counters = counters;
    this.last = counters.counts();
  }

  /** The line of one poll. */
  public void polled(int flowLogs, int openBlobs) {
    Counts now = counters.counts();
    LoggingEventBuilder line =
        keys(LOG.atInfo(), now.since(last)).addKeyValue("flow_logs", flowLogs);
    if (openBlobs > 0) {
      line = line.addKeyValue("blobs_waiting", openBlobs);
    }
    last = now;
    line.log("Poll finished");
  }

  /** The summary of a run. */
  public void summary() {
    Counts now = counters.counts();
    keys(LOG.atInfo(), now).log("Summary");
    new TreeMap<>(now.delivered())
        .forEach(
            (destination, flows) ->
                LOG.atInfo()
                    .addKeyValue("destination", destination)
                    .addKeyValue("flows", flows)
                    .log("Delivered"));
  }

  private static LoggingEventBuilder keys(LoggingEventBuilder line, Counts counts) {
    return line.addKeyValue("blobs", counts.blobs())
        .addKeyValue("bytes", counts.bytes())
        .addKeyValue("records", counts.records())
        .addKeyValue("flows", counts.allowed() + counts.denied())
        .addKeyValue("allowed", counts.allowed())
        .addKeyValue("denied", counts.denied())
        .addKeyValue("dead_letters", counts.deadLetters());
  }
}
