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

  /** A flow log was found that is wanted; it is read from an hour on. */
  void found(Source source, FlowLogPath flowLog, Instant from);

  /** A search has found no flow log that is wanted. */
  void nothingFound(Source source, String why);

  /** Several sources read the same flow logs; reported once. */
  void foundTwice(String sentence);

  /** A source could not be listed, and is asked again after a pause. */
  void sourceFailed(Source source, String why, Exception error);

  /** Whatever was asked of a source in a poll was answered. */
  void sourceAnswered(Source source);

  /** A source's credential was refused, and another one is configured by now, and used. */
  void credentialRenewed(Source source);

  /** A flow log could not be listed, while others of its source can. */
  void flowLogFailed(Source source, FlowLogPath flowLog, String why, Exception error);

  /** All that was to be listed of a flow log was listed. */
  void flowLogListed(Source source, FlowLogPath flowLog);

  /** Something failed that has nothing to do with a blob or source; reported once a poll. */
  void failedWithAll(String why);

  /** An hour to come was noted as done, so the last hours are listed again. */
  void clockWasAhead(Source source, FlowLogPath flowLog, Instant done);

  /** A flow log has no blob of an hour behind a newest one, although many such hours are due. */
  void silent(Source source, FlowLogPath flowLog, Instant newestHour);

  /** A flow log that was silent has a new blob. */
  void noLongerSilent(Source source, FlowLogPath flowLog);

  /** A blob is another one than the one that was read, and is read from its start. */
  void writtenAnew(Source source, String blob);

  /** A blob was removed before it was read to its end. */
  void removed(Source source, String blob);

  /** A blob that changed could not be asked for by its name; it is listed again. */
  void notAskedFor(DueBlob blob, RuntimeException error);

  /** Nothing is wrong with a blob any more: it was read, or will be from its start, or is gone. */
  void settled(DueBlob blob);
}
