package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.ListedBlob;

/**
 * The delivery progress of one blob.
 *
 * @param position the end of the last delivered batch, in bytes
 * @param anchor the bytes just before the position, by which a rewritten blob is recognised
 * @param planned the end of the batch in hand; 0 if none was planned
 * @param length the blob's length when it was last read to its end; 0 if it never was
 * @param etag the blob's etag then, or an empty text
 * @param created when the blob was created, in milliseconds since 1970; 0 if unknown
 * @param at when a batch was last planned or delivered, in seconds since 1970; 0 if unknown
 * @param cut the bytes at the end that then belonged to an incomplete record
 * @param kept the anchor from the blob's first growth, to be compared after its hour is over,
 *     because of later anchors only the end was compared; empty if there is none
 * @param keptTo the position of that anchor; 0 if there is none
 * @param edition how often the blob was rewritten since it was first read
 */
public record BlobProgress(
    long position,
    Anchor anchor,
    long planned,
    long length,
    String etag,
    long created,
    long at,
    long cut,
    Anchor kept,
    long keptTo,
    int edition) {

  /** The progress of a blob that was never read. */
  public static final BlobProgress NONE =
      new BlobProgress(0, Anchor.NONE, 0, 0, "", 0, 0, 0, Anchor.NONE, 0, 0);

  /** The progress of the same blob after it was rewritten: nothing of it is read. */
  public BlobProgress writtenAnew() {
    return new BlobProgress(0, Anchor.NONE, 0, 0, "", 0, at, 0, Anchor.NONE, 0, edition + 1);
  }

  /** Whether the blob is as it was when it was last read to its end. */
  public boolean isOf(ListedBlob blob) {
    return etag.equals(blob.etag()) && length == blob.length();
  }

  /** Whether a blob of this name was read or begun, and the present one is another. */
  boolean isOfAnother(ListedBlob blob) {
    return position + planned + length > 0
        && (blob.length() < Math.max(position, planned) || created != blob.created());
  }

  /** Whether something is left to do after the blob's hour is over. */
  public boolean unfinished() {
    return cut > 0 || keptTo > 0;
  }
}
