package io.vnetflowroutes.camel;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.read.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The batches of a blob for Camel's split.
 *
 * <p>Split asks for the next batch while one is in hand, and iterates over all remaining batches
 * when a batch or a read fails. The first must not cause a read of the next batch yet, the second
 * must not cause a read of the rest of the blob. One thread at a time uses it: the deliverer of its
 * blob.
 */
public final class SplitReading implements Iterator<Batch>, Closeable {

  private final Reading reading;
  private final BooleanSupplier stopping;
  private boolean inHand;
  private boolean askedAhead;
  private boolean broken;
  private boolean stopped;

  SplitReading(Reading reading, BooleanSupplier stopping) {
    this.reading = reading;
    this.stopping = stopping;
  }

  @Override
  public boolean hasNext() {
    if (broken || reading.saidLast()) {
      return false;
    }
    if (stopping.getAsBoolean()) {
      stopped = true;
      return false;
    }
    if (!inHand) {
      return orEnd(reading::hasNext);
    }
    boolean first = !askedAhead;
    askedAhead = true;
    return first;
  }

  /** The next batch, or {@code null} if it turned out to be incomplete. */
  @Override
  public Batch next() {
    if (!orEnd(reading::hasNext)) {
      return null;
    }
    Batch batch = orEnd(reading::next);
    inHand = true;
    askedAhead = false;
    return batch;
  }

  /**
   * Takes a step. If it fails, it is the last one, because Camel continues to ask after an error.
   */
  private <T> T orEnd(Supplier<T> step) {
    try {
      return step.get();
    } catch (OutOfMemoryError e) {
      broken = true;
      throw tooLarge(e);
    } catch (RuntimeException | Error e) {
      broken = true;
      throw e;
    }
  }

  /** Makes an exception of an error: Camel's split would wait forever after an error. */
  private static UncheckedIOException tooLarge(OutOfMemoryError e) {
    return new UncheckedIOException(
        new IOException(
            "A record does not fit into memory; give Java more (-Xmx) or lower"
                + " flowlogs.record-limit",
            e));
  }

  /** Notes that the last batch is delivered; only then is there a next one. */
  void delivered() {
    inHand = false;
  }

  /** Whether all batches were handed out. */
  boolean ended() {
    return !stopped && reading.ended();
  }

  /** The reading behind it. */
  Reading reading() {
    return reading;
  }

  @Override
  public void close() throws IOException {
    reading.close();
  }
}
