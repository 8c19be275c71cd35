package io.vnetflowroutes.replay;

import java.util.Map;
import java.util.TreeMap;

/** The result of replaying a file. */
public final class Replayed {

  private final Map<String, Integer> unreadable = new TreeMap<>();
  private int flows;
  private int notTaken;

  void tried(int more, boolean taken) {
    if (taken) {
      flows += more;
    } else {
      notTaken += more;
    }
  }

  void unreadable(String reason) {
    unreadable.merge(reason, 1, Integer::sum);
  }

  /** How many flows were sent. */
  public int flows() {
    return flows;
  }

  /** How many flows stay because a destination has not taken them. */
  public int notTaken() {
    return notTaken;
  }

  /** How many dead letters stay because they cannot be read, by the reason. */
  public Map<String, Integer> unreadable() {
    return new TreeMap<>(unreadable);
  }
}
