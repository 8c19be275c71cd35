package io.vnetflowroutes.read;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.parse.Batches;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One reading of one blob: hands out its batches until they end, one is not delivered, or the
 * program is to stop.
 *
 * <p>Camel's split asks for more while a batch is in hand, and goes through all that is left when a
 * batch or a read fails. The first must not read the next batch already, the second not the rest of
 * the blob.
 */
public final class Reading implements Iterator<Batch>, Closeable {

  private final Batches batches;
  private final InputStream in;
  private final BooleanSupplier stopping;
  private boolean inHand;
  private boolean askedAhead;
  private boolean saidLast;
  private boolean broken;
  private boolean stopped;

  Reading(Batches batches, InputStream in, BooleanSupplier stopping) {
    this.batches = batches;
    this.in = in;
    this.stopping = stopping;
  }

  @Override
  public boolean hasNext() {
    if (broken || saidLast) {
      return false;
    }
    if (stopping.getAsBoolean()) {
      stopped = true;
      return false;
    }
    if (!inHand) {
      return anyLeft();
    }
    boolean first = !askedAhead;
    askedAhead = true;
    return first;
  }

  /** The next batch, or {@code null} where what was promised turned out to be incomplete. */
  @Override
  public Batch next() {
    if (!anyLeft()) {
      return null;
    }
    Batch batch = orEnd(batches::next);
    inHand = true;
    askedAhead = false;
    saidLast = batch.last();
    return batch;
  }

  private boolean anyLeft() {
    return orEnd(batches::hasNext);
  }

  /** Takes a step; if it fails it is the last, as Camel asks on after an error. */
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

  /** An error would leave Camel's split waiting for ever, where an exception ends it. */
  private static UncheckedIOException tooLarge(OutOfMemoryError e) {
    return new UncheckedIOException(
        new IOException(
            "A record does not fit into memory; give Java more (-Xmx) or lower"
                + " flowlogs.record-limit",
            e));
  }

  /** Notes that the batch handed out last is delivered; without this there is no next one. */
  public void delivered() {
    inHand = false;
  }

  /** Whether everything that was there was handed out. */
  boolean ended() {
    return saidLast || (!stopped && !batches.hasNext());
  }

  /** Whether the last batch was known to be the last, so that its commit tells the end too. */
  boolean saidLast() {
    return saidLast;
  }

  /** How many bytes at the end belong to a record that is not whole yet. */
  long incompleteBytes() {
    return batches.incompleteBytes();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
