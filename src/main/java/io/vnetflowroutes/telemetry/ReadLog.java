package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.ReadListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts the blobs that were read, and writes the log lines about blobs: a lasting problem once per
 * hour, and only the first of many blobs with the same problem. Any thread may call any method.
 */
public final class ReadLog implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(ReadLog.class);

  /** How many blobs with the same problem the log names within an hour. */
  private static final int MOST_NAMED = 10;

  private final Counters counters;
  private final WarningThrottle throttle;

  public ReadLog(Counters counters, WarningThrottle throttle) {
    this.counters = counters;
    this.throttle = throttle;
  }

  @Override
  public void read(DueBlob blob) {
    if (!blob.onlyToCompare()) {
      counters.blob();
    }
    if (blob.over()) {
      throttle.over(cut(blob));
    }
  }

  @Override
  public void endsInsideRecord(DueBlob blob, long bytes) {
    LOG.atLevel(throttle.due(cut(blob), "") ? Level.WARN : Level.DEBUG)
        .addKeyValue("source", blob.listed().source())
        .addKeyValue("blob", blob.listed().name())
        .addKeyValue("bytes", bytes)
        .log(
            "The blob ends inside a record, or in what is none; it is read on when the blob grows, and"
                + " the rest goes to the dead letter once its hour is long over and the blob has not"
                + " changed for five minutes");
  }

  private static String cut(DueBlob blob) {
    return blob.identity() + " cut";
  }

  @Override
  public void changed(DueBlob blob) {
    say(Level.DEBUG, blob, "The blob changed before it was read; it is asked for again");
  }

  @Override
  public void failed(DueBlob blob, String reason) {
    complain(blob, "The blob could not be read and is tried again. " + reason);
  }

  @Override
  public void notDelivered(DueBlob blob, String reason) {
    complain(blob, "A batch of the blob was not delivered and is tried again: " + reason);
  }

  private void complain(DueBlob blob, String message) {
    Level level = Level.DEBUG;
    if (throttle.due(blob.identity(), message)) {
      int named = throttle.count(blob.listed().source() + message);
      level = named <= MOST_NAMED ? Level.WARN : Level.DEBUG;
      if (named == MOST_NAMED + 1) {
        LOG.atWarn()
            .addKeyValue("source", blob.listed().source())
            .log("More blobs have the same problem and are not named. {}", message);
      }
    }
    say(level, blob, message);
  }

  private static void say(Level level, DueBlob blob, String message) {
    LOG.atLevel(level)
        .addKeyValue("source", blob.listed().source())
        .addKeyValue("blob", blob.listed().name())
        .log(message);
  }
}
