package io.vnetflowroutes.format;

/**
 * Writes one JSON value that follows from something, or nothing at all where there is none.
 *
 * @param <T> what it follows from: a flow, its group or its record
 */
interface JsonValue<T> {

  void write(T of, ByteOutput out);
}
