package io.vnetflowroutes.source;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of one flow log, in either shape that Azure uses (azure-flow-logs.md, 1.1).
 *
 * <p>Form A is {@code flowLogResourceID=/SUB_GROUP/WATCHER_NAME}, form B the full ARM id. In form A
 * watcher and flow log cannot be told apart safely, as both may hold an underscore, so they are
 * kept as one name in both forms.
 *
 * @param path the folder's name, without a slash at its end
 * @param subscription the subscription's id, as the path spells it
 * @param name watcher and flow log, joined by an underscore
 */
public record FlowLogPath(String path, String subscription, String name) {

  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("[^/]+=/([^/_]+)_[^/]+/([^/]+)"),
          Pattern.compile(
              "[^/]+=/SUBSCRIPTIONS/([^/]+)/RESOURCEGROUPS/[^/]+/PROVIDERS/MICROSOFT\\.NETWORK"
                  + "/NETWORKWATCHERS/([^/]+)/FLOWLOGS/([^/]+)",
              Pattern.CASE_INSENSITIVE));

  /** Reads a folder's name; a folder of neither form is a flow log without a subscription. */
  public static FlowLogPath parse(String path) {
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
}
