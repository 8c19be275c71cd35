package io.vnetflowroutes.message;

import io.vnetflowroutes.bytes.ByteOutput;
import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Reuses the buffers that earlier parts were encoded into, so that buffers of several megabytes
 * need not be allocated and cleared for each part. The buffer used last is reused first, because it
 * is still in the processor's caches. The pool releases buffers if memory is short.
 *
 * <p>Any thread may call it.
 */
public final class BufferPool {

  private static final Deque<SoftReference<ByteOutput>> SPARE = new ConcurrentLinkedDeque<>();
  private static final int FIRST_ROOM = 64 * 1024;

  private BufferPool() {}

  /** Room that nobody else uses; what it holds is to be cleared. */
  public static ByteOutput take() {
    SoftReference<ByteOutput> spare = SPARE.poll();
    ByteOutput output = spare == null ? null : spare.get();
    return output == null ? new ByteOutput(FIRST_ROOM) : output;
  }

  /** Leaves room for the next part; what it holds was copied. */
  public static void giveBack(ByteOutput output) {
    SPARE.push(new SoftReference<>(output));
  }
}
