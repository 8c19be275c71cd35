package io.vnetflowroutes.state;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The folder layouts that destinations have had since the oldest batch in hand was planned. Files
 * of such a batch may lie in any of them. Only the thread that assembles the program calls it.
 */
public final class FolderLayouts {

  private final StateDatabase state;

  public FolderLayouts(StateDatabase state) {
    this.state = state;
  }

  /**
   * Stores the present layouts, and forgets others if no batch is in hand. The change is on disk
   * when it returns.
   *
   * @param now the layout of each destination, by its name
   * @return all layouts that each of them may have used
   */
  public Map<String, Set<String>> note(Map<String, String> now) {
    boolean inHand = !BatchInHand.all(state).isEmpty();
    Map<String, Set<String>> before = inHand ? all() : Map.of();
    Map<String, Set<String>> all = new TreeMap<>(before);
    now.forEach((name, layout) -> all.computeIfAbsent(name, each -> new TreeSet<>()).add(layout));
    if (!all.equals(all())) {
      state.write(
          statements -> {
            statements.update("DELETE FROM layout");
            for (Map.Entry<String, Set<String>> each : all.entrySet()) {
              for (String layout : each.getValue()) {
                statements.update(
                    "INSERT INTO layout (destination, layout) VALUES (?, ?)",
                    each.getKey(),
                    layout);
              }
            }
          });
    }
    return all;
  }

  private Map<String, Set<String>> all() {
    return state.read(
        statements ->
            statements.query(
                "SELECT destination, layout FROM layout",
                row -> {
                  Map<String, Set<String>> all = new TreeMap<>();
                  while (row.next()) {
                    all.computeIfAbsent(row.getString(1), each -> new TreeSet<>())
                        .add(row.getString(2));
                  }
                  return all;
                }));
  }
}
