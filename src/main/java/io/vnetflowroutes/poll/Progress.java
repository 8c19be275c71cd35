package io.vnetflowroutes.poll;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.source.ListedBlob;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The progress of polling and reading: for each blob a position in bytes, for each flow log the
 * hour before which everything is done. Each host stores it in its own way.
 *
 * <p>A change is stored when its method returns, as far as the host promises that. A method that
 * fails throws a {@link ProgressException}. Several threads call these methods at a time, for
 * different blobs; those about flow logs come from the thread that lists.
 */
public interface Progress {

  /** The instant from which a source is read, which its first start fixed. */
  Instant start(String source, Instant ifFirst);

  /**
   * The hour before which everything of a flow log is done; empty for a flow log that was never
   * read.
   */
  Optional<Instant> hour(String source, String flowLogPath);

  /** The newest hour of which a blob of a flow log was read; empty if none was. */
  Optional<Instant> newestHour(String source, String flowLogPath);

  /** Stores that everything of a flow log before an hour is done. */
  void done(String source, String flowLogPath, Instant hour);

  /** The hours of a flow log to list again, because a blob in them changed shortly before. */
  Set<Instant> changing(String source, String flowLogPath);

  /** Stores these hours. */
  void changing(String source, String flowLogPath, Set<Instant> hours);

  /**
   * The progress of some blobs, whose names are near each other.
   *
   * @param blobs their names; the result may have more
   */
  Map<String, BlobProgress> blobs(String source, Collection<String> blobs);

  /** The hour before which blobs of a flow log are forgotten; these must not be listed again. */
  Instant forgottenBefore(String source, String flowLogPath);

  /**
   * Forgets blobs of a flow log of hours before one that were delivered before it, too. Never goes
   * beyond the newest hour that was read, so that a clock that was wrong for a while does no harm.
   */
  void forgetBefore(String source, String flowLogPath, Instant hour);

  /**
   * Stores the end of the batch in hand, so that after a crash exactly the same batch is delivered
   * again, even if the blob has grown. A host that shows nothing of an unfinished batch does not
   * have to store it.
   *
   * @return when the batch was first planned; empty for a new one
   */
  Optional<Instant> plan(ListedBlob blob, Batch batch);

  /** Moves the blob's position behind a batch that every destination has acknowledged. */
  void commit(ListedBlob blob, Batch batch);

  /**
   * Stores that a blob was read up to its listed length.
   *
   * @param cut the bytes at its end that belong to an incomplete record
   */
  void readToEnd(ListedBlob blob, long cut);

  /** Keeps the blob's present anchor, to be compared after its hour is over. */
  void keepAnchor(ListedBlob blob);

  /** Forgets the anchor that was kept of a blob. */
  void forgetAnchor(ListedBlob blob);

  /**
   * Forgets the progress of a blob that was rewritten, so that it is read from its start. The
   * edition in the ids distinguishes the flows from those before.
   */
  void startOver(ListedBlob blob);
}
