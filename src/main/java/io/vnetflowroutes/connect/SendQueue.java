package io.vnetflowroutes.connect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was read ahead and waits until Connect asks for it, in the order in which it was read. It
 * holds so many bytes; threads that read wait for room. One thread takes.
 */
final class SendQueue {

  private final long limit;
  private final Deque<Advance> waiting = new ArrayDeque<>();

  /** Bytes that wait, and those for which room was made. */
  private long bytes;

  private long waitingBytes;
  private boolean closed;
  private RuntimeException failure;

  /**
   * @param limit how many bytes there is room for; one batch alone may have more
   */
  SendQueue(long limit) {
    this.limit = limit;
  }

  /** Waits for room for so many bytes, which are to be added next by the same thread. */
  synchronized void reserve(long more) throws InterruptedException {
    while (bytes > 0 && bytes + more > limit && !closed) {
      wait();
    }
    if (closed) {
      throw new InterruptedException("The task stops");
    }
    bytes += more;
  }

  /** Gives back room that was made for what will not be added. */
  synchronized void giveBack(long unused) {
    bytes -= unused;
    notifyAll();
  }

  /** Adds what was read, for which room was made before. */
  synchronized void add(Advance advance) {
    waiting.add(advance);
    waitingBytes += advance.bytes();
    notifyAll();
  }

  /**
   * Takes what waits: all of it as far as it fits into so many bytes, and the first of it in any
   * case. Waits for that much, at most so long; returns nothing if nothing came.
   */
  synchronized List<Advance> take(long most, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos();
        waitingBytes < most && left > 0 && !closed && failure == null;
        left = end - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
    if (failure != null) {
      throw failure;
    }
    List<Advance> taken = new ArrayList<>();
    long size = 0;
    while (!waiting.isEmpty() && (taken.isEmpty() || size + waiting.peek().bytes() <= most)) {
      Advance next = waiting.remove();
      size += next.bytes();
      taken.add(next);
    }
    waitingBytes -= size;
    bytes -= size;
    notifyAll();
    return taken;
  }

  /** How many bytes wait. */
  synchronized long waitingBytes() {
    return waitingBytes;
  }

  /** Lets whoever takes fail. */
  synchronized void fail(RuntimeException why) {
    failure = why;
    notifyAll();
  }

  /** Lets nobody wait any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
