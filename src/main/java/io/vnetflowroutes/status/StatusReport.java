package io.vnetflowroutes.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.queue.SpoolContents;
import io.vnetflowroutes.state.LastPoll;
import io.vnetflowroutes.terminal.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Prints the status of the service: a page for people, or a JSON object for programs. */
final class StatusReport {

  private final Status status;
  private final Instant now;
  private final PrintStream out;

  /**
   * @param now the instant to which ages are given
   */
  StatusReport(Status status, Instant now, PrintStream out) {
    this.status = status;
    this.now = now;
    this.out = out;
  }

  /** The page. */
  void page() {
    out.println(
        (status.running() ? "The service runs" : "The service does not run") + "; " + lastPoll());
    status.problems().forEach(this::problem);
    out.println();
    if (status.receiving() == null) {
      Table flowLogs =
          new Table()
              .row("SOURCE", "DONE BEFORE", "LAG", "LAST DELIVERY", "OPEN BLOBS", "FLOW LOG");
      status.flowLogs().forEach(flowLog -> row(flowLog, flowLogs));
      flowLogs.print(out);
      out.println();
    }
    Table destinations = new Table().row("DESTINATION", "SPOOLED", "SIZE", "OLDEST", "REASON");
    status.destinations().forEach((name, spool) -> row(name, spool, destinations));
    destinations.print(out);
    out.println();
    out.println(deadLetters());
  }

  private String lastPoll() {
    LastPoll poll = status.lastPoll();
    if (status.receiving() != null) {
      return received(poll);
    }
    if (poll == null) {
      return "no poll has ended yet";
    }
    String failures =
        poll.failures() == 0 ? "" : " with " + HumanUnits.count(poll.failures(), "failure");
    return "its last poll ended " + age(poll.at()) + " ago" + failures;
  }

  private void problem(SourceProblem problem) {
    out.println(
        "Source '%s', for %s: %s"
            .formatted(problem.source(), age(problem.since()), problem.reason()));
  }

  private String received(LastPoll last) {
    String what =
        "it receives topic '%s' in group '%s'"
            .formatted(status.receiving().topic(), status.receiving().group());
    if (last == null) {
      return what + ", and has taken nothing yet";
    }
    String failing =
        last.failures() == 0
            ? ""
            : "; the first batch of %s was not taken"
                .formatted(HumanUnits.count(last.failures(), "partition"));
    return "%s; %s ago it had %s, of which %s waited%s"
        .formatted(
            what,
            age(last.at()),
            HumanUnits.count(last.flowLogs(), "partition"),
            waiting(last.openBlobs()),
            failing);
  }

  private static String waiting(int batches) {
    return switch (batches) {
      case 0 -> "nothing";
      case 1 -> "1 batch";
      default -> HumanUnits.count(batches) + " batches";
    };
  }

  private void row(FlowLogStatus flowLog, Table table) {
    table.row(
        flowLog.progress().source(),
        flowLog.atItsBeginning() ? "its beginning" : flowLog.progress().done().toString(),
        flowLog.atItsBeginning()
            ? ""
            : flowLog.lag().isZero() ? "none" : HumanUnits.span(flowLog.lag()),
        flowLog.progress().lastDelivery() == null
            ? "never"
            : age(flowLog.progress().lastDelivery()) + " ago",
        HumanUnits.count(flowLog.progress().unfinishedBlobs()),
        label(flowLog));
  }

  /** The name, and the folder besides where two flow logs have the same name. */
  private String label(FlowLogStatus flowLog) {
    long same = status.flowLogs().stream().filter(any -> any.name().equals(flowLog.name())).count();
    return same > 1 ? flowLog.name() + ", " + flowLog.progress().path() : flowLog.name();
  }

  private void row(String destination, SpoolContents spool, Table table) {
    table.row(
        destination,
        spool.messages() == 0 ? "nothing" : HumanUnits.count(spool.messages(), "message"),
        spool.messages() == 0 ? "" : HumanUnits.size(spool.bytes()),
        spool.oldest() == null ? "" : age(spool.oldest()),
        spool.messages() == 0 ? "" : spool.reason());
  }

