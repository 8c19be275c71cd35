package io.vnetflowroutes.parse;

import io.vnetflowroutes.flow.FlowLogType;

/**
 * The place of the tuples in a record: {@code body.flows[].groups[].flowTuples[]}, with other names
 * in VNet records than in NSG records (docs/azure-flow-log-format.md#vnet-records and
 * docs/azure-flow-log-format.md#nsg-records-and-tuples).
 */
enum RecordShape {
  VNET(FlowLogType.VNET, "flowRecords", "aclID", "flowGroups", "rule"),
  NSG(FlowLogType.NSG, "properties", "rule", "flows", "mac");

  /** The key of the array within {@link #body}. */
  static final String FLOWS = "flows";

  final FlowLogType type;

  /** The record's key with everything below. */
  final String body;

  /** The key of an element's text in {@link #FLOWS}. */
  final String outerText;

  /** The key of an element's array in {@link #FLOWS}. */
  final String groups;

  /** The key of an element's text in {@link #groups}. */
  final String innerText;

  RecordShape(FlowLogType type, String body, String outerText, String groups, String innerText) {
    this.type = type;
    this.body = body;
    this.outerText = outerText;
    this.groups = groups;
    this.innerText = innerText;
  }
}
