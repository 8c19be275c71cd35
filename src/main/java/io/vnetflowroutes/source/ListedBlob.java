package io.vnetflowroutes.source;

/**
 * A blob as a listing shows it.
 *
 * @param source the name of the source it belongs to
 * @param name the name inside the container
 * @param length in bytes
 * @param etag changes with every write; without quotes
 * @param created when it was created, in milliseconds since 1970; 0 where the source cannot tell
 * @param modified when it was last written, likewise, as whoever copied it may have set it
 * @param changed when it was last written, likewise, as nobody can set it
 */
public record ListedBlob(
    String source,
    String name,
    long length,
    String etag,
    long created,
    long modified,
    long changed) {}
