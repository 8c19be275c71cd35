package io.vnetflowroutes.poll;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Blobs that changed between their listing and their reading. If a round takes longer than blobs
 * need to grow, this happens to all but the first blobs of a listing. The program therefore
 * requests each one by its name at once, and reads it next.
 */
final class ChangedBlobs {

  /** The most reads in a row under which a blob may change: it usually grows once a minute. */
  private static final int MOST = 5;

  private final Map<String, Changes> changes = new ConcurrentHashMap<>();
  private final Queue<DueBlob> again = new ConcurrentLinkedQueue<>();
  private final PollListener listener;

  /** How often a blob changed during reads from one position. */
  private record Changes(long position, int count) {}

  ChangedBlobs(PollListener listener) {
    this.listener = listener;
  }

  /** Begins a poll; blobs that the last poll did not read again are listed first in this one. */
  void begin() {
    again.clear();
  }

  /**
   * Notes that a blob changed, and requests it again.
   *
   * @return false if it changed too often in a row, and nothing of it was delivered
   */
  boolean changed(DueBlob blob) {
    long position = blob.progress().position();
    int count =
        changes
            .merge(
                blob.identity(),
                new Changes(position, 1),
                (before, first) ->
                    before.position() == position
                        ? new Changes(position, before.count() + 1)
                        : first)
            .count();
    if (count >= MOST) {
      return false;
    }
    try {
      blob.flowLog().again(blob).ifPresent(again::add);
    } catch (RuntimeException e) {
      listener.notAskedFor(blob, e);
    }
    return true;
  }

  /** Notes that a blob was read. */
  void settled(DueBlob blob) {
    changes.remove(blob.identity());
  }

  /** Whether a blob is to be read again. */
  boolean any() {
    return !again.isEmpty();
  }

  /** The next one; {@code null} for none. */
  DueBlob next() {
    return again.poll();
  }
}
