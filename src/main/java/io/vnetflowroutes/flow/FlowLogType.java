package io.vnetflowroutes.flow;

import java.util.Locale;

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

  /**
   * The type of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FlowLogType named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The word used in output: {@code vnet} or {@code nsg}. */
  public String word() {
    return word;
  }
}
