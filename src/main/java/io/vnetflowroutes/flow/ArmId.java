package io.vnetflowroutes.flow;

/** Reads names out of Azure Resource Manager ids, whose letters come in either case. */
public final class ArmId {

  private ArmId() {}

  /**
   * The name that follows a type, as in {@code /subscriptions/x}; {@code null} where the id has
   * none. Segments are read in pairs, for a name can be spelt like a type.
   */
  public static String segment(String id, String type) {
    if (id == null || !id.startsWith("/")) {
      return null;
    }
    int at = 1;
    while (at < id.length()) {
      int typeEnd = endOfSegment(id, at);
      int nameEnd = endOfSegment(id, Math.min(typeEnd + 1, id.length()));
      if (typeEnd - at == type.length() && id.regionMatches(true, at, type, 0, type.length())) {
        return nameEnd > typeEnd + 1 ? id.substring(typeEnd + 1, nameEnd) : null;
      }
      at = nameEnd + 1;
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
