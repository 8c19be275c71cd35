package io.vnetflowroutes.status;

import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.state.LastPoll;
import io.vnetflowroutes.state.StateSummary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status of the service, as far as its files show it; Azure is not asked.
 *
 * @param running whether a process uses the state now
 * @param receiving what it receives; {@code null} where it reads sources
 * @param lastPoll how its last poll ended; {@code null} where none did yet
 * @param problems the sources that could not be listed at the end of that poll, and why
 * @param flowLogs how far each flow log is
 * @param destinations what waits for each destination; also for those no longer in the settings
 * @param deadLetters what lies in the dead letter; {@code null} where it is no folder
 */
public record Status(
    boolean running,
    Receiving receiving,
    LastPoll lastPoll,
    List<SourceProblem> problems,
    List<FlowLogStatus> flowLogs,
    Map<String, SpoolContents> destinations,
    DeadLetterStatus deadLetters) {

  /**
   * Puts it together.
   *
   * @param schedule when hours are due
   * @param named the destinations of the settings
   */
  public static Status of(
      boolean running,
      Receiving receiving,
      StateSummary summary,
      Schedule schedule,
      Instant now,
      List<String> named,
      Map<String, SpoolContents> spooled,
      DeadLetterStatus deadLetters) {
    Map<String, SpoolContents> destinations = new TreeMap<>(spooled);
    named.forEach(name -> destinations.putIfAbsent(name, SpoolContents.NONE));
    return new Status(
        running,
        receiving,
        summary.lastPoll().orElse(null),
        summary.problems(),
        summary.flowLogs().stream()
            .map(flowLog -> FlowLogStatus.of(flowLog, schedule, now))
            .toList(),
        destinations,
        deadLetters);
  }

  /** Whether nothing lags and nothing waits. */
  public boolean well() {
    return flowLogs.stream().noneMatch(FlowLogStatus::lags)
        && destinations.values().stream().allMatch(spool -> spool.messages() == 0)
        && (lastPoll == null || lastPoll.failures() == 0);
  }
}
