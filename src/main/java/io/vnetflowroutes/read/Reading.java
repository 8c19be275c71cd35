package io.vnetflowroutes.read;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.parse.Batches;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/**
 * The batches of one open blob, from its last position. Reading errors are thrown as {@link
 * java.io.UncheckedIOException}. One thread at a time uses it.
 */
public final class Reading implements Iterator<Batch>, Closeable {

  private final Batches batches;
  private final InputStream in;
  private boolean saidLast;

  public Reading(Batches batches, InputStream in) {
    this.batches = batches;
    this.in = in;
  }

  @Override
  public boolean hasNext() {
    return !saidLast && batches.hasNext();
  }

  @Override
  public Batch next() {
    Batch batch = batches.next();
    saidLast = batch.last();
    return batch;
  }

  /** Whether everything that was there was handed out. */
  public boolean ended() {
    return !hasNext();
  }

  /** Whether the last batch was known to be the last, so that its commit also records the end. */
  public boolean saidLast() {
    return saidLast;
  }

  /** The bytes at the end that belong to an incomplete record. */
  public long incompleteBytes() {
    return batches.incompleteBytes();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
