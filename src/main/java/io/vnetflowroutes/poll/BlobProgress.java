package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.ListedBlob;

/**
 * The delivery progress of one blob.
 *
 * @param position where the last delivered batch ends, in bytes
 * @param anchor the bytes just before the position, by which a rewritten blob is recognised
 * @param planned where the batch in hand ends; 0 if none was planned
 * @param length the blob's length when it was last read to its end; 0 if it never was
 * @param etag the blob's etag then, or an empty text
 * @param created when the blob was created, in milliseconds since 1970; 0 if unknown
 * @param at when a batch was last planned or delivered, in seconds since 1970; 0 if unknown
 * @param cut how many bytes at the end then belonged to a record that was not whole
 * @param kept the anchor from when the blob was first read on as it grew, to be compared once its
 *     hour is over, as of later anchors only the end was; empty where there is none
 * @param keptTo the position it was the anchor of; 0 where there is none
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

  /** Of a blob that was never read. */
  public static final BlobProgress NONE =
      new BlobProgress(0, Anchor.NONE, 0, 0, "", 0, 0, 0, Anchor.NONE, 0, 0);

  /** For the same blob after it was rewritten: nothing of it is read. */
  public BlobProgress writtenAnew() {
    return new BlobProgress(0, Anchor.NONE, 0, 0, "", 0, at, 0, Anchor.NONE, 0, edition + 1);
  }

  /** Whether the blob is as it was when it was last read to its end. */
  public boolean isOf(ListedBlob blob) {
    return etag.equals(blob.etag()) && length == blob.length();
  }

  /** Whether a blob of this name was read or begun, and the one that is there now is another. */
  boolean isOfAnother(ListedBlob blob) {
    return position + planned + length > 0
        && (blob.length() < Math.max(position, planned) || created != blob.created());
  }

  /** Whether something is left to do that has to wait until the blob's hour is over. */
  public boolean unfinished() {
    return cut > 0 || keptTo > 0;
  }
}
