package io.vnetflowroutes.camel;

import com.azure.storage.blob.models.BlobStorageException;
import io.vnetflowroutes.deliver.DeliveryException;
import io.vnetflowroutes.deliver.DeliveryProblem;
import io.vnetflowroutes.deliver.SpoolException;
import io.vnetflowroutes.flow.ThrownError;
import io.vnetflowroutes.parse.BlobRewrittenException;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.state.StateException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says what failed, in one line and not at every poll, and puts right what can be: the bean of the
 * error routes.
 */
public final class RouteFailures {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFailures.class);
  private static final int GREW_MEANWHILE = 412;
  private static final int BEHIND_ITS_END = 416;
  private static final String GONE = "BlobNotFound";

  /** So many blobs with the same problem are named within an hour. */
  private static final int MOST_NAMED = 10;

  private final DueBlobs dueBlobs;
  private final WarningThrottle complaints;

  RouteFailures(DueBlobs dueBlobs, WarningThrottle complaints) {
    this.dueBlobs = dueBlobs;
    this.complaints = complaints;
  }

  /** A poll could not be made. */
  public void poll(Exception error) {
    try {
      LOG.atError().log("The poll failed and is tried again: {}", sentence(error));
      LOG.debug("The poll failed", error);
    } finally {
      dueBlobs.abandon();
    }
  }

  /** A blob could not be read, or one of its batches not be delivered. */
  public void read(DueBlob blob, Exception error) {
    LOG.debug("Reading failed", error);
    StateException state = find(error, StateException.class);
    SpoolException spool = find(error, SpoolException.class);
    if (state != null || spool != null) {
      dueBlobs.failedWithAll(state != null ? state.getMessage() : spool.getMessage());
      return;
    }
    if (find(error, DeliveryException.class) != null) {
      dueBlobs.failed();
      String why = DeliveryProblem.sentence(error);
      complain(blob, "A batch of the blob was not delivered and is tried again: " + why);
      return;
    }
    int status = AzureProblem.status(error);
    if (status == GREW_MEANWHILE || status == BEHIND_ITS_END) {
      changed(blob, error);
    } else if (removed(blob, error)) {
      dueBlobs.removed(blob);
    } else if (find(error, BlobRewrittenException.class) != null) {
      dueBlobs.writtenAnew(blob);
    } else {
      if (find(error, ThrownError.class) == null && AzureProblem.unanswered(error)) {
        dueBlobs.unanswered(blob);
      } else {
        dueBlobs.failed();
      }
      complain(blob, "The blob could not be read and is tried again. " + sentence(error));
    }
  }

  /** Asking again tells what it is now; a blob written anew shorter is known by its length. */
  private void changed(DueBlob blob, Exception error) {
    if (dueBlobs.changed(blob)) {
      say(Level.DEBUG, blob, "The blob changed before it was read; it is asked for again");
      return;
    }
    dueBlobs.failed();
    complain(
        blob,
        "The blob could not be read and is tried again. At every read it was another than the one"
            + " that was listed just before; check what writes to it, and proxies on the way ("
            + AzureProblem.sentence(error)
            + ")");
  }

  private static boolean removed(DueBlob blob, Exception error) {
    BlobStorageException answer = find(error, BlobStorageException.class);
    NoSuchFileException missing = find(error, NoSuchFileException.class);
    return answer != null
        ? GONE.equals(String.valueOf(answer.getErrorCode()))
        : missing != null && Path.of(missing.getFile()).endsWith(Path.of(blob.listed().name()));
  }

  private static String sentence(Throwable error) {
    StateException state = find(error, StateException.class);
    return state != null ? state.getMessage() : AzureProblem.sentence(error);
  }

  private void complain(DueBlob blob, String message) {
    Level level = Level.DEBUG;
    if (complaints.due(blob.identity(), message)) {
      int named = complaints.count(blob.listed().source() + message);
      level = named <= MOST_NAMED ? Level.WARN : Level.DEBUG;
      if (named == MOST_NAMED + 1) {
        LOG.atWarn()
            .addKeyValue("source", blob.listed().source())
            .log("More blobs have the same problem and are not named. {}", message);
      }
    }
    say(level, blob, message);
  }

  private static void say(Level level, DueBlob blob, String message) {
    LOG.atLevel(level)
        .addKeyValue("source", blob.listed().source())
        .addKeyValue("blob", blob.listed().name())
        .log(message);
  }

  private static <T extends Throwable> T find(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
