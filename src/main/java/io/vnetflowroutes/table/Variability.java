package io.vnetflowroutes.table;

/** What decides a value of a flow, in increasing order of how much differs from flow to flow. */
public enum Variability {
  /** The flow's group and {@link FlowKind} decide what it is, and whether there is any. */
  KIND,
  /** Each flow has its own; its group and kind decide whether it has one. */
  FLOW,
  /** Each flow, or each record, has its own or none. */
  OPEN
}
