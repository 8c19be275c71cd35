package io.vnetflowroutes.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Proves by OpenTelemetry's own message classes that a request is OTLP to the last member, and that
 * their answers are understood.
 */
class OtlpProofTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NANOS = "000000";

  private static Protocol protocol(Map<String, String> fields) {
    Receiver row = Receivers.named("otlp").orElseThrow();
    return new Protocol(row, new Options(Map.of(), fields, null), "", null, null);
  }

  private static byte[] body(Protocol protocol, List<Flow> flows) {
    ByteOutput lines = new ByteOutput(1024);
    Format format = protocol.around(null);
    flows.forEach(
        flow -> {
          format.write(flow, lines);
          lines.put('\n');
        });
    return protocol.body(lines.toByteArray());
  }

  /** Fails for a member that the protocol does not know. */
  private static ExportLogsServiceRequest parsed(byte[] body)
      throws InvalidProtocolBufferException {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), request);
    return request.build();
  }

  /** The flows of the sample, and one with text and numbers as large as they get. */
  private static List<Flow> flows() throws IOException {
    List<Flow> flows = new ArrayList<>(SampleFlows.all());
    String most = "18446744073709551615";
    flows.addAll(
        FlowLogText.part(
                Decision.ALLOW,
                FlowLogText.ALLOWED.replace(
                    "0,0,0,0", "%1$s,%1$s,%1$s,9223372036854775807".formatted(most)))
            .flows());
    flows.add(
        FlowLogText.flow(
            FlowLogText.record(
                FlowLogText.TIME, "\\\"q\\\" \\\\ \\u0001\\ud83d\\ude00", FlowLogText.ALLOWED)));
    return flows;
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> values = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      AnyValue value = attribute.getValue();
      String text =
          value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue();
      assertThat(text).as(attribute.getKey()).isNotEmpty();
      assertThat(values.put(attribute.getKey(), text)).as("a key is there once").isNull();
    }
    return values;
  }

  @Test
  void aRequestIsWhatTheProtocolKnowsAndNothingElse() throws IOException {
    byte[] body = body(protocol(Map.of("deployment.environment.name", "prod")), flows());
    ExportLogsServiceRequest request = parsed(body);
    String written =
        JsonFormat.printer().printingEnumsAsInts().omittingInsignificantWhitespace().print(request);
    assertThat(JSON.readTree(body)).as("nothing is lost").isEqualTo(JSON.readTree(written));
    assertThat(ExportLogsServiceRequest.parseFrom(request.toByteArray())).isEqualTo(request);
  }

  @Test
  void eachFlowIsALogRecordUnderItsNetworkInterface() throws IOException {
    List<Flow> flows = flows();
    ExportLogsServiceRequest request = parsed(body(protocol(Map.of()), flows));
    int next = 0;
    for (ResourceLogs resource : request.getResourceLogsList()) {
      Map<String, String> shared = attributes(resource.getResource().getAttributesList());
      assertThat(resource.getScopeLogsCount()).isEqualTo(1);
      for (LogRecord record : resource.getScopeLogs(0).getLogRecordsList()) {
        assertRecord(record, shared, flows.get(next));
        next++;
      }
    }
    assertThat(next).isEqualTo(flows.size());
  }

  private static void assertRecord(LogRecord record, Map<String, String> shared, Flow flow) {
    assertThat(shared)
        .containsEntry("service.name", "vnet-flow-logs")
        .containsEntry("cloud.provider", "azure")
        .containsEntry("cloud.resource_id", flow.record().targetId())
        .containsEntry("azure.flow_log.id", flow.record().flowLogId())
        .containsEntry("host.mac", flow.record().macAddress());
    assertThat(String.valueOf(record.getTimeUnixNano())).isEqualTo(flow.timeMillis() + NANOS);
    assertThat(record.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_INFO);
    assertThat(record.getEventName()).isEqualTo("azure.flow");
    Map<String, String> own = attributes(record.getAttributesList());
    assertThat(own)
        .containsEntry("flow.id", flow.id())
        .containsEntry("source.address", flow.get(TupleField.SRC_IP))
        .containsEntry("destination.address", flow.get(TupleField.DST_IP))
        .containsEntry("azure.flow.rule", flow.group().rule())
        .containsEntry("azure.flow.decision", Documents.decision(flow));
    String bytes = flow.get(TupleField.BYTES_SENT);
    assertThat(own.get("azure.flow.bytes_sent"))
        .isEqualTo(bytes.isEmpty() ? null : bytes.length() > 19 ? "" + Long.MAX_VALUE : "" + bytes);
  }

  @Test
  void theAnswersOfTheProtocolAreUnderstood() throws IOException {
    ExportLogsPartialSuccess.Builder partial = ExportLogsPartialSuccess.newBuilder();
    assertThat(read(ExportLogsServiceResponse.getDefaultInstance())).isEqualTo(Fate.DELIVERED);
    assertThat(read(answer(partial))).isEqualTo(Fate.DELIVERED);
    assertThat(read(answer(partial.setErrorMessage("only a warning")))).isEqualTo(Fate.DELIVERED);
    assertThat(read(answer(partial.setRejectedLogRecords(2)))).isEqualTo(Fate.REFUSED);
    assertThat(read(answer(partial.setRejectedLogRecords(Long.MAX_VALUE)))).isEqualTo(Fate.REFUSED);
  }

  private static ExportLogsServiceResponse answer(ExportLogsPartialSuccess.Builder partial) {
    return ExportLogsServiceResponse.newBuilder().setPartialSuccess(partial).build();
  }

  private static Fate read(ExportLogsServiceResponse response) throws IOException {
    Answer answer = new Answer(200, JsonFormat.printer().print(response));
    return protocol(Map.of()).read(answer, 5).orElseThrow().whole();
  }
}
