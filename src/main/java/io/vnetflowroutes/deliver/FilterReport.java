package io.vnetflowroutes.deliver;

import io.vnetflowroutes.filter.Selection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reports what filters left out, once for each part, however often the part is delivered again
 * because another destination failed.
 *
 * <p>Any thread may call it.
 */
public final class FilterReport {

  /** How many parts it remembers: more than are ever in hand. */
  private static final int REMEMBERED = 10_000;

  private final Counting counting;
  private final Map<String, Boolean> reported =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Counts the flows that are left out. */
  public interface Counting {

    /**
     * Some flows were left out.
     *
     * @param where the destination or the route that left them out
     * @param reason why
     */
    void leftOut(String where, String reason, int flows);
  }

  public FilterReport(Counting counting) {
    this.counting = counting;
  }

  /** Reports a selection, unless that part was reported before. */
  void report(String where, Selection selection) {
    if (!selection.leftOut().isEmpty() && isNew(selection.part().id() + '|' + where)) {
      selection.leftOut().forEach((reason, flows) -> counting.leftOut(where, reason, flows));
    }
  }

  private synchronized boolean isNew(String key) {
    return reported.put(key, true) == null;
  }
}
