package io.vnetflowroutes.deliver;

import io.vnetflowroutes.format.ByteOutput;
import java.lang.ref.SoftReference;

/**
 * The room that this thread encoded its last part into: one of several megabytes need not be made
 * and cleared for each. It is given up where memory is short.
 */
final class SpareOutput {

  private static final ThreadLocal<SoftReference<ByteOutput>> SPARE = new ThreadLocal<>();
  private static final int FIRST_ROOM = 64 * 1024;

  private SpareOutput() {}

  /** Room that nobody else uses; what it holds is to be cleared. */
  static ByteOutput take() {
    SoftReference<ByteOutput> spare = SPARE.get();
    SPARE.remove();
    ByteOutput output = spare == null ? null : spare.get();
    return output == null ? new ByteOutput(FIRST_ROOM) : output;
  }

  /** Leaves room for the next part; what it holds was copied. */
  static void giveBack(ByteOutput output) {
    SPARE.set(new SoftReference<>(output));
  }
}
