package io.vnetflowroutes.core;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.poll.PollResult;
import java.time.Instant;
import java.util.Optional;

/** What drives the core in a test: the core's own loop, or Camel's routes. */
public interface PollingHost extends AutoCloseable {

  /** Takes the batches that are delivered. */
  interface Receiver {

    /**
     * Takes one.
     *
     * @throws IllegalStateException if it is not to count as delivered
     */
    void take(Batch batch);
  }

  /** Makes one poll, until everything that is due was tried. */
  PollResult poll() throws Exception;

  /** The hour before which all of a flow log is done. */
  Optional<Instant> done(String flowLogPath);

  /** Ends the program as it stands, and starts it again with what it remembers. */
  void restart() throws Exception;

  @Override
  void close();
}
