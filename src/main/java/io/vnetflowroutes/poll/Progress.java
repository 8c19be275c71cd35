package io.vnetflowroutes.poll;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.source.ListedBlob;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What polling and reading must remember: for each blob a position in bytes, for each flow log the
 * hour before which everything is done. Each host stores it in its own way.
 *
 * <p>A change is stored when its method returns, as far as the host promises that. A method that
 * cannot do its work throws a {@link ProgressException}. Several threads call these methods at a
 * time, for different blobs; those about flow logs come from the thread that lists.
 */
public interface Progress {

  /** The instant from which a source is read, as fixed when it was first started. */
  Instant start(String source, Instant ifFirst);

  /** The hour before which all of a flow log is done; empty for a flow log never read. */
  Optional<Instant> hour(String source, String flowLogPath);

  /** The newest hour of which a blob of a flow log was read; empty where none was. */
  Optional<Instant> newestHour(String source, String flowLogPath);

  /** Notes that all of a flow log before an hour is done. */
  void done(String source, String flowLogPath, Instant hour);

  /** The hours of a flow log to list again, as a blob in them changed shortly before. */
  Set<Instant> changing(String source, String flowLogPath);

  /** Notes which hours these are. */
  void changing(String source, String flowLogPath, Set<Instant> hours);

  /**
   * How far some blobs are, of names that lie near each other.
   *
   * @param blobs their names; more may be found
   */
  Map<String, BlobProgress> blobs(String source, Collection<String> blobs);

  /** The hour before which blobs of a flow log are forgotten, so that none may be listed again. */
  Instant forgottenBefore(String source, String flowLogPath);

  /**
   * Forgets blobs of a flow log of hours before one that were delivered before it, too. Never goes
   * beyond the newest hour that was read, so that a clock that was wrong for a while does no harm.
   */
  void forgetBefore(String source, String flowLogPath, Instant hour);

  /**
   * Writes down where the batch in hand ends, so that after a crash the very same batch is
   * delivered again, even if the blob has grown meanwhile. A host that makes nothing of an
   * unfinished batch visible need not do anything.
   *
   * @return since when the batch is in hand, if it was so before; empty for a new one
   */
  Optional<Instant> plan(ListedBlob blob, Batch batch);

  /** Moves the blob's position behind a batch that every destination has acknowledged. */
  void commit(ListedBlob blob, Batch batch);

  /**
   * Notes that a blob was read up to the length that was listed.
   *
   * @param cut how many bytes at its end belong to a record that is not whole
   */
  void readToEnd(ListedBlob blob, long cut);

  /** Keeps the anchor that a blob has now, to be compared once its hour is over. */
  void keepAnchor(ListedBlob blob);

  /** Forgets the anchor that was kept of a blob. */
  void forgetAnchor(ListedBlob blob);

  /**
   * Forgets the progress of a blob that was rewritten, so that it is read from its start. What was
   * made of it before is distinguished from what will be by its edition.
   */
  void startOver(ListedBlob blob);
}
