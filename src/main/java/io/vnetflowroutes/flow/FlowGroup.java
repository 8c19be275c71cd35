package io.vnetflowroutes.flow;

/**
 * The rule and access-control list that decided about a run of flows in one record.
 *
 * @param record the record the group stands in
 * @param aclId the list as Azure names it: an ARM id, a GUID or a word; {@code null} if absent
 * @param rule the rule's name; {@code null} if absent
 *     (docs/azure-flow-log-format.md#rules-and-access-control-lists)
 */
public record FlowGroup(RecordContext record, String aclId, String rule) {

  /**
   * Each group of each record is equal to itself only: what a format keeps of the last one asks.
   */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** The list's own name where {@code aclId} is an ARM id, otherwise {@code null}. */
  public String aclName() {
    return ArmId.lastSegment(aclId);
  }
}
