package io.vnetflowroutes.deliver;

import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Syntax;
import java.lang.ref.SoftReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The formats of a destination: one for each part that is written at the same time, used again for
 * the next part, as its tables and what it keeps of earlier flows take longer to make than a small
 * part to write. They are given up where memory is short.
 */
public final class SpareFormats {

  private final Supplier<Format> formats;
  private final boolean lasting;
  private final Queue<SoftReference<Format>> spare = new ConcurrentLinkedQueue<>();

  /**
   * @param formats makes a format
   * @param lasting whether a format is good for another part; not where it looks up files, which it
   *     sees as they were when it was made
   */
  public SpareFormats(Supplier<Format> formats, boolean lasting) {
    this.formats = formats;
    this.lasting = lasting;
  }

  /** A format that nobody else uses. */
  Format take() {
    SoftReference<Format> last = spare.poll();
    Format format = last == null ? null : last.get();
    return format == null ? formats.get() : format;
  }

  /** Leaves a format for the next part. */
  void giveBack(Format format) {
    if (lasting) {
      spare.add(new SoftReference<>(format));
    }
  }

  /** What kind of text all of them write. */
  Syntax syntax() {
    Format format = take();
    giveBack(format);
    return format.syntax();
  }
}
