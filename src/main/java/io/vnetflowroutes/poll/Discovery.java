package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the flow logs of one source, and repeats the search from time to time, because new ones
 * appear.
 *
 * <p>It does not look into known flow logs again, so it costs only one list call for each level of
 * folders above them, however many there are. If it finds no selected flow log, every poll searches
 * again.
 */
final class Discovery {

  private final Source source;
  private final Duration interval;
  private final Predicate<FlowLogPath> ours;
  private final PollListener listener;
  private final Map<String, FlowLogPath> known = new LinkedHashMap<>();
  private Instant last;

  Discovery(Source source, Duration interval, Predicate<FlowLogPath> ours, PollListener listener) {
    this.source = source;
    this.interval = interval;
    this.ours = ours;
    this.listener = listener;
  }

  Source source() {
    return source;
  }

  /** Whether it is time to look. */
  boolean due(Instant now) {
    return last == null || now.isBefore(last) || !now.isBefore(last.plus(interval));
  }

  /**
   * Looks for flow logs.
   *
   * @param wanted receives new flow logs that are selected and belong to this reader's share
   */
  void find(Instant now, Consumer<FlowLogPath> wanted) {
    for (FlowLogPath found : source.flowLogs(known.keySet())) {
      if (source.selection().wants(found) && ours.test(found)) {
        wanted.accept(found);
      }
      known.put(found.path(), found);
    }
    if (known.values().stream().anyMatch(source.selection()::wants)) {
      last = now;
    } else {
      listener.nothingFound(source, source.nothingWanted(List.copyOf(known.values())));
    }
  }
}