  private String deadLetters() {
    DeadLetterStatus folder = status.deadLetters();
    if (folder == null) {
      return "Dead letters go to an endpoint, and are not counted here.";
    }
    DeadLetterCount count = folder.count();
    return count.files() == 0
        ? "No dead letters."
        : "Dead letters: %s, %s with %s, the newest %s old; 'flowlogs replay' sends them."
            .formatted(
                HumanUnits.count(count.files(), "file"),
                HumanUnits.size(count.bytes()),
                folder.counted() ? count.contents() : "flows that only 'flowlogs audit' counts",
                age(folder.newest()));
  }

  private String age(Instant since) {
    return HumanUnits.span(Duration.between(since, now));
  }

  /** One object. */
  void json() throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeBooleanField("running", status.running());
      json.writeBooleanField("well", status.well());
      LastPoll poll = status.lastPoll();
      if (status.receiving() != null) {
        receiving(status.receiving(), poll, json);
      } else if (poll != null) {
        json.writeStringField("last_poll", poll.at().toString());
        json.writeNumberField("last_poll_failures", poll.failures());
        json.writeNumberField("last_poll_open_blobs", poll.openBlobs());
      }
      json.writeArrayFieldStart("failing_sources");
      for (SourceProblem problem : status.problems()) {
        json.writeStartObject();
        json.writeStringField("source", problem.source());
        json.writeStringField("since", problem.since().toString());
        json.writeStringField("reason", problem.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("flow_logs");
      for (FlowLogStatus flowLog : status.flowLogs()) {
        json(flowLog, json);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("destinations");
      for (Map.Entry<String, SpoolContents> spool : status.destinations().entrySet()) {
        json(spool.getKey(), spool.getValue(), json);
      }
      json.writeEndArray();
      if (status.deadLetters() != null) {
        DeadLetterCount count = status.deadLetters().count();
        json.writeNumberField("dead_letter_files", count.files());
        json.writeNumberField("dead_letter_bytes", count.bytes());
        if (status.deadLetters().counted()) {
          json.writeNumberField("dead_letter_flows", count.flows());
          json.writeNumberField("dead_letter_records", count.records());
        }
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void receiving(Receiving receiving, LastPoll last, JsonGenerator json)
      throws IOException {
    json.writeStringField("topic", receiving.topic());
    json.writeStringField("group", receiving.group());
    if (last != null) {
      json.writeStringField("last_turn", last.at().toString());
      json.writeNumberField("partitions", last.flowLogs());
      json.writeNumberField("batches_waiting", last.openBlobs());
      json.writeNumberField("partitions_failing", last.failures());
    }
  }

  private static void json(FlowLogStatus flowLog, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", flowLog.progress().source());
    json.writeStringField("flow_log", flowLog.name());
    json.writeStringField("path", flowLog.progress().path());
    json.writeStringField("done_before", flowLog.progress().done().toString());
    json.writeNumberField("lag_seconds", flowLog.lag().toSeconds());
    if (flowLog.progress().newestHour() != null) {
      json.writeStringField("newest_hour_read", flowLog.progress().newestHour().toString());
    }
    if (flowLog.progress().lastDelivery() != null) {
      json.writeStringField("last_delivery", flowLog.progress().lastDelivery().toString());
    }
    json.writeNumberField("open_blobs", flowLog.progress().unfinishedBlobs());
    json.writeEndObject();
  }

  private void json(String destination, SpoolContents spool, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("destination", destination);
    json.writeNumberField("spooled_messages", spool.messages());
    json.writeNumberField("spooled_bytes", spool.bytes());
    if (!spool.reason().isEmpty()) {
      json.writeStringField("reason", spool.reason());
    }
    if (spool.oldest() != null) {
      json.writeNumberField(
          "oldest_spooled_seconds", Duration.between(spool.oldest(), now).toSeconds());
    }
    json.writeEndObject();
  }
}
