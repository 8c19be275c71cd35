package io.vnetflowroutes.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Finds flow logs that more than one source reads, because every destination then gets their flows
 * twice. Sources may name one account with different credentials or by different URLs, and Azure
 * writes a flow log to one account only, so the comparison uses the flow log's own path, not the
 * place where it was found. One thread at a time may use it.
 */
public final class SharedFlowLogs {

  private final Map<String, List<Source>> readers = new HashMap<>();
  private final Map<Pair, List<FlowLogPath>> news = new LinkedHashMap<>();

  private record Pair(Source first, Source second) {

    boolean samePlace() {
      return Objects.equals(first.container().place(), second.container().place());
    }
  }

  /** Notes that a source reads a flow log. */
  public void add(Source source, FlowLogPath flowLog) {
    String path = flowLog.path().toUpperCase(Locale.ROOT);
    List<Source> others = readers.computeIfAbsent(path, first -> new ArrayList<>());
    if (others.stream().anyMatch(other -> other.name().equals(source.name()))) {
      return;
    }
    others.stream()
        .map(other -> new Pair(other, source))
        .min(Comparator.comparing(Pair::samePlace, Comparator.reverseOrder()))
        .ifPresent(pair -> news.computeIfAbsent(pair, any -> new ArrayList<>()).add(flowLog));
    others.add(source);
  }

  /** A sentence for each pair of sources that share flow logs added since the last call. */
  public List<String> news() {
    List<String> sentences =
        news.entrySet().stream().map(both -> sentence(both.getKey(), both.getValue())).toList();
    news.clear();
    return sentences;
  }

  private static String sentence(Pair pair, List<FlowLogPath> shared) {
    String first = pair.first().container().location();
    String second = pair.second().container().location();
    String flowLogs =
        shared.size() == 1
            ? "the flow log " + shared.get(0).path()
            : shared.size() + " flow logs, such as " + shared.get(0).path();
    String where =
        pair.samePlace()
            ? " in " + second + ", so every destination gets their flows twice"
            : ", in %s and %s; if one is a copy of the other, or both are the same account, every"
                    .formatted(first, second)
                + " destination gets their flows twice";
    return "The sources '%s' and '%s' both read %s%s. Remove one of them, or select different flow logs"
            .formatted(pair.first().name(), pair.second().name(), flowLogs, where)
        + " (subscription-id, virtual-network, flow-log)";
  }
}
