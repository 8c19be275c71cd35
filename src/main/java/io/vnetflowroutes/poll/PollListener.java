package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import java.time.Instant;

/**
 * Gets the events of polls. A lasting problem is reported each time that it happens; a host decides
 * what to show. Every text is a sentence for a person. The thread that lists calls most methods;
 * threads that read blobs call those about blobs.
 */
public interface PollListener {

  /** A wanted flow log was found; it is read from an hour on. */
  void found(Source source, FlowLogPath flowLog, Instant from);

  /** A search has found no flow log that is wanted. */
  void nothingFound(Source source, String why);

  /** Several sources read the same flow logs; reported once. */
  void foundTwice(String sentence);

  /** A source could not be listed, and is asked again after a pause. */
  void sourceFailed(Source source, String why, Exception error);

  /** A source answered everything in a poll. */
  void sourceAnswered(Source source);

  /** A source refused its credential, and the program now uses another one that is configured. */
  void credentialRenewed(Source source);

  /** A flow log could not be listed, while others of its source can. */
  void flowLogFailed(Source source, FlowLogPath flowLog, String why, Exception error);

  /** All listings of a flow log in a poll succeeded. */
  void flowLogListed(Source source, FlowLogPath flowLog);

  /** Something failed that concerns neither a blob nor a source; reported once per poll. */
  void failedWithAll(String why);

  /** A future hour was recorded as done, so the last hours are listed again. */
  void clockWasAhead(Source source, FlowLogPath flowLog, Instant done);

  /** A flow log has no blob after its newest hour, although many hours are due. */
  void silent(Source source, FlowLogPath flowLog, Instant newestHour);

  /** A flow log that was silent has a new blob. */
  void noLongerSilent(Source source, FlowLogPath flowLog);

  /** A blob is no longer the one that was read, and is read from its start. */
  void writtenAnew(Source source, String blob);

  /** A blob was removed before it was read to its end. */
  void removed(Source source, String blob);

  /** A changed blob could not be requested by its name; it will be listed again. */
  void notAskedFor(DueBlob blob, RuntimeException error);

  /**
   * A blob has no problem any more: it was read, or will be read from its start, or no longer
   * exists.
   */
  void settled(DueBlob blob);
}
