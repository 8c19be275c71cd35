package io.vnetflowroutes.source;

import io.vnetflowroutes.errors.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One storage account, or one directory, and which flow logs in it are selected.
 *
 * @param name the source's name in the settings
 * @param container the container of its blobs
 * @param selection which flow logs are wanted
 * @param listener learns of folders that a search skips
 */
public record Source(
    String name, Container container, FlowLogSelection selection, SourceListener listener) {

  private static final List<String> ROOTS = List.of("flowLogResourceID=/", "resourceId=/");
  private static final Pattern YEAR = Pattern.compile(".*/y=\\d{4}/", Pattern.DOTALL);
  private static final Pattern OTHER_YEAR = Pattern.compile(".*/Y=\\d{4}/", Pattern.DOTALL);

  /** The deepest level to search: a full ARM id has ten levels. */
  private static final int MOST_LEVELS = 12;

  /** A source without a listener for skipped folders. */
  public Source(String name, Container container, FlowLogSelection selection) {
    this(name, container, selection, SourceListener.NONE);
  }

  /**
   * Finds the flow logs that the container holds, level by level, so that the cost grows with the
   * number of flow logs and not with that of blobs. It enters neither folders of other
   * subscriptions nor those of known flow logs.
   *
   * @param known the paths of flow logs to leave out
   */
  public List<FlowLogPath> flowLogs(Set<String> known) {
    List<FlowLogPath> found = new ArrayList<>();
    for (String folder : container.folders("")) {
      if (ROOTS.stream().anyMatch(folder::equalsIgnoreCase)) {
        descend(folder, MOST_LEVELS, known, found);
      }
    }
    return found;
  }

  /** The error to throw if its blobs or flow logs cannot be listed. */
  public UserError unlisted(RuntimeException error) {
    return error instanceof UserError refused
        ? refused
        : new UserError(
            "The source '%s' cannot be listed, %s. %s"
                .formatted(name, container.location(), AzureProblem.sentence(error)),
            error);
  }

  /** A sentence for the case that no found flow log is wanted: it names the nearest ones. */
  public String nothingWanted(List<FlowLogPath> found) {
    String instead =
        found.isEmpty()
            ? "there is no flow log at all: check that flow logs are enabled and write to this"
                + " account"
            : "the nearest of %d found are %s; %s"
                .formatted(
                    found.size(),
                    String.join(", ", selection.nearMisses(found)),
                    selection.advice(found));
    return "No data found: %s holds no flow log '%s' of subscription '%s'; %s"
        .formatted(container.location(), selection.expected(), selection.subscription(), instead);
  }

  private void descend(String folder, int levels, Set<String> known, List<FlowLogPath> found) {
    String path = folder.substring(0, folder.length() - 1);
    if (known.contains(path)) {
      return;
    }
    List<String> inside = container.folders(folder);
    if (inside.stream().anyMatch(inner -> YEAR.matcher(inner).matches())) {
      FlowLogPath flowLog = FlowLogPath.parse(path);
      if (!flowLog.foreign()) {
        found.add(flowLog);
      }
      return;
    }
    for (String next : inside) {
      if (OTHER_YEAR.matcher(next).matches()) {
        listener.upperCase(name, next);
      } else if (levels > 0 && selection.mayHold(next)) {
        descend(next, levels - 1, known, found);
      }
    }
  }
}
