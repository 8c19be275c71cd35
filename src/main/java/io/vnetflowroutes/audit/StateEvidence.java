package io.vnetflowroutes.audit;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The state, the spools and the dead letter of a service, which are only read. */
final class StateEvidence implements Evidence {

  private final Cursor cursor;
  private final PendingDeliveries waiting;

  StateEvidence(Cursor cursor, PendingDeliveries waiting) {
    this.cursor = cursor;
    this.waiting = waiting;
  }

  @Override
  public Instant start(Source source) {
    return cursor.start(source.name()).orElse(Instant.MAX);
  }

  @Override
  public Instant forgottenBefore(Source source, String flowLog) {
    return cursor.forgottenBefore(source.name(), flowLog);
  }

  @Override
  public Map<String, BlobProgress> blobs(Source source, String flowLog) {
    return cursor.progress(source.name(), flowLog + '/');
  }

  @Override
  public Set<String> spooledFor(Origin blob) {
    return waiting.destinations(blob);
  }

  @Override
  public DeadLetterCount deadLetters(Origin blob) {
    return waiting.deadLetters(blob);
  }

  /** {@inheritDoc} A service keeps them as files. */
  @Override
  public int letters(Source source, String blob) {
    return 0;
  }
}
