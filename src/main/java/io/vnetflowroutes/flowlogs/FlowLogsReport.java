package io.vnetflowroutes.flowlogs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.flowlogs.AccountFlowLogs.Held;
import io.vnetflowroutes.logging.Printable;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.terminal.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Prints the flow logs: a table for people, or JSON lines for programs. */
final class FlowLogsReport {

  private final List<Held> all;
  private final Instant now;
  private final PrintStream out;

  /**
   * @param now the instant to which ages are given
   */
  FlowLogsReport(List<Held> all, Instant now, PrintStream out) {
    this.all = all;
    this.now = now;
    this.out = out;
  }

  /** A table for each container. */
  void table() {
    for (Held held : all) {
      if (held.problem() != null) {
        continue;
      }
      out.println(Printable.of(held.source() + ": " + held.location()));
      if (held.flowLogs().isEmpty()) {
        out.println("  no flow log");
        continue;
      }
      Table table =
          new Table()
              .row("WANTED", "KIND", "OLDEST HOUR", "NEWEST HOUR", "AGE", "NICS", "FLOW LOG");
      List<FlowLogPath> listed = held.flowLogs().stream().map(FoundFlowLog::flowLog).toList();
      held.flowLogs().forEach(flowLog -> row(flowLog, listed, table));
      table.print(out);
    }
  }

  private void row(FoundFlowLog held, List<FlowLogPath> listed, Table table) {
    table.row(
        held.wanted() ? "yes" : "no",
        held.flowLog().type().word(),
        held.oldestHour() == null ? "no blob" : held.oldestHour().toString(),
        held.newestHour() == null ? "no blob" : held.newestHour().toString(),
        held.written() == null ? "" : HumanUnits.span(Duration.between(held.written(), now)),
        HumanUnits.count(held.networkInterfaces()),
        held.flowLog().nameAmong(listed));
  }

  /** One JSON object a flow log. */
  void json() throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(null);
      for (Held held : all) {
        for (FoundFlowLog flowLog : held.flowLogs()) {
          json(held, flowLog, json);
          json.writeRaw('\n');
        }
      }
    }
  }

  private void json(Held where, FoundFlowLog held, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", where.source());
    json.writeStringField("location", where.location());
    json.writeStringField("flow_log", held.flowLog().name());
    json.writeStringField("path", held.flowLog().path());
    json.writeStringField("subscription_id", held.flowLog().subscription());
    json.writeStringField("kind", held.flowLog().type().word());
    json.writeBooleanField("wanted", held.wanted());
    if (held.newestHour() != null) {
      json.writeStringField("oldest_hour", held.oldestHour().toString());
      json.writeStringField("newest_hour", held.newestHour().toString());
      json.writeStringField("newest_blob", held.newestBlob());
      json.writeNumberField("newest_blob_bytes", held.newestBytes());
      json.writeStringField("newest_blob_written", held.written().toString());
      json.writeNumberField("age_minutes", Duration.between(held.written(), now).toMinutes());
    }
    json.writeNumberField("network_interfaces", held.networkInterfaces());
    json.writeEndObject();
  }

  /** Says of each source what is wrong with it. */
  void complain(PrintStream errors) {
    for (Held held : all) {
      if (held.problem() != null) {
        errors.println(
            "The source '%s' cannot be listed, %s. %s"
                .formatted(held.source(), held.location(), Printable.of(held.problem())));
      } else if (held.nothingWanted() != null) {
        errors.println(
            "Source '%s': %s".formatted(held.source(), Printable.of(held.nothingWanted())));
      }
    }
  }
}
