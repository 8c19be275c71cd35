package io.vnetflowroutes.poll;

import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.BlobProgress;
import java.time.Instant;
import java.util.Arrays;

/**
 * A blob that holds more than was read of it: what one run of the read route is about.
 *
 * @param flowLog the flow log it belongs to
 * @param listed the blob as it was listed
 * @param hour the hour it holds
 * @param progress how far it is delivered
 * @param over whether its hour is so long over that Azure writes no more to it, as far as is known
 */
public record DueBlob(
    FlowLogHours flowLog, ListedBlob listed, Instant hour, BlobProgress progress, boolean over) {

  private static final int LEAST_ANCHOR = 16;
  private static final int ANCHOR_SHARE = 128;

  /** Where flows of this blob come from. */
  public Origin origin() {
    return new Origin(listed.source(), listed.name(), hour);
  }

  /**
   * The bytes just before the position, to see that they are still the same: at most about a
   * hundredth of what is new, as blobs that are followed minute by minute grow a little each time.
   */
  public byte[] anchor() {
    byte[] kept = progress.anchor();
    long most = Math.max(LEAST_ANCHOR, (listed.length() - progress.position()) / ANCHOR_SHARE);
    return kept.length <= most
        ? kept
        : Arrays.copyOfRange(kept, kept.length - (int) most, kept.length);
  }

  /** The first byte to read, that of the anchor. */
  public long readFrom() {
    return progress.position() - anchor().length;
  }

  /** The Camel endpoint that answers with a stream of the bytes to read. */
  public String readUri() {
    return container().readUri(listed, readFrom());
  }

  /** The condition under which it is to answer: that the blob is still the listed one. */
  public Object condition() {
    return container().condition(listed);
  }

  private Container container() {
    return flowLog.source().container();
  }
}
