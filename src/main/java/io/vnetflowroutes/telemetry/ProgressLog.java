package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.poll.CatchUp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one line for each poll in which anything happened, and a summary at the end.
 *
 * <p>One thread at a time ends polls; any thread may ask for the progress.
 */
public final class ProgressLog {

  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

  private final Counters counters;
  private final String deadLetter;
  private final Counts first;
  private volatile Counts last;
  private String standing = "";

  /**
   * @param deadLetter the target of dead letters, without a secret
   */
  public ProgressLog(Counters counters, String deadLetter) {
    this.deadLetter = deadLetter;
    this.counters = counters;
    this.first = counters.counts();
    this.last = first;
  }

  /** The progress of a poll so far. */
  public PollAdvance advance(CatchUp hours) {
    Counts now = counters.counts();
    Counts before = last;
    return new PollAdvance(
        hours,
        now.blobs() - before.blobs(),
        now.bytes() - before.bytes(),
        now.allowed() + now.denied() - before.allowed() - before.denied());
  }

  /**
   * Writes the line of one poll, if it read or changed anything. The first poll always has one,
   * because it says that the program has caught up.
   *
   * @param spooled how many messages wait for each destination that any wait for
   */
  public void polled(int flowLogs, int openBlobs, Map<String, Integer> spooled) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("flow_logs", flowLogs);
    if (openBlobs > 0) {
      found.put("blobs_waiting", openBlobs);
    }
    brought("Poll finished", found, spooled);
  }

  /**
   * Writes the line about everything received since the last one, if anything was.
   *
   * @param partitions how many partitions of the topic this process has
   * @param lag how many batches in them are not delivered
   */
  public void received(int partitions, long lag, Map<String, Integer> spooled) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("partitions", partitions);
    if (lag > 0) {
      found.put("batches_waiting", lag);
    }
    brought("Received", found, spooled);
  }

  private void brought(String what, Map<String, Object> found, Map<String, Integer> spooled) {
    Counts now = counters.counts();
    boolean brought = now.blobs() > last.blobs() || now.batches() > last.batches();
    String after = found + " " + spooled;
    boolean changed = !after.equals(standing);
    LoggingEventBuilder line = keys(brought || changed ? LOG.atInfo() : LOG.atDebug(), now, last);
    for (Map.Entry<String, Object> one : found.entrySet()) {
      line = line.addKeyValue(one.getKey(), one.getValue());
    }
    if (!spooled.isEmpty()) {
      line = line.addKeyValue("messages_spooled", total(spooled));
    }
    if (now.allLeftOut() > last.allLeftOut()) {
      line = line.addKeyValue("left_out", now.allLeftOut() - last.allLeftOut());
    }
    deadLetters(now.deadLetters() - last.deadLetters());
    last = now;
    standing = after;
    line.log(what);
  }

  /** Writes one line per poll, however many dead letters there are: the folder has the rest. */
  private void deadLetters(long count) {
    Optional<Unreadable> first = counters.firstUnreadable();
    if (count > 0) {
      LoggingEventBuilder line =
          LOG.atWarn().addKeyValue("dead_letters", count).addKeyValue("folder", deadLetter);
      if (first.isPresent()) {
        line =
            line.addKeyValue("first_source", first.get().origin().source())
                .addKeyValue("first_blob", first.get().origin().blob())
                .addKeyValue("first_offset", first.get().offset())
                .addKeyValue("first_reason", first.get().reason());
      }
      line.log("Records or tuples went to the dead letter, as they cannot be understood");
    }
  }

  private static int total(Map<String, Integer> spooled) {
    return spooled.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The summary of a run.
   *
   * @param spooled how many messages wait for each destination that any wait for
   */
  public void summary(Map<String, Integer> spooled) {
    Counts now = counters.counts();
    keys(LOG.atInfo(), now, first).log("Summary");
    Set<String> destinations = new TreeSet<>(now.delivered().keySet());
    destinations.addAll(now.refused().keySet());
    destinations.addAll(now.leftAlone().keySet());
    destinations.addAll(spooled.keySet());
    for (String destination : destinations) {
      LoggingEventBuilder line =
          LOG.atInfo()
              .addKeyValue("destination", destination)
              .addKeyValue("flows", now.delivered().getOrDefault(destination, 0L));
      if (now.refused().containsKey(destination)) {
        line = line.addKeyValue("refused", now.refused().get(destination));
      }
      if (now.leftAlone().containsKey(destination)) {
        line = line.addKeyValue("left_alone", now.leftAlone().get(destination));
      }
      if (spooled.containsKey(destination)) {
        line = line.addKeyValue("messages_spooled", spooled.get(destination));
      }
      line.log("Delivered");
    }
    now.leftOut().forEach(ProgressLog::leftOut);
  }

  private static void leftOut(String where, Map<String, Long> reasons) {
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("by", where);
    for (Map.Entry<String, Long> reason : reasons.entrySet()) {
      line = line.addKeyValue(reason.getKey().replace('-', '_'), reason.getValue());
    }
    line.log("Left out");
  }

  private static LoggingEventBuilder keys(LoggingEventBuilder line, Counts now, Counts earlier) {
    long allowed = now.allowed() - earlier.allowed();
    long denied = now.denied() - earlier.denied();
    return line.addKeyValue("blobs", now.blobs() - earlier.blobs())
        .addKeyValue("bytes", now.bytes() - earlier.bytes())
        .addKeyValue("records", now.records() - earlier.records())
        .addKeyValue("flows", allowed + denied)
        .addKeyValue("allowed", allowed)
        .addKeyValue("denied", denied)
        .addKeyValue("dead_letters", now.allDeadLetters() - earlier.allDeadLetters());
  }
}
