package io.vnetflowroutes.flow;

/**
 * The ids that continue another one, such as those of the messages of a part. In the order of texts
 * they lie together: all begin with the id and {@code -}, and behind {@code -} comes {@code .} in
 * ASCII. What continues the id with {@code .} is something else: another selection of a part, or a
 * batch of the blob as it was written anew.
 *
 * @param first the first of them or before it
 * @param behind the first text behind them
 */
public record IdRange(String first, String behind) {

  /** The ids that continue an id: a digest, or the name of a batch or of a part. */
  public static IdRange of(String id) {
    return new IdRange(id + '-', id + '.');
  }

  /** Whether an id is among them. */
  public boolean contains(String id) {
    return id.startsWith(first);
  }
}
