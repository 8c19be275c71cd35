package io.vnetflowroutes.derive;

/**
 * The result of loading a file that the user gave.
 *
 * @param value its content, as far as it can be read
 * @param problem one sentence about the parts that cannot be used; empty for none
 * @param hollow whether nothing of it can be used, so that the earlier content is better
 * @param <T> the type of the content
 */
public record Loaded<T>(T value, String problem, boolean hollow) {

  /** A file that can be used as a whole. */
  static <T> Loaded<T> whole(T value) {
    return new Loaded<>(value, "", false);
  }
}
