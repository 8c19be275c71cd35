package io.vnetflowroutes.flow;

/**
 * The ids that extend another one, such as those of the messages of a part. In text order they are
 * consecutive: all begin with the id and {@code -}, and in ASCII {@code .} follows {@code -}. An id
 * that continues with {@code .} is something else: another selection of a part, or a batch of the
 * rewritten blob.
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
