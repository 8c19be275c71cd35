package io.vnetflowroutes.flow;

/** The two kinds of flow log that Azure writes, each into a container of its own. */
public enum FlowLogType {
  /** Flow logs of virtual networks, subnets and interfaces. */
  VNET("vnet"),
  /** Flow logs of network security groups, version 1 or 2, which Azure retires in 2027. */
  NSG("nsg");

  private final String word;

  FlowLogType(String word) {
    this.word = word;
  }

  /** The word used in output: {@code vnet} or {@code nsg}. */
  public String word() {
    return word;
  }
}
