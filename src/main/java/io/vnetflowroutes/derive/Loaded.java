package io.vnetflowroutes.derive;

/**
 * The result of loading a file that the user gave.
 *
 * @param value what it holds, as far as it can be read
 * @param problem one sentence about what of it cannot be used; empty for nothing
 * @param hollow whether nothing of it can be used, so that what was loaded before is better
 * @param <T> what the file is loaded into
 */
public record Loaded<T>(T value, String problem, boolean hollow) {

  /** A file of which all can be used. */
  static <T> Loaded<T> whole(T value) {
    return new Loaded<>(value, "", false);
  }
}
