package io.vnetflowroutes.table;

/** How much a value varies from flow to flow, in increasing order. */
public enum Variability {
  /** The flow's group and {@link FlowKind} decide the value, and whether it exists. */
  KIND,
  /** Each flow has a value of its own; its group and kind decide whether it has one. */
  FLOW,
  /** Each flow, or each record, has a value of its own or none. */
  OPEN
}
