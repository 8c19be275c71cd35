package io.vnetflowroutes.it;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The names Azure gives to one flow log of a virtual network, to its blobs and to what it watches.
 *
 * @param subscription the subscription id, 36 characters
 * @param watcherGroup the resource group of the network watcher
 * @param region the region, for example {@code westus}
 * @param virtualNetwork the virtual network
 * @param resourceGroup the resource group of the virtual network
 */
public record Names(
    String subscription,
    String watcherGroup,
    String region,
    String virtualNetwork,
    String resourceGroup) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'y='yyyy'/m='MM'/d='dd'/h='HH'/m=00/'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The names under the default network watcher's resource group. */
  public static Names of(
      String subscription, String region, String virtualNetwork, String resourceGroup) {
    return new Names(subscription, "NetworkWatcherRG", region, virtualNetwork, resourceGroup);
  }

  /** The prefix of all blobs of the flow log, as it is seen in real accounts (form A). */
  public String prefix() {
    String owner = subscription + "_" + watcherGroup;
    return "flowLogResourceID=/" + upper(owner + "/" + watcher() + "_" + flowLog()) + "/";
  }

  /** The prefix made of the full ARM id, which Microsoft's pages still print (form B). */
  public String armPrefix() {
    return "flowLogResourceID=" + flowLogResourceId() + "/";
  }

  /** The blob of one network interface and the hour that holds the instant, in form A. */
  public String blob(Instant hour, String mac) {
    return prefix() + tail(hour, mac);
  }

  /** The blob of one network interface and the hour that holds the instant, in form B. */
  public String armBlob(Instant hour, String mac) {
    return armPrefix() + tail(hour, mac);
  }

  /** The upper-case ARM id of the flow log, as every record carries it. */
  public String flowLogResourceId() {
    String group = "/subscriptions/" + subscription + "/resourceGroups/" + watcherGroup;
    return upper(
        group
            + "/providers/Microsoft.Network/networkWatchers/"
            + watcher()
            + "/flowLogs/"
            + flowLog());
  }

  /** The mixed-case ARM id of the virtual network. */
  public String targetResourceId() {
    return network() + "virtualNetworks/" + virtualNetwork;
  }

  /** The mixed-case ARM id of a network security group next to the virtual network. */
  public String securityGroupId() {
    return network() + "networkSecurityGroups/" + virtualNetwork + "-nsg";
  }

  private String watcher() {
    return "NetworkWatcher_" + region;
  }

  private String flowLog() {
    return virtualNetwork + "-" + resourceGroup + "-flowlog";
  }

  private String network() {
    return "/subscriptions/"
        + subscription
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Network/";
  }

  private static String tail(Instant hour, String mac) {
    return HOUR.format(hour) + "macAddress=" + mac + "/PT1H.json";
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
