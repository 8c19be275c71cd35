package io.vnetflowroutes.format;

import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.flows;
import static io.vnetflowroutes.FlowLogText.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that flows that wait are written in every format as they were before they waited. */
class StoredFlowsTest {

  static Stream<String> formats() {
    return Formats.names().stream();
  }

  private static byte[] stored(List<Flow> flows) {
    ByteOutput out = new ByteOutput(1024);
    Format format = new FlowsFormat(true);
    format.header(out);
    flows.forEach(flow -> format.write(flow, out));
    return out.toByteArray();
  }

  private static byte[] written(String name, List<Flow> flows) {
    ByteOutput out = new ByteOutput(1024);
    Format format = Formats.named(name).get();
    format.header(out);
    flows.forEach(flow -> format.write(flow, out));
    format.footer(out);
    return out.toByteArray();
  }

  private static List<Flow> manyKinds() {
    List<Flow> odd =
        flows(
            read(
                blob(
                    FlowLogText.record(
                        1,
                        FlowLogText.ALLOWED,
                        FlowLogText.DENIED,
                        FlowLogText.ALLOWED + ",more,and more",
                        FlowLogText.ALLOWED.replace("10.1.0.4", "f".repeat(300))),
                    FlowLogText.twoFlows(2).replace("\"flowLogVersion\":4,", ""))));
    List<Flow> all = new ArrayList<>(odd);
    GoldenCase.all().forEach(golden -> all.addAll(golden.flows()));
    return all;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFormatWritesTheSame(String name) throws IOException {
    List<Flow> flows = manyKinds();
    List<Flow> again = StoredFlows.read(stored(flows));
    assertThat(again).hasSameSizeAs(flows);
    assertThat(written(name, again)).isEqualTo(written(name, flows));
    assertThat(again.stream().map(Flow::id)).containsExactlyElementsOf(ids(flows));
    assertThat(again.stream().map(Flow::tuple))
        .containsExactlyElementsOf(flows.stream().map(Flow::tuple).toList());
  }

  private static List<String> ids(List<Flow> flows) {
    return flows.stream().map(Flow::id).toList();
  }

  @Test
  void damagedFlowsAreToldApartFromFlows() {
    byte[] bytes = stored(manyKinds());
    assertThatThrownBy(() -> StoredFlows.read(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IOException.class);
    bytes[0] = 9;
    assertThatThrownBy(() -> StoredFlows.read(bytes)).hasMessageContaining("unknown form");
  }
}
