package io.vnetflowroutes.page;

import io.vnetflowroutes.bytes.Decimal;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.source.BlobName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the flows of delivered batches, by the hour of the log and by the minute of delivery. It
 * is in memory only and starts empty with the program. Any thread may call it.
 */
public final class Traffic {

  /** The hours of the logs that are kept: those of the page. */
  public static final int HOURS = 24;

  /** The minutes that are kept. */
  static final int MINUTES = 60;

  private static final int SENT = TupleField.BYTES_SENT.position();
  private static final int RECEIVED = TupleField.BYTES_RECEIVED.position();
  private static final Duration HOUR = Duration.ofHours(1);

  private final Clock clock;
  private final NavigableMap<Instant, HourTraffic> hours = new TreeMap<>();
  private final NavigableMap<Long, FlowCount> minutes = new TreeMap<>();
  private volatile Instant since;

  /** Makes counters that count nothing before {@link #start}. */
  public Traffic(Clock clock) {
    this.clock = clock;
  }

  /** Counts from now on. */
  public void start() {
    since = clock.instant();
  }

  /** The time since when it counts; empty if it does not. */
  Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /** Counts a delivered batch. */
  public void count(Batch batch) {
    if (since == null) {
      return;
    }
    FlowCount count =
        new FlowCount(
            batch.allowed().size(),
            batch.denied().size(),
            bytes(batch.allowed()),
            bytes(batch.denied()));
    Optional<FlowLogName> flowLog =
        BlobName.parse(batch.origin().blob())
            .map(name -> new FlowLogName(batch.origin().source(), name.flowLogPath()));
    synchronized (this) {
      minutes.merge(clock.millis() / Duration.ofMinutes(1).toMillis(), count, FlowCount::plus);
      while (minutes.size() > MINUTES) {
        minutes.pollFirstEntry();
      }
      if (flowLog.isPresent()) {
        hour(batch.origin().hour())
            .ifPresent(traffic -> traffic.count(flowLog.get(), batch, count));
      }
    }
  }

  private static long bytes(BatchPart part) {
    long bytes = 0;
    for (Flow flow : part.flows()) {
      byte[] text = flow.text();
      bytes = FlowCount.sum(bytes, counter(text, flow.from(SENT), flow.to(SENT)));
      bytes = FlowCount.sum(bytes, counter(text, flow.from(RECEIVED), flow.to(RECEIVED)));
    }
    return bytes;
  }

  /** A counter; at most what a {@code long} holds. */
  private static long counter(byte[] text, int from, int to) {
    long counter = Decimal.of(text, from, to);
    return counter < 0 ? Long.MAX_VALUE : counter;
  }

  /** The counts of an hour; empty for one that is too old, or in the future. */
  private Optional<HourTraffic> hour(Instant hour) {
    if (hour.isAfter(clock.instant().plus(HOUR))) {
      return Optional.empty();
    }
    HourTraffic traffic = hours.computeIfAbsent(hour, first -> new HourTraffic());
    while (hours.size() > HOURS) {
      hours.pollFirstEntry();
    }
    return hours.containsKey(hour) ? Optional.of(traffic) : Optional.empty();
  }

  /** The flows of an hour. */
  synchronized FlowCount flows(Instant hour) {
    HourTraffic traffic = hours.get(hour);
    return traffic == null ? FlowCount.NONE : traffic.flows();
  }

  /** The flows of an hour of one flow log. */
  synchronized FlowCount flows(FlowLogName flowLog, Instant hour) {
    HourTraffic traffic = hours.get(hour);
    return traffic == null ? FlowCount.NONE : traffic.flows(flowLog);
  }

  /** The denied flows of the newest hours with any count. */
  synchronized DeniedFlows denied(int newest) {
    DeniedFlows denied = new DeniedFlows();
    hours.descendingMap().values().stream()
        .limit(newest)
        .forEach(traffic -> denied.add(traffic.denied()));
    return denied;
  }

  /** The flows delivered in each of the last minutes, the present one last. */
  synchronized List<FlowCount> minutes() {
    long now = clock.millis() / Duration.ofMinutes(1).toMillis();
    List<FlowCount> last = new ArrayList<>();
    for (long minute = now - MINUTES + 1; minute <= now; minute++) {
      last.add(minutes.getOrDefault(minute, FlowCount.NONE));
    }
    return last;
  }
}
