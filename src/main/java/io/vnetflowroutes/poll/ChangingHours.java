package io.vnetflowroutes.poll;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The hours of a flow log with a blob that somebody may still be writing, whatever hour its name
 * says: a file that is being copied in, for example. Every poll lists them until the blob stops
 * changing, even after a restart, and however long ago they are.
 *
 * <p>Readers call {@link #add} on their threads; all else is for the thread that polls.
 */
final class ChangingHours {

  private final Progress progress;
  private final String source;
  private final String flowLog;

  /** The number of the last poll that saw each hour. */
  private final Map<Instant, Long> hours = new ConcurrentSkipListMap<>();

  private Set<Instant> written;
  private final AtomicLong poll = new AtomicLong();

  ChangingHours(Progress progress, String source, String flowLog) {
    this.progress = progress;
    this.source = source;
    this.flowLog = flowLog;
    this.written = progress.changing(source, flowLog);
    written.forEach(hour -> hours.put(hour, poll.get()));
  }

  /** Begins a poll; returns the hours to list in it. */
  Set<Instant> begin() {
    poll.incrementAndGet();
    return Set.copyOf(hours.keySet());
  }

  /** Notes that an hour holds such a blob. */
  void add(Instant hour) {
    hours.put(hour, poll.get());
  }

  /** Notes that a listing is complete: its hours without such a blob no longer count. */
  void listed(Listing listing) {
    long now = poll.get();
    hours.entrySet().removeIf(hour -> hour.getValue() < now && listing.counts(hour.getKey()));
  }

  /** Ends a poll. */
  void end() {
    Set<Instant> now = new TreeSet<>(hours.keySet());
    if (!now.equals(written)) {
      progress.changing(source, flowLog, now);
      written = now;
    }
  }
}
