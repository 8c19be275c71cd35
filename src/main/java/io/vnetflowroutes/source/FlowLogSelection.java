package io.vnetflowroutes.source;

import io.vnetflowroutes.flow.FlowLogType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Which flow logs of a source are selected.
 *
 * <p>Azure writes names in paths in upper case, so comparisons ignore case. By default a flow log
 * is named after its target: {@code {virtual network}-{resource group}-flowlog}, cut to 64
 * characters; {@code flowLog} names a flow log with another name. Flow logs of network security
 * groups are selected by the group's name instead. An asterisk matches any text; if only
 * subscription and resource group are given, flow logs of both kinds are selected.
 *
 * @param subscription the subscription's id
 * @param region the region of the network watcher, such as {@code eastus} or {@code East US}
 * @param virtualNetwork the network, subnet or interface that is logged
 * @param resourceGroup the resource group of that target, or of the network security group
 * @param flowLog the flow log's own name, or that of watcher and flow log; {@code null} if the four
 *     others decide
 * @param networkSecurityGroup the network security group that is logged; {@code null} if flow logs
 *     of virtual networks are selected
 */
public record FlowLogSelection(
    String subscription,
    String region,
    String virtualNetwork,
    String resourceGroup,
    String flowLog,
    String networkSecurityGroup) {

  /** Azure cuts the default name so that it ends in "-flowlog" and has 64 characters at most. */
  private static final int LONGEST_NAME = 64;

  private static final Pattern DEFAULT_NAME =
      Pattern.compile(
          "(?<both>NETWORKWATCHER_[^_]+_(?<cut>.*))-FLOWLOGS?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final int ENDING = "-FLOWLOG".length();

  private static final String ANY = "*";

  /** Every flow log. */
  public static final FlowLogSelection EVERYTHING =
      new FlowLogSelection(ANY, ANY, ANY, ANY, null, null);

  private static final int MOST_NEAR_MISSES = 3;
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  /**
   * The flow logs of the same subscription that have a name, whatever else this selects.
   *
   * @param name a name as {@link FlowLogPath#name} gives it, with asterisks for anything
   */
  public FlowLogSelection ofName(String name) {
    int slash = name.indexOf('/');
    if (slash < 0 && networkSecurityGroup == null) {
      return new FlowLogSelection(subscription, ANY, ANY, ANY, name, null);
    }
    String group = slash < 0 ? ANY : name.substring(0, slash);
    return new FlowLogSelection(subscription, ANY, ANY, group, null, name.substring(slash + 1));
  }

  /** Whether a flow log is wanted. */
  public boolean wants(FlowLogPath flowLogPath) {
    if (!glob(subscription).matcher(flowLogPath.subscription()).matches()) {
      return false;
    }
    String name = flowLogPath.name();
    if (flowLogPath.type() == FlowLogType.NSG) {
      return (networkSecurityGroup != null || anyVirtualNetwork())
          && glob(groupAndName()).matcher(name).matches();
    }
    if (networkSecurityGroup != null) {
      return false;
    }
    if (flowLog != null) {
      return glob(flowLog).matcher(name).matches() || glob("*_" + flowLog).matcher(name).matches();
    }
    return all() || glob(expected()).matcher(name).matches() || wantsByDefaultName(name);
  }

  private boolean all() {
    return anyVirtualNetwork() && resourceGroup.equals(ANY);
  }

  private boolean anyVirtualNetwork() {
    return region.equals(ANY)
        && virtualNetwork.equals(ANY)
        && (flowLog == null || flowLog.equals(ANY));
  }

  /**
   * Whether the name is the default one, as Azure or as its documentation spells it, or shortened.
   */
  private boolean wantsByDefaultName(String name) {
    Matcher parts = DEFAULT_NAME.matcher(name);
    if (!parts.matches()) {
      return false;
    }
    Matcher wanted = glob(watcherAndTarget()).matcher(parts.group("both"));
    return wanted.matches()
        || (parts.group("cut").length() + ENDING == LONGEST_NAME && wanted.hitEnd());
  }

  /**
   * Whether a folder can contain a wanted flow log; with it, the program does not list other
   * subscriptions.
   */
  boolean mayHold(String folder) {
    return subscription.equals(ANY)
        || folder.toUpperCase(Locale.ROOT).contains(subscription.toUpperCase(Locale.ROOT))
        || folder.toUpperCase(Locale.ROOT).endsWith("/SUBSCRIPTIONS/")
        || folder.indexOf('/') == folder.length() - 1;
  }

  /**
   * The flow logs most like the wanted one, nearest first, for a message; of its kind if there are
   * any.
   */
  public List<String> nearMisses(List<FlowLogPath> found) {
    String wanted = expected().toUpperCase(Locale.ROOT);
    boolean any = found.stream().anyMatch(this::isOfTheKind);
    return found.stream()
        .filter(path -> !any || isOfTheKind(path))
        .sorted(
            Comparator.comparingInt(
                path -> DISTANCE.apply(wanted, path.name().toUpperCase(Locale.ROOT))))
        .limit(MOST_NEAR_MISSES)
        .map(FlowLogPath::name)
        .distinct()
        .toList();
  }

  /** A setting with which one of the found flow logs is selected, for a message. */
  public String advice(List<FlowLogPath> found) {
    List<String> subscriptions =
        found.stream()
            .filter(ofSubscription(ANY)::wants)
            .map(FlowLogPath::subscription)
            .distinct()
            .sorted()
            .limit(MOST_NEAR_MISSES)
            .toList();
    if (!subscriptions.isEmpty()) {
      return "only subscription-id leaves them out; set it to one of theirs (%s), or to * for all"
          .formatted(String.join(", ", subscriptions));
    }
    boolean nsg = networkSecurityGroup != null;
    if (found.stream().noneMatch(this::isOfTheKind)) {
      return nsg
          ? "these are VNet flow logs, for which network-security-group must not be set"
          : "these are NSG flow logs, for which network-security-group must be set";
    }
    return nsg
        ? "set resource-group and network-security-group to one of these pairs, or to * for all"
        : "set flow-log to one of these names, or to * for all"
            + ((anyVirtualNetwork() && resourceGroup.equals(ANY)) || flowLog != null
                ? ""
                : ", in the place of region, virtual-network and resource-group");
  }

  private FlowLogSelection ofSubscription(String other) {
    return new FlowLogSelection(
        other, region, virtualNetwork, resourceGroup, flowLog, networkSecurityGroup);
  }

  private boolean isOfTheKind(FlowLogPath path) {
    return (path.type() == FlowLogType.NSG) == (networkSecurityGroup != null);
  }

  /** The expected name, with asterisks for any text. */
  public String expected() {
    if (networkSecurityGroup != null) {
      return groupAndName();
    }
    return flowLog != null ? flowLog : watcherAndTarget() + "-FLOWLOG";
  }

  private String groupAndName() {
    return resourceGroup + '/' + (networkSecurityGroup == null ? ANY : networkSecurityGroup);
  }

  private String watcherAndTarget() {
    return "NETWORKWATCHER_" + region.replace(" ", "") + '_' + virtualNetwork + '-' + resourceGroup;
  }

  private static Pattern glob(String text) {
    String[] literals = text.split("\\*", -1);
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < literals.length; i++) {
      regex.append(i == 0 ? "" : ".*").append(Pattern.quote(literals[i]));
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
