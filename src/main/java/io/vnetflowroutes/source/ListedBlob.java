package io.vnetflowroutes.source;

/**
 * A blob as a listing shows it.
 *
 * @param source the name of the source it belongs to
 * @param name the name inside the container
 * @param length in bytes
 * @param etag changes with every write; without quotes
 * @param created when it was created, in milliseconds since 1970; 0 if the source does not know
 * @param modified when it was last written, likewise; a copying tool may have set this time
 * @param changed when it was last written, likewise; no tool can set this time
 */
public record ListedBlob(
    String source,
    String name,
    long length,
    String etag,
    long created,
    long modified,
    long changed) {}
