package io.vnetflowroutes.flow;

/** Reads names out of Azure Resource Manager ids, whose letters come in either case. */
public final class ArmId {

  private ArmId() {}

  /**
   * The segment that follows the one of that type, as in {@code /subscriptions/x}; {@code null}
   * where the id has none.
   */
  public static String segment(String id, String type) {
    if (id == null) {
      return null;
    }
    int at = 0;
    while ((at = id.indexOf('/', at)) >= 0) {
      int from = at + 1;
      int to = endOfSegment(id, from);
      if (to - from == type.length() && id.regionMatches(true, from, type, 0, type.length())) {
        if (to >= id.length()) {
          return null;
        }
        int end = endOfSegment(id, to + 1);
        return end > to + 1 ? id.substring(to + 1, end) : null;
      }
      at = from;
    }
    return null;
  }

  /** The last segment of an id, or {@code null} where the text is not an id, such as a GUID. */
  public static String lastSegment(String id) {
    int slash = id == null ? -1 : id.lastIndexOf('/');
    return slash < 0 || slash == id.length() - 1 ? null : id.substring(slash + 1);
  }

  private static int endOfSegment(String id, int from) {
    int end = id.indexOf('/', from);
    return end < 0 ? id.length() : end;
  }
}
