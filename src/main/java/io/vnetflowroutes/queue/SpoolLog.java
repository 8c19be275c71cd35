package io.vnetflowroutes.queue;

import io.vnetflowroutes.disk.DiskProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how it stands with a spool; one thread at a time. */
final class SpoolLog {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolLog.class);
  private static final Duration BETWEEN = Duration.ofHours(1);

  private final String destination;
  private final Clock clock;
  private Instant saidFull;

  SpoolLog(String destination, Clock clock) {
    this.destination = destination;
    this.clock = clock;
  }

  /** At most once an hour: a spool that is drained slowly is full every few seconds. */
  void full(long bytes) {
    Instant now = clock.instant();
    if (saidFull != null && now.isBefore(saidFull.plus(BETWEEN))) {
      return;
    }
    saidFull = now;
    LOG.atWarn()
        .addKeyValue("destination", destination)
        .addKeyValue("bytes", bytes)
        .log(
            "The spool has reached flowlogs.spool-limit; nothing is lost, but reading waits until"
                + " there is room");
  }

  void back() {
    LOG.atInfo()
        .addKeyValue("destination", destination)
        .log("The destination answers again; its spool is drained");
  }

  void notRemoved(Path folder, IOException error) {
    LOG.atError()
        .addKeyValue("destination", destination)
        .log(
            "A message that was sent cannot be removed from the spool '{}': {}",
            folder,
            DiskProblem.sentence(error));
  }

  void notSent(String sentence) {
    LOG.atWarn()
        .addKeyValue("destination", destination)
        .log("What waits in the spool cannot be sent, and is tried again: {}", sentence);
  }

  void debug(Exception error) {
    LOG.debug("The spool is not drained", error);
  }
}
