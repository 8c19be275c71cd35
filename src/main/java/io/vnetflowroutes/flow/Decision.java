package io.vnetflowroutes.flow;

/**
 * What Azure did with a flow. A flow is denied if and only if its state, the eighth field of the
 * tuple, is {@code D}; the ninth field is encryption and never decides
 * (docs/azure-flow-log-format.md#state-and-decision). NSG flow logs have a field for the decision;
 * a flow that it denies gets the state {@code D} when it is read.
 */
public enum Decision {
  ALLOW("allow"),
  DENY("deny");

  private final String word;

  Decision(String word) {
    this.word = word;
  }

  /** The word used in settings, routes, folder names and output: {@code allow} or {@code deny}. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
