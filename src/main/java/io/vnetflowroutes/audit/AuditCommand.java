package io.vnetflowroutes.audit;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.TimeOptions;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code audit}: shows whether everything that Azure holds was delivered. */
@Command(
    name = "audit",
    description = {
      "Compare what Azure holds now with what was delivered.",
      "",
      "For each flow log, network interface and hour, it shows: delivered, behind, "
          + "missing, recreated, cut, spooled, dead letter or lost, with bytes and minutes of "
          + "lag. It only reads, so you can run it while the service runs.",
      "",
      "With --from-topic, it takes what was delivered from the progress topic of the connector for"
          + " Kafka Connect, and reaches the brokers by flowlogs.receive.kafka.*."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that is due was delivered to every destination",
      "1:something was not delivered, or nothing was found",
      "2:the configuration, the state or the topic is wrong, or a source cannot be listed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs audit                           the last 24 hours",
      "  flowlogs audit --from 7d --all           a week, with what was delivered",
      "  flowlogs audit --from 2026-01-31T00:00:00Z --to 2026-01-31T23:00:00Z",
      "  flowlogs audit --from-topic flowlogs.progress",
      "  flowlogs audit --json | jq -r 'select(.complete | not) | .hour'"
    })
public final class AuditCommand implements Verb {

  @Mixin private ConfigurationOptions configuration;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "The first hour: this far back, such as 24h or 7d, or an instant (default: 24h).",
      defaultValue = "24h")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "The last hour, in the same form (default: the newest hour that has settled).")
  private String to;

  @Option(
      names = "--from-topic",
      paramLabel = "TOPIC",
      description = "Take what was delivered from the progress topic of a connector.")
  private String topic;

  @Option(names = "--all", description = "List delivered blobs, too.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object per blob.")
  private boolean json;

  @Override
  public String refusal() {
    return "The audit cannot start:";
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = configuration.settingsOfSources();
    Instant now = Instant.now();
    Instant first = TimeOptions.instant("--from", from, now);
    Instant last =
        to == null
            ? ReadSettings.newestSettled(settings, now)
            : TimeOptions.instant("--to", to, now);
    TimeOptions.order(first.truncatedTo(ChronoUnit.HOURS), last.truncatedTo(ChronoUnit.HOURS));
    List<BlobAudit> findings =
        topic == null
            ? DeliveryAudit.run(settings, first, last, now)
            : DeliveryAudit.fromTopic(settings, topic, first, last, now);
    AuditReport report = new AuditReport(findings, System.out);
    if (json) {
      report.json();
    } else {
      System.out.printf(
          "Hours from %s to %s%n",
          first.truncatedTo(ChronoUnit.HOURS), last.truncatedTo(ChronoUnit.HOURS));
      report.table(all);
    }
    return report.complete() ? 0 : 1;
  }
}
