package io.vnetflowroutes.it;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces and log lines of the packaged program, as a collector and a log shipper get them. */
final class TelemetryIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();
  private final HttpReceiver collector = HttpReceiver.start();

  @AfterEach
  void stopReceivers() {
    siem.close();
    collector.close();
  }

  private Archive archive() {
    return new Archive(dir.resolve("source")).grow(5);
  }

  /** One reader thread takes all blobs in turn, and hands each over to another thread. */
  @Test
  void aCollectorGetsATraceForEachBlobWithASpanForEachMessage() throws IOException {
    Instant hour = Instant.parse("2026-09-01T10:00:00Z");
    List<Archive> archives = new ArrayList<>();
    for (int blob = 0; blob < 3; blob++) {
      archives.add(new Archive(dir.resolve("source"), hour.plus(blob, HOURS)).grow(5));
    }
    List<String> tuples = archives.stream().flatMap(blob -> blob.tuples().stream()).toList();
    String uri =
        siem.url(
            "/in?authMethod=Basic&authUsername=alice&authPassword=wonder"
                + "&authenticationPreemptive=true");
    String properties =
        archives.get(0).everythingTo("siem", uri)
            + "flowlogs.readers = 1\ncamel.opentelemetry2.enabled = true\n"
            + "otel.exporter.otlp.endpoint = "
            + collector.url("")
            + "\n";
    try (Program program = Program.in(dir.resolve("work"), properties)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(siem.accepted()).assertExactly(tuples);
      program.assertNoStackTrace();
    }
    assertThat(collector.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> {
              assertThat(request.path()).isEqualTo("/v1/traces");
              assertThat(request.headers()).containsEntry("content-type", "application/x-protobuf");
              assertThat(new String(request.body(), StandardCharsets.ISO_8859_1))
                  .contains("flowlogs")
                  .doesNotContain("wonder")
                  .doesNotContain(tuples.get(0));
            });
    Map<String, List<Span>> traces =
        spans().stream().collect(Collectors.groupingBy(TelemetryIT::trace));
    assertThat(traces).as("a blob, a trace").hasSameSizeAs(archives);
    assertThat(traces.values()).allSatisfy(TelemetryIT::assertWhole);
    assertThat(siem.requests().stream().map(TelemetryIT::parent).collect(Collectors.toSet()))
        .as("the trace of each message")
        .isEqualTo(traces.keySet());
    assertThat(attributes(List.copyOf(spans())).stream().filter(uris -> uris.contains("/in")))
        .as("a span for each message")
        .hasSizeGreaterThanOrEqualTo(siem.requests().size());
  }

  /** It begins where a blob is read, and every other span of it is below another of its spans. */
  private static void assertWhole(List<Span> trace) {
    Set<ByteString> ids = trace.stream().map(Span::getSpanId).collect(Collectors.toSet());
    List<Span> roots = trace.stream().filter(span -> span.getParentSpanId().isEmpty()).toList();
    assertThat(attributes(roots)).containsExactly("direct://read");
    assertThat(trace)
        .filteredOn(span -> !span.getParentSpanId().isEmpty())
        .allSatisfy(span -> assertThat(ids).contains(span.getParentSpanId()));
    assertThat(attributes(trace)).contains("direct://deliver-siem");
  }

  /** The trace that a message was sent in, as its header tells it. */
  private static String parent(HttpReceiver.Request request) {
    return request.headers().get("traceparent").split("-", -1)[1];
  }

  /** Each span once, though a collector may be sent some again. */
  private Collection<Span> spans() throws InvalidProtocolBufferException {
    Map<ByteString, Span> spans = new LinkedHashMap<>();
    for (HttpReceiver.Request request : collector.accepted()) {
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(request.body()).getResourceSpansList()) {
        resource.getScopeSpansList().stream()
            .flatMap(scope -> scope.getSpansList().stream())
            .forEach(span -> spans.put(span.getSpanId(), span));
      }
    }
    return spans.values();
  }

  private static String trace(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  private static List<String> attributes(List<Span> spans) {
    return spans.stream()
        .flatMap(span -> span.getAttributesList().stream())
        .filter(attribute -> attribute.getKey().equals("camel.uri"))
        .map(attribute -> attribute.getValue().getStringValue())
        .toList();
  }

  @Test
  void everyLineIsJsonOfTheElasticCommonSchema() throws IOException {
    siem.answerNext(403, Map.of());
    Archive archive = archive();
    String properties = archive.everythingTo("siem", siem.url("/in"));
    try (Program program = Program.in(dir.resolve("work"), properties)) {
      program.with("FLOWLOGS_LOG_FORMAT", "ecs").once();
      List<JsonNode> lines = new ArrayList<>();
      for (String line : program.lines()) {
        lines.add(JSON.readTree(line));
      }
      assertThat(lines)
          .allSatisfy(
              line -> {
                assertThat(line.path("@timestamp").asText()).matches("20\\d\\d-.*Z");
                assertThat(line.path("log.level").asText()).isIn("INFO", "WARN");
                assertThat(line.path("message").asText()).isNotEmpty();
                assertThat(line.path("ecs.version").asText()).isNotEmpty();
                assertThat(line.path("service.name").asText()).isEqualTo("flowlogs");
              });
      assertThat(lines.stream().filter(line -> line.path("message").asText().equals("Summary")))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.path("flowlogs.flows").longValue())
                      .isEqualTo(archive.tuples().size()));
      assertThat(lines)
          .anySatisfy(
              line -> {
                assertThat(line.path("log.level").asText()).isEqualTo("WARN");
                assertThat(line.path("flowlogs.destination").asText()).isEqualTo("siem");
              });
    }
  }
}
