package io.vnetflowroutes.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.telemetry.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Writes the report as JSON, for the page and {@code flowlogs top}. */
final class PageJson {

  private final JsonGenerator json;

  private PageJson(JsonGenerator json) {
    this.json = json;
  }

  /** One object, in UTF-8. */
  static byte[] of(PageReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      new PageJson(json).write(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(PageReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", report.version());
    time("at", report.at());
    time("since", report.since());
    json.writeArrayFieldStart("problems");
    for (String problem : report.problems()) {
      json.writeString(problem);
    }
    json.writeEndArray();
    if (report.poll() != null) {
      poll(report.poll());
    }
    counts(report.counts());
    heatMap(report.heatMap());
    flows("hourly", report.hourly());
    flows("minutes", report.minutes());
    json.writeArrayFieldStart("top");
    for (PageReport.Top top : report.top()) {
      top(top);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("receivers");
    for (DestinationStatus destination : report.destinations()) {
      destination(destination);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("lines");
    for (LastLines.Line line : report.lines()) {
      json.writeStartObject();
      time("at", line.at());
      json.writeStringField("level", line.level());
      json.writeStringField("text", line.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void time(String name, Instant time) throws IOException {
    json.writeStringField(name, time.toString());
  }

  private void poll(PageReport.PollTiming poll) throws IOException {
    json.writeObjectFieldStart("poll");
    json.writeNumberField("millis", poll.took().toMillis());
    json.writeNumberField("flow_logs", poll.result().flowLogs());
    json.writeNumberField("open_blobs", poll.result().openBlobs());
    json.writeNumberField("failures", poll.result().failures());
    json.writeEndObject();
  }

  private void counts(Counts counts) throws IOException {
    json.writeObjectFieldStart("counts");
    json.writeNumberField("blobs", counts.blobs());
    json.writeNumberField("bytes", counts.bytes());
    json.writeNumberField("allowed", counts.allowed());
    json.writeNumberField("denied", counts.denied());
    json.writeNumberField("dead_letters", counts.allDeadLetters());
    json.writeEndObject();
  }

  private void heatMap(HeatMap map) throws IOException {
    json.writeArrayFieldStart("hours");
    for (Instant hour : map.hours()) {
      json.writeString(hour.toString());
    }
    json.writeEndArray();
    json.writeNumberField("flow_logs", map.flowLogs());
    json.writeNumberField("well", map.well());
    json.writeArrayFieldStart("rows");
    for (HeatMap.Row row : map.rows()) {
      json.writeStartObject();
      json.writeStringField("source", row.flowLog().source());
      json.writeStringField("flow_log", row.name());
      json.writeStringField("path", row.flowLog().path());
      json.writeNumberField("lag_seconds", row.lag().toSeconds());
      json.writeArrayFieldStart("cells");
      for (HourCell cell : row.cells()) {
        cell(cell);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Leaves out zeros: most values are zero, and there are thousands of cells. */
  private void cell(HourCell cell) throws IOException {
    json.writeStartObject();
    json.writeStringField("is", cell.standing().word());
    unlessZero("blobs", cell.blobs());
    unlessZero("unfinished", cell.unfinished());
    unlessZero("dead_letters", cell.deadLetters());
    unlessZero("allowed", cell.flows().allowed());
    unlessZero("denied", cell.flows().denied());
    json.writeEndObject();
  }

  private void unlessZero(String name, long number) throws IOException {
    if (number != 0) {
      json.writeNumberField(name, number);
    }
  }

  private void flows(String name, Iterable<FlowCount> counts) throws IOException {
    json.writeArrayFieldStart(name);
    for (FlowCount count : counts) {
      json.writeStartObject();
      unlessZero("allowed", count.allowed());
      unlessZero("denied", count.denied());
      unlessZero("allowed_bytes", count.allowedBytes());
      unlessZero("denied_bytes", count.deniedBytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void top(PageReport.Top top) throws IOException {
    json.writeStartObject();
    json.writeNumberField("hours", top.hours());
    ranking("sources", top.sources());
    ranking("ports", top.ports());
    ranking("rules", top.rules());
    json.writeEndObject();
  }

  private void ranking(String name, Ranking ranking) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("total", ranking.total());
    json.writeNumberField("too_high", ranking.tooHigh());
    json.writeArrayFieldStart("entries");
    for (Ranking.Entry entry : ranking.entries()) {
      json.writeStartObject();
      json.writeStringField("what", entry.what());
      json.writeNumberField("flows", entry.flows());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void destination(DestinationStatus destination) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", destination.name());
    json.writeStringField("kind", destination.kind());
    json.writeNumberField("delivered", destination.delivered());
    json.writeNumberField("refused", destination.refused());
    json.writeNumberField("failures", destination.failures());
    json.writeNumberField("waiting", destination.waiting());
    json.writeNumberField("bytes", destination.bytes());
    if (destination.since() != null) {
      time("waiting_since", destination.since());
    }
    json.writeStringField("why", destination.why());
    json.writeEndObject();
  }
}
