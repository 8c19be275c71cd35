package io.vnetflowroutes.read;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.errors.ThrownError;
import io.vnetflowroutes.parse.BlobRewrittenException;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.ProgressException;
import io.vnetflowroutes.source.AzureProblem;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Decides what it means that a blob could not be read. In every case the blob keeps its place, and
 * the others go on. Any thread may call it.
 *
 * <table>
 * <caption>What is decided</caption>
 * <tr><td>the progress cannot be kept</td><td>all blobs fail alike; said once a poll</td></tr>
 * <tr><td>412, 416</td><td>the blob changed: it is asked for by its name, and read next</td></tr>
 * <tr><td>no such blob or file</td><td>it is gone; no failure</td></tr>
 * <tr><td>other bytes before the position</td><td>it was rewritten: read from its start</td></tr>
 * <tr><td>no answer, 429, 5xx</td><td>tried again; several in a row put the source in doubt</td></tr>
 * <tr><td>anything else</td><td>tried again at the next poll</td></tr>
 * </table>
 */
public final class ReadFailures {

  private static final String ALWAYS_ANOTHER =
      "At every read it was another than the one that was listed just before; check what writes to"
          + " it, and proxies on the way (%s)";

  private final ReadListener listener;

  public ReadFailures(ReadListener listener) {
    this.listener = listener;
  }

  /** Notes that a blob could not be read, and why. */
  public void failed(Poll poll, DueBlob blob, Exception error) {
    ProgressException progress = Causes.first(error, ProgressException.class).orElse(null);
    if (progress != null) {
      poll.failedWithAll(progress.getMessage());
    } else if (AzureProblem.changed(error)) {
      changed(poll, blob, error);
    } else if (removed(blob, error)) {
      poll.removed(blob);
    } else if (Causes.has(error, BlobRewrittenException.class)) {
      poll.writtenAnew(blob);
    } else {
      if (!Causes.has(error, ThrownError.class) && AzureProblem.unanswered(error)) {
        poll.unanswered(blob);
      } else {
        poll.failed();
      }
      if (!poll.stopping()) {
        listener.failed(blob, AzureProblem.sentence(error));
      }
    }
  }

  /** Another request shows what it is now; a blob rewritten shorter is recognised by its length. */
  private void changed(Poll poll, DueBlob blob, Exception error) {
    if (poll.changed(blob)) {
      listener.changed(blob);
      return;
    }
    poll.failed();
    listener.failed(blob, ALWAYS_ANOTHER.formatted(AzureProblem.sentence(error)));
  }

  private static boolean removed(DueBlob blob, Exception error) {
    if (AzureProblem.status(error) != 0) {
      return AzureProblem.blobGone(error);
    }
    NoSuchFileException missing = Causes.first(error, NoSuchFileException.class).orElse(null);
    return missing != null && Path.of(missing.getFile()).endsWith(Path.of(blob.listed().name()));
  }
}
