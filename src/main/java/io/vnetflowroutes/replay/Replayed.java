package io.vnetflowroutes.replay;

import java.util.Map;
import java.util.TreeMap;

/** The result of replaying a file. */
public final class Replayed {

  private final Map<String, Integer> staying = new TreeMap<>();
  private boolean unsendable;
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
    staying.merge(reason, 1, Integer::sum);
  }

  void unsendable(String reason) {
    staying.merge(reason, 1, Integer::sum);
    unsendable = true;
  }

  /** How many flows were sent. */
  public int flows() {
    return flows;
  }

  /** How many flows stay because a destination has not taken them. */
  public int notTaken() {
    return notTaken;
  }

  /** How many dead letters stay because they cannot be read or not be sent, by the reason. */
  public Map<String, Integer> staying() {
    return new TreeMap<>(staying);
  }

  /** Whether messages stay because the settings do not fit them. */
  public boolean unsendable() {
    return unsendable;
  }
}
