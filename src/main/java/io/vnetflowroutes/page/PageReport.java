package io.vnetflowroutes.page;

import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.telemetry.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that the page shows, at one moment.
 *
 * @param at the moment
 * @param version the program's version
 * @param since since when flows are counted
 * @param problems the problems, one sentence each
 * @param poll how the last poll went; {@code null} before its end
 * @param counts what was counted since the start
 * @param heatMap the hours of each flow log
 * @param hourly the flows of each hour of the heat map
 * @param minutes what was delivered in each of the last minutes, the one in hand last
 * @param top what was denied most
 * @param destinations the destinations
 * @param lines the last warnings and errors, the newest first
 */
public record PageReport(
    Instant at,
    String version,
    Instant since,
    List<String> problems,
    PollTiming poll,
    Counts counts,
    HeatMap heatMap,
    List<FlowCount> hourly,
    List<FlowCount> minutes,
    List<Top> top,
    List<DestinationStatus> destinations,
    List<LastLines.Line> lines) {

  /**
   * The result and the duration of the last poll.
   *
   * @param took how long it took
   */
  public record PollTiming(PollResult result, Duration took) {}

  /**
   * The most denied flows of some hours.
   *
   * @param hours how many hours, the newest ones of which anything was counted
   */
  public record Top(int hours, Ranking sources, Ranking ports, Ranking rules) {}

  public PageReport {
    problems = List.copyOf(problems);
    hourly = List.copyOf(hourly);
    minutes = List.copyOf(minutes);
    top = List.copyOf(top);
    destinations = List.copyOf(destinations);
    lines = List.copyOf(lines);
  }
}
