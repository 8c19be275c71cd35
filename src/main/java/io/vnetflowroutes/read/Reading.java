package io.vnetflowroutes.read;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.parse.Batches;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/** One reading of one blob: hands out its batches until they end, or the program is to stop. */
public final class Reading implements Iterator<Batch>, Closeable {

  private final Batches batches;
  private final InputStream in;
  private final BooleanSupplier stopping;
  private boolean saidLast;

  Reading(Batches batches, InputStream in, BooleanSupplier stopping) {
    this.batches = batches;
    this.in = in;
    this.stopping = stopping;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext() && !stopping.getAsBoolean();
  }

  @Override
  public Batch next() {
    Batch batch = batches.next();
    saidLast = batch.last();
    return batch;
  }

  /** Whether everything that was there was handed out. */
  boolean ended() {
    return !batches.hasNext();
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
