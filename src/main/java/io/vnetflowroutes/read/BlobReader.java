package io.vnetflowroutes.read;

import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.BlobRewrittenException;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.Progress;
import io.vnetflowroutes.source.ListedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Function;

/** Turns the bytes of a due blob into batches: the bean of the read route. */
public final class BlobReader {

  private final DueBlobs dueBlobs;
  private final Progress progress;
  private final ReadListener listener;
  private final Function<ListedBlob, EarlierReading> earlier;
  private final ParseLimits limits;
  private final RecordJson json;

  /**
   * @param earlier how another process read a blob, so that it is cut as it was then
   * @param json the limits on nesting and on the length of texts
   */
  public BlobReader(
      DueBlobs dueBlobs,
      Progress progress,
      ReadListener listener,
      Function<ListedBlob, EarlierReading> earlier,
      ParseLimits limits,
      RecordJson json) {
    this.dueBlobs = dueBlobs;
    this.progress = progress;
    this.listener = listener;
    this.earlier = earlier;
    this.limits = limits;
    this.json = json;
  }

  /**
   * Begins to read.
   *
   * @param body the blob's bytes as {@link DueBlob#readUri} brings them
   * @throws BlobRewrittenException if what was read before is no longer there
   */
  public Reading read(DueBlob blob, InputStream body) throws IOException {
    InputStream in = new WholeStream(body, blob.toRead());
    try {
      compare(blob, in);
      return new Reading(batches(blob, in), in, dueBlobs::stopping);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void compare(DueBlob blob, InputStream in) throws IOException {
    byte[] anchor = blob.anchor();
    if (!Arrays.equals(anchor, in.readNBytes(anchor.length))) {
      throw new BlobRewrittenException(blob.listed().name());
    }
    if (blob.keepsAnchor()) {
      progress.keepAnchor(blob.listed());
    }
  }

  private Batches batches(DueBlob blob, InputStream in) {
    EarlierReading before = earlier.apply(blob.listed());
    return new Batches(
            blob.origin(),
            in,
            blob.position(),
            blob.progress().planned(),
            blob.over(),
            limits,
            json)
        .endingAt(before.ends())
        .writtenAnew(Math.max(before.edition(), blob.progress().edition()));
  }

  /** Notes that the batch in hand is delivered. */
  public void delivered(Reading reading) {
    reading.delivered();
  }

  /** Ends a reading whose batches were all delivered, or a comparison. */
  public void finish(DueBlob blob, Reading reading) {
    if (!reading.ended()) {
      return;
    }
    if (reading.incompleteBytes() > 0) {
      listener.endsInsideRecord(blob, reading.incompleteBytes());
    }
    if (blob.onlyToCompare()) {
      progress.forgetAnchor(blob.listed());
    } else {
      if (!reading.saidLast() || reading.incompleteBytes() > 0) {
        progress.readToEnd(blob.listed(), reading.incompleteBytes());
      }
      listener.read(blob);
    }
    dueBlobs.done(blob, reading.incompleteBytes() > 0);
  }
}
