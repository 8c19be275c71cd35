package io.vnetflowroutes.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.source.FlowLogPath;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what an audit found: a table for people, or JSON lines for programs. */
final class AuditReport {

  private static final JsonFactory JSON = new JsonFactory();

  private final List<BlobAudit> findings;
  private final PrintStream out;

  AuditReport(List<BlobAudit> findings, PrintStream out) {
    this.findings = findings;
    this.out = out;
  }

  /** Whether everything is delivered. */
  boolean complete() {
    return !findings.isEmpty() && findings.stream().allMatch(finding -> finding.state().complete());
  }

  /**
   * For each flow log the blobs that are not delivered, and how many there are in each state.
   *
   * @param delivered whether delivered blobs are listed, too
   */
  void table(boolean delivered) {
    List<FlowLogPath> all = findings.stream().map(BlobAudit::flowLog).distinct().toList();
    Map<String, List<BlobAudit>> byFlowLog =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    finding -> finding.source() + ": " + finding.flowLog().nameAmong(all),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byFlowLog.forEach(
        (flowLog, blobs) -> {
          out.println(flowLog);
          blobs.stream()
              .filter(finding -> delivered || !finding.state().complete())
              .forEach(this::row);
          out.println("  " + counts(blobs));
        });
    out.println(verdict());
  }

  private void row(BlobAudit finding) {
    out.printf(
        "  %s  %-12s  %-12s %s%s%n",
        finding.blob().hour(),
        finding.blob().macAddress(),
        finding.state().word(),
        details(finding),
        finding.where() + inDeadLetter(finding.deadLetters(), "in the dead letter"));
  }

  /** How much lies in the dead letter, which is neither delivered nor missing. */
  private static String inDeadLetter(DeadLetterCount deadLetters, String where) {
    return deadLetters.files() == 0
        ? ""
        : "%s, %s bytes with %s %s"
            .formatted(
                HumanUnits.count(deadLetters.files(), "file"),
                count(deadLetters.bytes()),
                deadLetters.contents(),
                where);
  }

  private static String details(BlobAudit finding) {
    String bytes =
        finding.state().complete()
            ? count(finding.length()) + " bytes "
            : finding.undelivered() > 0
                ? "%s of %s bytes not delivered "
                    .formatted(count(finding.undelivered()), count(finding.length()))
                : "";
    Duration lag = finding.lag();
    return lag == null
        ? bytes
        : bytes + (finding.state().complete() ? "after " : "for ") + minutes(lag) + " min ";
  }

  private static String counts(List<BlobAudit> blobs) {
    Map<BlobState, Integer> counts = new EnumMap<>(BlobState.class);
    blobs.forEach(finding -> counts.merge(finding.state(), 1, Integer::sum));
    String each =
        counts.entrySet().stream()
            .map(count -> count(count.getValue()) + " " + count.getKey().word())
            .collect(Collectors.joining(", "));
    long bytes = blobs.stream().mapToLong(BlobAudit::length).sum();
    return "%s, %s bytes: %s".formatted(blobs(blobs.size()), count(bytes), each);
  }

  private String verdict() {
    if (findings.isEmpty()) {
      return "Nothing was found in these hours: no flow log, or no blob.";
    }
    List<BlobAudit> open =
        findings.stream().filter(finding -> !finding.state().complete()).toList();
    DeadLetterCount deadLetters =
        findings.stream()
            .map(BlobAudit::deadLetters)
            .reduce(DeadLetterCount.NONE, DeadLetterCount::plus);
    return open.isEmpty()
        ? "Complete: everything that is due was delivered."
        : "Not complete: %s of %s, %s bytes not delivered%s."
            .formatted(
                count(open.size()),
                blobs(findings.size()),
                count(open.stream().mapToLong(BlobAudit::undelivered).sum()),
                deadLetters.files() == 0
                    ? ""
                    : "; "
                        + inDeadLetter(
                            deadLetters, "in the dead letter, which 'flowlogs replay' sends"));
  }

  /** One JSON object a blob. */
  void json() throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(null);
      for (BlobAudit finding : findings) {
        json.writeStartObject();
        json.writeStringField("source", finding.source());
        json.writeStringField("flow_log", finding.flowLog().name());
        json.writeStringField("path", finding.blob().flowLogPath());
        json.writeStringField("mac_address", finding.blob().macAddress());
        json.writeStringField("hour", finding.blob().hour().toString());
        json.writeStringField("standing", finding.state().word());
        json.writeBooleanField("complete", finding.state().complete());
        json.writeNumberField("bytes", finding.length());
        json.writeNumberField("undelivered_bytes", finding.undelivered());
        if (finding.deadLetters().files() > 0) {
          json.writeNumberField("dead_letter_files", finding.deadLetters().files());
          json.writeNumberField("dead_letter_bytes", finding.deadLetters().bytes());
          json.writeNumberField("dead_letter_flows", finding.deadLetters().flows());
          json.writeNumberField("dead_letter_records", finding.deadLetters().records());
        }
        if (finding.lag() != null) {
          json.writeNumberField("lag_minutes", finding.lag().toMinutes());
        }
        if (!finding.where().isEmpty()) {
          json.writeStringField("where", finding.where());
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }

  private static String blobs(int number) {
    return count(number) + (number == 1 ? " blob" : " blobs");
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String minutes(Duration lag) {
    return count(lag.toMinutes());
  }
}
