package io.vnetflowroutes.source;

import io.vnetflowroutes.flow.FlowLogType;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of one flow log, in any shape that Azure uses
 * (docs/azure-flow-log-format.md#blob-names).
 *
 * <p>For virtual networks, form A is {@code flowLogResourceID=/SUB_GROUP/WATCHER_NAME}, form B the
 * full ARM id. In form A, watcher and flow log cannot be separated safely, because both may contain
 * an underscore, so both forms keep them as one name. The folder of a network security group is its
 * ARM id after {@code resourceId=}, as for the logs of every other resource.
 *
 * @param path the folder's name, without a slash at its end
 * @param subscription the subscription's id, as the path spells it
 * @param name watcher and flow log, joined by an underscore; of a network security group its
 *     resource group and its name, joined by a slash
 */
public record FlowLogPath(String path, String subscription, String name) {

  private static final String NSG_ROOT = "resourceId=/";

  private static final Pattern NSG =
      Pattern.compile(
          "[^/]+=/SUBSCRIPTIONS/([^/]+)/RESOURCEGROUPS/([^/]+)/PROVIDERS/MICROSOFT\\.NETWORK"
              + "/NETWORKSECURITYGROUPS/([^/]+)",
          Pattern.CASE_INSENSITIVE);

  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("[^/]+=/([^/_]+)_[^/]+/([^/]+)"),
          Pattern.compile(
              "[^/]+=/SUBSCRIPTIONS/([^/]+)/RESOURCEGROUPS/[^/]+/PROVIDERS/MICROSOFT\\.NETWORK"
                  + "/NETWORKWATCHERS/([^/]+)/FLOWLOGS/([^/]+)",
              Pattern.CASE_INSENSITIVE));

  /** Reads a folder's name; a folder of no known form is a flow log without a subscription. */
  public static FlowLogPath parse(String path) {
    Matcher nsg = NSG.matcher(path);
    if (nsg.matches()) {
      return new FlowLogPath(path, nsg.group(1), nsg.group(2) + '/' + nsg.group(3));
    }
    for (Pattern form : FORMS) {
      Matcher match = form.matcher(path);
      if (match.matches()) {
        String name =
            match.groupCount() == 2 ? match.group(2) : match.group(2) + '_' + match.group(3);
        return new FlowLogPath(path, match.group(1), name);
      }
    }
    return new FlowLogPath(path, "", path.substring(path.lastIndexOf('/') + 1));
  }

  /** The name for a list; with the folder if another flow log in the list has the same name. */
  public String nameAmong(Collection<FlowLogPath> listed) {
    boolean ambiguous =
        listed.stream()
            .anyMatch(other -> other.name.equalsIgnoreCase(name) && !other.path.equals(path));
    return ambiguous ? name + ", " + path : name;
  }

  /** Whether a virtual network or a network security group is logged. */
  public FlowLogType type() {
    boolean nsg = path.regionMatches(true, 0, NSG_ROOT, 0, NSG_ROOT.length());
    return nsg ? FlowLogType.NSG : FlowLogType.VNET;
  }

  /** Whether it is the folder of another resource's logs, not of a flow log. */
  boolean foreign() {
    return type() == FlowLogType.NSG && subscription.isEmpty();
  }
}
