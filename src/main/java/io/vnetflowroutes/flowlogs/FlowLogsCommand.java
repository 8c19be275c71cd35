package io.vnetflowroutes.flowlogs;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.flowlogs.AccountFlowLogs.Held;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code flow-logs}: lists the flow logs that the sources hold. */
@Command(
    name = "flow-logs",
    description = {
      "List the flow logs in the sources, selected or not.",
      "",
      "For each flow log, it shows whether the settings select it, its kind, its oldest "
          + "and newest hour, how long ago its newest blob was written, and how many network "
          + "interfaces have a blob for that hour. It also lists the account's container for the "
          + "other kind of flow log. It makes about ten list calls per flow log, and reads "
          + "nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every source holds a flow log that the settings select",
      "1:a source holds none; the output shows the nearest names",
      "2:the configuration is wrong, or a source cannot be listed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs flow-logs",
      "  flowlogs flow-logs --json | jq -r 'select(.wanted | not) | .flow_log'"
    })
public final class FlowLogsCommand implements Verb {

  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--json", description = "Print one JSON object per flow log.")
  private boolean json;

  @Override
  public String refusal() {
    return "The flow logs cannot be listed:";
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = configuration.settingsOfSources();
    List<Held> all = AccountFlowLogs.look(settings);
    FlowLogsReport report = new FlowLogsReport(all, Instant.now(), System.out);
    if (json) {
      report.json();
    } else {
      report.table();
    }
    report.complain(System.err);
    if (all.stream().anyMatch(held -> held.problem() != null)) {
      return UserError.WRONG;
    }
    return all.stream().anyMatch(held -> held.nothingWanted() != null) ? 1 : 0;
  }
}
