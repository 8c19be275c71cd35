package io.vnetflowroutes.flow;

/**
 * A record as Azure wrote it: a view on the bytes it was read from, to be read only.
 *
 * @param bytes hold the record, in UTF-8
 * @param start where its opening brace stands in {@code bytes}
 * @param length how many bytes it has, its closing brace counted
 */
public record RecordText(byte[] bytes, int start, int length) {}
