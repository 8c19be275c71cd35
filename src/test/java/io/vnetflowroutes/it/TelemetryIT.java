package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
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

  @Test
  void aCollectorGetsATraceForABlobWithASpanForEachMessage() throws IOException {
    Archive archive = archive();
    String uri =
        siem.url(
            "/in?authMethod=Basic&authUsername=alice&authPassword=wonder"
                + "&authenticationPreemptive=true");
    String properties =
        archive.everythingTo("siem", uri)
            + "camel.opentelemetry2.enabled = true\notel.exporter.otlp.endpoint = "
            + collector.url("")
            + "\n";
    try (Program program = Program.in(dir.resolve("work"), properties)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples());
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
                  .doesNotContain(archive.tuples().get(0));
            });
    List<Span> spans = spans();
    Set<String> traces = spans.stream().map(TelemetryIT::trace).collect(Collectors.toSet());
    assertThat(traces).as("one blob, one trace").hasSize(1);
    assertThat(spans.stream().filter(span -> span.getParentSpanId().isEmpty())).hasSize(1);
    assertThat(attributes(spans)).contains("direct://read", "direct://deliver-siem");
    assertThat(attributes(spans).stream().filter(value -> value.contains("/in")).toList())
        .as("a span for each message")
        .hasSizeGreaterThanOrEqualTo(siem.requests().size());
    assertThat(siem.requests())
        .allSatisfy(
            request ->
                assertThat(request.headers().get("traceparent"))
                    .contains(traces.iterator().next()));
  }

  private List<Span> spans() throws InvalidProtocolBufferException {
    List<Span> spans = new ArrayList<>();
    for (HttpReceiver.Request request : collector.accepted()) {
      for (ResourceSpans resource :
          ExportTraceServiceRequest.parseFrom(request.body()).getResourceSpansList()) {
        resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
      }
    }
    return spans;
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
