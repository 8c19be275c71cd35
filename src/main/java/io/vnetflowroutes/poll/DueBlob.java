package io.vnetflowroutes.poll;

import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.source.ListedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * A blob that holds more than was read of it, or whose anchor must be compared: the input of one
 * run of the read route.
 *
 * @param flowLog the flow log it belongs to
 * @param listed the blob as it was listed
 * @param hour the hour it holds
 * @param progress how far it is delivered
 * @param over whether its hour is so long over that Azure writes no more to it, and it did not
 *     change lately either, as far as is known
 * @param mayBePart whether it changed lately and is of those that are not always whole, as a file
 *     that is copied in
 */
public record DueBlob(
    FlowLogHours flowLog,
    ListedBlob listed,
    Instant hour,
    BlobProgress progress,
    boolean over,
    boolean mayBePart) {

  /** The brackets at a record's end, and its last counter. */
  private static final int LEAST_COMPARED = 12;

  /** Of much growth more is compared, yet far less than a hundredth. */
  private static final int GROWTH_PER_COMPARED = 256;

  /** What distinguishes it from every other: two sources may hold blobs of the same name. */
  public String identity() {
    return listed.source() + ' ' + listed.name();
  }

  /** Where flows of this blob come from. */
  public Origin origin() {
    return new Origin(listed.source(), listed.name(), hour);
  }

  /**
   * Whether nothing of it is new, and only the anchor that was kept is to be compared. A record
   * that was cut comes first.
   */
  public boolean onlyToCompare() {
    return progress.isOf(listed) && progress.cut() == 0 && progress.keptTo() > 0;
  }

  /** Where what is new begins; all before it was delivered. */
  public long position() {
    return onlyToCompare() ? progress.keptTo() : progress.position();
  }

  /**
   * The bytes just before the position that are read once more, to see that they are still the
   * same. Once they were, and that anchor is kept, only the last of them are compared while the
   * blob grows, so that hardly more is read than was written.
   */
  public Anchor anchor() {
    if (onlyToCompare()) {
      return progress.kept();
    }
    Anchor anchor = progress.anchor();
    long growth = listed.length() - progress.length();
    long enough = Math.max(LEAST_COMPARED, growth / GROWTH_PER_COMPARED);
    boolean whole = progress.keptTo() == 0 || over || growth <= 0 || enough >= anchor.length();
    return whole ? anchor : anchor.last((int) enough);
  }

  /**
   * Whether the anchor is to be kept, so that of the next ones only the end need be compared: if it
   * is the first whole one, and the blob is sure to be listed again once its hour is over.
   */
  public boolean keepsAnchor() {
    return progress.keptTo() == 0
        && progress.anchor().divisible()
        && progress.anchor().length() > LEAST_COMPARED
        && !over
        && flowLog.listsHoursThatAreOver();
  }

  /** How many bytes to read, the anchor included. */
  public long toRead() {
    return readTo() - readFrom();
  }

  /**
   * Opens the bytes to read, which begin with the anchor, on condition that the blob is still the
   * listed one.
   */
  public InputStream open() throws IOException {
    return flowLog.source().container().open(listed, readFrom(), readTo());
  }

  /** The first byte to read, which is of the anchor. */
  public long readFrom() {
    return position() - anchor().length();
  }

  /** Where reading ends. */
  public long readTo() {
    return onlyToCompare() ? position() : listed.length();
  }
}
