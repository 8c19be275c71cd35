package io.vnetflowroutes.state;

/**
 * How far one blob is delivered.
 *
 * @param position where the last delivered batch ends, in bytes
 * @param anchor the bytes just before the position, by which a blob written anew is told
 * @param planned where the batch in hand ends; 0 if none was planned
 * @param length the blob's length when it was last read to its end; 0 if it never was
 * @param etag the blob's etag then, or an empty text
 * @param created when the blob was created, in milliseconds since 1970; 0 if unknown
 * @param at when a batch was last planned or delivered, in seconds since 1970; 0 if unknown
 * @param cut how many bytes at the end then belonged to a record that was not whole
 */
public record BlobProgress(
    long position,
    byte[] anchor,
    long planned,
    long length,
    String etag,
    long created,
    long at,
    long cut) {

  /** Of a blob that was never read. */
  public static final BlobProgress NONE = new BlobProgress(0, new byte[0], 0, 0, "", 0, 0, 0);
}
