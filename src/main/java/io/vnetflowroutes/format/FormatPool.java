package io.vnetflowroutes.format;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The formats of a destination: one for each part that is written at the same time, reused for the
 * next part, because making a format's tables and caches takes longer than writing a small part.
 * The format used last is reused first, because it is still in the processor's caches. The pool
 * releases formats if memory is short.
 *
 * <p>Any thread may call it; a taken format belongs to that thread until it gives it back.
 */
public final class FormatPool {

  private final Supplier<Format> formats;
  private final boolean lasting;
  private final Deque<SoftReference<Format>> spare = new ConcurrentLinkedDeque<>();

  /**
   * @param formats makes a format
   * @param lasting whether a format can be reused for another part; not if it looks up files, which
   *     it sees as they were when it was made
   */
  public FormatPool(Supplier<Format> formats, boolean lasting) {
    this.formats = formats;
    this.lasting = lasting;
  }

  /** The same with an envelope around each format. */
  public FormatPool each(UnaryOperator<Format> around) {
    return new FormatPool(() -> around.apply(formats.get()), lasting);
  }

  /** A format that no other thread uses. */
  public Format take() {
    SoftReference<Format> last = spare.poll();
    Format format = last == null ? null : last.get();
    return format == null ? formats.get() : format;
  }

  /** Returns a format for the next part. */
  public void giveBack(Format format) {
    if (lasting) {
      spare.push(new SoftReference<>(format));
    }
  }

  /** The kind of text that all of them write. */
  public Syntax syntax() {
    Format format = take();
    giveBack(format);
    return format.syntax();
  }
}
