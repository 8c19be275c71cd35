package io.vnetflowroutes.read;

import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.BlobRewrittenException;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.poll.Poll;
import io.vnetflowroutes.poll.Progress;
import io.vnetflowroutes.source.ListedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Turns the bytes of due blobs into batches. Any thread may call any method. */
public final class BlobReader {

  private final Progress progress;
  private final ReadListener listener;
  private final Function<ListedBlob, EarlierReading> earlier;
  private final ParseLimits limits;
  private final RecordJson json;

  /**
   * @param earlier how somebody else read a blob, so that it is cut as it was then
   * @param json the limits on nesting and on the length of texts
   */
  public BlobReader(
      Progress progress,
      ReadListener listener,
      Function<ListedBlob, EarlierReading> earlier,
      ParseLimits limits,
      RecordJson json) {
    this.progress = progress;
    this.listener = listener;
    this.earlier = earlier;
    this.limits = limits;
    this.json = json;
  }

  /**
   * Begins to read a blob that is open.
   *
   * @param body the bytes from {@link DueBlob#readFrom} to {@link DueBlob#readTo}
   * @throws BlobRewrittenException if what was read before is no longer there
   */
  public Reading read(DueBlob blob, InputStream body) throws IOException {
    InputStream in = new WholeStream(body, blob.toRead());
    try {
      compare(blob, in);
      return new Reading(batches(blob, in), in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void compare(DueBlob blob, InputStream in) throws IOException {
    Anchor anchor = blob.anchor();
    if (!anchor.matches(in.readNBytes(anchor.length()))) {
      throw new BlobRewrittenException(blob.listed().name());
    }
    if (blob.keepsAnchor()) {
      progress.keepAnchor(blob.listed());
    }
  }

  private Batches batches(DueBlob blob, InputStream in) {
    EarlierReading before = earlier.apply(blob.listed());
    return new Batches(blob.origin(), in, blob.position(), limits, json)
        .plannedTo(blob.progress().planned())
        .over(blob.over())
        .endingAt(before.ends())
        .writtenAnew(Math.max(before.edition(), blob.progress().edition()));
  }

  /** Ends a reading whose batches were all delivered, or a comparison. */
  public void finish(Poll poll, DueBlob blob, Reading reading) {
    long cut = reading.incompleteBytes();
    if (cut > 0) {
      listener.endsInsideRecord(blob, cut);
    }
    if (blob.onlyToCompare()) {
      progress.forgetAnchor(blob.listed());
    } else if (!reading.saidLast() || cut > 0) {
      progress.readToEnd(blob.listed(), cut);
    }
    listener.read(blob);
    poll.done(blob, cut > 0);
  }
}
