package io.vnetflowroutes.derive;

/** Counts the entries of a list that cannot be used, and keeps the first of them for a message. */
final class WrongEntries {

  private int count;
  private String first = "";

  void add(String where, IllegalArgumentException problem) {
    count++;
    if (count == 1) {
      first = where + ": " + problem.getMessage();
    }
  }

  boolean any() {
    return count > 0;
  }

  /**
   * One sentence; empty if all entries can be used.
   *
   * @param what the word for an entry, such as {@code line}
   */
  String sentence(String what) {
    if (count == 0) {
      return "";
    }
    return count == 1
        ? "1 %s is no network and is left out, %s".formatted(what, first)
        : "%d %ss are no networks and are left out, the first is %s".formatted(count, what, first);
  }
}
