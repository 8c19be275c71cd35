package io.vnetflowroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.it.Names;
import io.vnetflowroutes.it.Records;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that no way taken for speed changes a byte of what is written. */
class FastPathTest {

  private static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");

  /** Generated flows as no log has them, those of the cases, and some as Azure writes them. */
  static Stream<List<Flow>> flows() {
    Stream<List<Flow>> odd =
        IntStream.range(0, 20).mapToObj(seed -> new RandomFlows(1_000 + seed).next(60));
    Stream<List<Flow>> cases = GoldenCase.all().stream().map(GoldenCase::flows);
    return Stream.of(odd, cases, Stream.of(usual())).flatMap(flows -> flows);
  }

  private static List<Flow> usual() {
    Names names = Names.of("0a1b", "westus", "hub-vnet", "net-rg");
    Records records = new Records(names, FlowLogText.MAC, 3, 0.3);
    String[] texts = records.next(HOUR, 20, 30).toArray(new String[0]);
    return FlowLogText.flows(FlowLogText.read(FlowLogText.blob(texts)));
  }

  private static String text(Format format, Flow flow) {
    ByteOutput out = new ByteOutput(1);
    format.write(flow, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("flows")
  void theFlatFormatWritesWhatItsTableSays(List<Flow> flows) {
    Format table = FlatFormat.table();
    Format quick = new FlatFormat();
    for (Flow flow : flows) {
      assertThat(text(quick, flow)).isEqualTo(text(table, flow));
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void fieldsThatAreEmptyAreFoundAtOnce(List<Flow> flows) {
    for (Flow flow : flows) {
      for (TupleField field : TupleField.values()) {
        boolean empty = (flow.emptyFields() >> field.position() & 1) == 1;
        assertThat(empty).as("%s of %s", field, flow.tuple()).isEqualTo(flow.get(field).isEmpty());
      }
      assertThat(flow.emptyFields()).isLessThan(1 << TupleField.COUNT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"flat", "csv", "ecs", "ocsf", "asim", "cef", "udm"})
  void whatIsKeptOfEarlierFlowsChangesNothing(String name) {
    for (Supplier<Format> formats :
        List.of(Formats.named(name), Formats.named(name, GoldenCase.EVERYTHING))) {
      List<Flow> flows = new ArrayList<>();
      IntStream.range(0, 4).forEach(seed -> flows.addAll(new RandomFlows(2_000 + seed).next(40)));
      flows.addAll(usual().subList(0, 100));
      Format keeping = formats.get();
      for (Flow flow : flows) {
        assertThat(text(keeping, flow)).isEqualTo(text(formats.get(), flow));
      }
    }
  }
}
