package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.receive.ReceiveState;
import io.vnetflowroutes.settings.ProgramKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Whether flows arrive in time: the checks of "ready".
 *
 * <p>Any thread may call it.
 */
public final class Readiness {

  private final Supplier<Check> intake;
  private final Supplier<List<Lag>> lags;
  private final Map<String, Spool> spools;
  private final Thresholds thresholds;
  private final Clock clock;

  /**
   * The limits beyond which a check fails.
   *
   * @param lag how long an hour of a flow log may be overdue; zero for no limit
   * @param waiting how long messages may wait for a destination; zero for no limit
   * @param spool how many bytes may wait for a destination
   */
  public record Thresholds(Duration lag, Duration waiting, long spool) {}

  /**
   * The outcome of one check.
   *
   * @param name the name of the check
   * @param problem one sentence; empty if there is none
   * @param details details by their names
   */
  public record Check(String name, Optional<String> problem, Map<String, Object> details) {}

  /**
   * @param intake the check of the intake of batches
   * @param lags how far behind each flow log is
   * @param spools the spool of each destination
   */
  public Readiness(
      Supplier<Check> intake,
      Supplier<List<Lag>> lags,
      Map<String, Spool> spools,
      Thresholds thresholds,
      Clock clock) {
    this.intake = intake;
    this.lags = lags;
    this.spools = spools;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  /** Makes each check on request, by its name. */
  public Map<String, Supplier<Check>> checks() {
    Map<String, Supplier<Check>> checks = new TreeMap<>();
    checks.put(intake.get().name(), intake);
    checks.put("lag", this::ofLag);
    spools.forEach(
        (name, spool) -> checks.put("destination-" + name, () -> ofDestination(name, spool)));
    return checks;
  }

  /** Whether no check has a problem. */
  public boolean ready() {
    return checks().values().stream().allMatch(check -> check.get().problem().isEmpty());
  }

  /** The check of a program that receives batches from a topic. */
  public static Check ofReceiving(String topic, String group, ReceiveState state) {
    Map<String, Object> details = new TreeMap<>();
    details.put("topic", topic);
    details.put("group", group);
    details.put("partitions", state.partitions());
    details.put("lag", state.lag());
    details.put("failing", state.failing());
    details.put("oldest_seconds", state.oldest().toSeconds());
    String problem = state.problem();
    if (problem.isEmpty() && !state.joined()) {
      problem = "The group '%s' has given this process no partitions yet".formatted(group);
    } else if (problem.isEmpty() && state.failing() > 0) {
      problem =
          "The first batch of %d partitions is not taken and is tried again; the log says why"
              .formatted(state.failing());
    }
    return new Check("receive", Optional.of(problem).filter(text -> !text.isEmpty()), details);
  }

  /** The check of a program that polls sources. */
  public static Check ofPolls(PollHistory polls) {
    Map<String, Object> details = new TreeMap<>();
    details.put("polls", polls.count());
    details.put("failed", polls.failures());
    polls.lastWhole().ifPresent(end -> details.put("last_success", end.toString()));
    Optional<PollResult> last = polls.last();
    last.ifPresent(
        result -> {
          details.put("flow_logs", result.flowLogs());
          details.put("open_blobs", result.openBlobs());
        });
    String problem =
        last.map(Readiness::ofPoll).orElse("The first poll has not ended; what is due is read");
    return new Check("polls", Optional.of(problem).filter(text -> !text.isEmpty()), details);
  }

  private static String ofPoll(PollResult last) {
    if (last.failures() > 0) {
      return "In the last poll %d listings, blobs or batches failed; the log says why"
          .formatted(last.failures());
    }
    return last.flowLogs() == 0 ? "No flow log was found; the log says where" : "";
  }

  private Check ofLag() {
    Optional<Lag> worst = lags.get().stream().max(Comparator.comparing(Lag::overdue));
    Optional<String> problem =
        worst
            .filter(lag -> exceeds(lag.overdue(), thresholds.lag()))
            .map(
                lag ->
                    "Flow log '%s' of source '%s' is %s behind (%s); %s is %s"
                        .formatted(
                            lag.flowLog(),
                            lag.source(),
                            HumanUnits.span(lag.overdue()),
                            lag.path(),
                            ProgramKeys.READY_LAG,
                            HumanUnits.span(thresholds.lag())));
    long seconds = worst.map(lag -> lag.overdue().toSeconds()).orElse(0L);
    return new Check("lag", problem, Map.of("seconds", seconds));
  }

  private Check ofDestination(String name, Spool spool) {
    Optional<Instant> since = spool.since();
    Duration waited =
        since.map(from -> Duration.between(from, clock.instant())).orElse(Duration.ZERO);
    Map<String, Object> details = new TreeMap<>();
    details.put("messages", spool.size());
    details.put("bytes", spool.bytes());
    since.ifPresent(from -> details.put("since", from.toString()));
    boolean tooLong = since.isPresent() && exceeds(waited, thresholds.waiting());
    boolean tooMuch = spool.bytes() > thresholds.spool();
    String problem =
        "Messages have waited for destination '%s' since %s, more than %s allows; the log says why"
            .formatted(
                name,
                since.map(Instant::toString).orElse("just now"),
                tooLong ? ProgramKeys.READY_WAIT : ProgramKeys.READY_SPOOL);
    return new Check(
        "destination-" + name, Optional.of(problem).filter(text -> tooLong || tooMuch), details);
  }

  private static boolean exceeds(Duration span, Duration threshold) {
    return !threshold.isZero() && span.compareTo(threshold) > 0;
  }
}
