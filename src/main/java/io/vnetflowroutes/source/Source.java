package io.vnetflowroutes.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One storage account, or one directory, and which flow logs in it are wanted.
 *
 * @param name the source's name in the settings
 * @param container what holds its blobs
 * @param selection which flow logs are wanted
 */
public record Source(String name, Container container, FlowLogSelection selection) {

  private static final List<String> ROOTS = List.of("flowLogResourceID=/", "resourceId=/");
  private static final Pattern YEAR = Pattern.compile(".*/y=\\d{4}/", Pattern.DOTALL);

  /** A full ARM id has ten levels; what is deeper is no flow log. */
  private static final int MOST_LEVELS = 12;

  /**
   * Finds the flow logs that the container holds, level by level, so that the cost grows with the
   * number of flow logs and not with that of blobs. Folders of other subscriptions are not entered.
   */
  public List<FlowLogPath> flowLogs() {
    List<FlowLogPath> found = new ArrayList<>();
    for (String folder : container.folders("")) {
      if (ROOTS.stream().anyMatch(folder::equalsIgnoreCase)) {
        descend(folder, MOST_LEVELS, found);
      }
    }
    return found;
  }

  private void descend(String folder, int levels, List<FlowLogPath> found) {
    List<String> inside = container.folders(folder);
    if (inside.stream().anyMatch(name -> YEAR.matcher(name).matches())) {
      FlowLogPath path = FlowLogPath.parse(folder.substring(0, folder.length() - 1));
      if (!path.foreign()) {
        found.add(path);
      }
      return;
    }
    for (String next : inside) {
      if (levels > 0 && selection.mayHold(next)) {
        descend(next, levels - 1, found);
      }
    }
  }
}
