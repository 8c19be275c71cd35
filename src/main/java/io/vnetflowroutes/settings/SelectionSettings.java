package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.SourceKeys.CONTAINER;
import static io.vnetflowroutes.settings.SourceKeys.FLOW_LOG;
import static io.vnetflowroutes.settings.SourceKeys.NETWORK_SECURITY_GROUP;
import static io.vnetflowroutes.settings.SourceKeys.REGION;
import static io.vnetflowroutes.settings.SourceKeys.RESOURCE_GROUP;
import static io.vnetflowroutes.settings.SourceKeys.SUBSCRIPTION_ID;
import static io.vnetflowroutes.settings.SourceKeys.VIRTUAL_NETWORK;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import java.util.List;
import java.util.Set;

/** Reads which flow logs of a source are selected. */
final class SelectionSettings {

  private SelectionSettings() {}

  static FlowLogSelection selection(Settings.Group<SourceKeys> source) {
    return new FlowLogSelection(
        source.get(SUBSCRIPTION_ID),
        source.get(REGION),
        source.get(VIRTUAL_NETWORK),
        source.get(RESOURCE_GROUP),
        source.get(FLOW_LOG).orElse(null),
        source.get(NETWORK_SECURITY_GROUP).orElse(null));
  }

  /**
   * Adds mistakes in the selection. The two kinds of flow log have containers and keys of their
   * own.
   */
  static void problems(Settings.Group<SourceKeys> source, List<String> problems) {
    boolean nsg = source.get(NETWORK_SECURITY_GROUP).isPresent();
    boolean nsgContainer =
        SourceSettings.containerName(source).equalsIgnoreCase(AzureContainer.NSG_FLOW_LOGS);
    if (nsg
        && SourceSettings.containerName(source).equalsIgnoreCase(AzureContainer.VNET_FLOW_LOGS)) {
      problems.add(
          "%s is that of VNet flow logs, but %s selects NSG flow logs; leave one of them out"
              .formatted(source.key(CONTAINER), source.key(NETWORK_SECURITY_GROUP)));
    }
    for (GroupKey<SourceKeys, ?> key : List.of(REGION, VIRTUAL_NETWORK, FLOW_LOG)) {
      if (isSet(source, key) && (nsg || nsgContainer)) {
        problems.add(
            "%s selects VNet flow logs, but %s; make two sources of it to have both"
                .formatted(
                    source.key(key),
                    nsg
                        ? source.key(NETWORK_SECURITY_GROUP) + " selects NSG flow logs"
                        : source.key(CONTAINER) + " holds NSG flow logs"));
      }
    }
    if (!nsg && !nsgContainer) {
      byOwnName(source, problems);
    }
  }

  /**
   * A flow log's own name does not contain its network, so the two ways to select exclude each
   * other.
   */
  private static void byOwnName(Settings.Group<SourceKeys> source, List<String> problems) {
    List<String> others =
        List.of(REGION, VIRTUAL_NETWORK, RESOURCE_GROUP).stream()
            .filter(key -> isSet(source, key))
            .map(source::key)
            .toList();
    if (source.get(FLOW_LOG).isPresent() && !others.isEmpty()) {
      problems.add(
          "%s selects flow logs by their own names, so %s would not count; set one or the other"
              .formatted(source.key(FLOW_LOG), String.join(" and ", others)));
    }
  }

  private static boolean isSet(Settings.Group<SourceKeys> source, GroupKey<SourceKeys, ?> key) {
    return !Set.of("", "*").contains(source.text(key));
  }
}
