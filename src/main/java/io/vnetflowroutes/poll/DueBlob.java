package io.vnetflowroutes.poll;

import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.BlobProgress;
import java.time.Instant;

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

  /** Where flows of this blob come from. */
  public Origin origin() {
    return new Origin(listed.source(), listed.name(), hour);
  }

  /** The first byte to read: a few before the position, to see that they are still the same. */
  public long readFrom() {
    return progress.position() - progress.anchor().length;
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
