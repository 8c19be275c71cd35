package io.vnetflowroutes.audit;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.Source;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The evidence of how far blobs are delivered: the files of a service, or the topic of a connector.
 */
interface Evidence {

  /** The instant from which a source is read; {@link Instant#MAX} if nobody began. */
  Instant start(Source source);

  /** The hour before which it is not known what was delivered of a flow log. */
  Instant forgottenBefore(Source source, String flowLog);

  /** How far the blobs of a flow log are, by their names. */
  Map<String, BlobProgress> blobs(Source source, String flowLog);

  /** The destinations that messages about a blob wait for. */
  Set<String> spooledFor(Origin blob);

  /** The dead-letter files about a blob. */
  DeadLetterCount deadLetters(Origin blob);

  /** How many records about a blob are in a topic of dead letters. */
  int letters(Source source, String blob);
}
