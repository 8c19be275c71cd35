package io.vnetflowroutes.derive;

import java.util.Set;

/**
 * The derived fields of one destination, and their sources.
 *
 * @param what the derived fields
 * @param lookups the user's lists and databases
 */
public record Derivation(Set<Derived> what, Lookups lookups) {

  /** No derived field. */
  public static final Derivation NONE = new Derivation(Set.of(), Lookups.NONE);

  public Derivation {
    what = Set.copyOf(what);
  }

  /** Whether any field comes from the user's files, which change. */
  public boolean looksUp() {
    return !what.isEmpty() && !lookups.equals(Lookups.NONE);
  }

  /** Whether a field is derived. */
  public boolean has(Derived derived) {
    return what.contains(derived);
  }
}
