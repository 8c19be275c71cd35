package io.vnetflowroutes.poll;

import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.source.ListedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * A blob that has grown, or whose anchor must be compared: the input of one run of the read route.
 *
 * @param flowLog the flow log it belongs to
 * @param listed the blob as it was listed
 * @param hour the hour it holds
 * @param progress how far it is delivered
 * @param over whether its hour ended so long ago that Azure writes no more to it, and it has not
 *     changed lately, as far as is known
 * @param mayBePart whether it changed lately and may be incomplete, as a file that is being copied
 */
public record DueBlob(
    FlowLogHours flowLog,
    ListedBlob listed,
    Instant hour,
    BlobProgress progress,
    boolean over,
    boolean mayBePart) {

  /** The fewest bytes to compare: the brackets at a record's end, and its last counter. */
  private static final int LEAST_COMPARED = 12;

  /**
   * The bytes of growth per compared byte: more is compared of much growth, but far less than a
   * hundredth.
   */
  private static final int GROWTH_PER_COMPARED = 256;

  /** Identifies the blob: two sources may hold blobs of the same name. */
  public String identity() {
    return listed.source() + ' ' + listed.name();
  }

  /** The origin of the blob's flows. */
  public Origin origin() {
    return new Origin(listed.source(), listed.name(), hour);
  }

  /**
   * Whether nothing of it is new, and only the kept anchor must be compared. A cut record has
   * precedence.
   */
  public boolean onlyToCompare() {
    return progress.isOf(listed) && progress.cut() == 0 && progress.keptTo() > 0;
  }

  /** The first new byte; everything before it was delivered. */
  public long position() {
    return onlyToCompare() ? progress.keptTo() : progress.position();
  }

  /**
   * The bytes just before the position, which are read again to check that they are still the same.
   * After the first comparison, that anchor is kept, and only its last bytes are compared while the
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
   * Whether to keep the anchor, so that only the end of later ones must be compared: if it is the
   * first whole one, and the blob will certainly be listed again after its hour is over.
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

  /** The first byte to read, where the anchor begins. */
  public long readFrom() {
    return position() - anchor().length();
  }

  /** The end of the bytes to read. */
  public long readTo() {
    return onlyToCompare() ? position() : listed.length();
  }
}
