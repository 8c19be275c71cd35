package io.vnetflowroutes.poll;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a poll, in hours, with each hour of every flow log counted: the number of blobs
 * in them is known only after listing.
 *
 * @param began when the poll began
 * @param at the instant of the report
 * @param read how many hours are read
 * @param hours how many there are; an estimate until all flow logs were listed
 */
public record CatchUp(Instant began, Instant at, long read, long hours) {

  static CatchUp of(Instant began, Instant at, List<FlowLogHours> flowLogs) {
    long known = 0;
    long hours = 0;
    long read = 0;
    for (FlowLogHours flowLog : flowLogs) {
      Optional<Long> its = flowLog.hours(at);
      known += its.isPresent() ? 1 : 0;
      hours += its.orElse(0L);
      read += flowLog.hoursRead();
    }
    return new CatchUp(began, at, read, known == 0 ? 0 : hours * flowLogs.size() / known);
  }

  /** How long it has taken so far. */
  public Duration took() {
    return Duration.between(began, at);
  }

  /** The time that is left at the present speed; empty before the first hour is read. */
  public Optional<Duration> left() {
    return read == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(took().toMillis() * Math.max(0, hours - read) / read));
  }
}
