package io.vnetflowroutes.flow;

import java.util.Locale;

/**
 * What all flows of one record have in common. Text is as Azure wrote it; a field that the record
 * lacks is {@code null} (docs/azure-flow-log-format.md#vnet-records and
 * docs/azure-flow-log-format.md#nsg-records-and-tuples).
 *
 * @param origin the blob that holds the record
 * @param offset the position of the record's opening brace in the blob, in bytes
 * @param time when Azure logged the record, RFC 3339 with seven fractional digits
 * @param timeMillis the same in milliseconds since 1970, or 0 where {@code time} cannot be read
 * @param type whether a virtual network or a network security group is logged
 * @param version the version of the record's layout: 4 for virtual networks in all that was seen, 1
 *     or 2 for network security groups
 * @param macAddress the network interface, twelve hex digits
 * @param flowLogId the ARM id of the flow log; those of network security groups do not tell it
 * @param targetId the ARM id of what is logged: a virtual network, subnet or interface, or a
 *     network security group
 * @param text the whole record; {@code null} where only a tuple of it was kept
 */
public record RecordContext(
    Origin origin,
    long offset,
    String time,
    long timeMillis,
    FlowLogType type,
    String version,
    String macAddress,
    String flowLogId,
    String targetId,
    RecordText text) {

  private static final String WATCHER_PREFIX = "NETWORKWATCHER_";

  /** Each record is equal to itself only: what a format keeps of the last one asks. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** The same record, said of another network interface. */
  public RecordContext withMacAddress(String mac) {
    return new RecordContext(
        origin, offset, time, timeMillis, type, version, mac, flowLogId, targetId, text);
  }

  /** The same record without its bytes, for whoever keeps it longer than its batch. */
  public RecordContext withoutText() {
    return new RecordContext(
        origin, offset, time, timeMillis, type, version, macAddress, flowLogId, targetId, null);
  }

  /** The subscription of the logged target, or {@code null}. */
  public String subscriptionId() {
    return ArmId.segment(targetId, "subscriptions");
  }

  /** The resource group of the logged target, or {@code null}. */
  public String resourceGroup() {
    return ArmId.segment(targetId, "resourceGroups");
  }

  /** The virtual network that is logged, or {@code null} where the target is something else. */
  public String virtualNetwork() {
    return ArmId.segment(targetId, "virtualNetworks");
  }

  /**
   * The region, from the name of the network watcher, in lower case; {@code null} where the watcher
   * was given a name of its own. No field of a record names the region.
   */
  public String region() {
    String watcher = ArmId.segment(flowLogId, "networkWatchers");
    if (watcher == null
        || !watcher.regionMatches(true, 0, WATCHER_PREFIX, 0, WATCHER_PREFIX.length())) {
      return null;
    }
    return watcher.substring(WATCHER_PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  /**
   * The part of a flow's id that its record decides: blob, time and offset. The time is in it so
   * that a blob rewritten under the same name does not reuse ids for other flows.
   */
  public String idPrefix() {
    return origin.digest() + '-' + timeMillis + '-' + offset + '-';
  }
}
