package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.FuzzCorpus;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** Proves that any text at all is either a flow, whose parts are that text, or set aside. */
class TupleReaderFuzzTest {

  private static final FuzzCorpus CORPUS = new FuzzCorpus(TupleReaderFuzzTest.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RecordJson LIMITED = RecordJson.within(300, 100);
  private static final FlowGroup GROUP =
      new FlowGroup(
          new RecordContext(
              FlowLogText.ORIGIN, 0, null, 0, FlowLogType.VNET, null, null, null, null, null),
          null,
          null);
  private static final List<TupleField> COUNTERS =
      List.of(
          TupleField.PACKETS_SENT,
          TupleField.BYTES_SENT,
          TupleField.PACKETS_RECEIVED,
          TupleField.BYTES_RECEIVED);

  @FuzzTest(maxDuration = "5m")
  void anyTextIsAFlowOrSetAside(FuzzedDataProvider data) throws IOException {
    CORPUS.run();
    String text = data.consumeRemainingAsString();
    byte[] quoted = JSON.writeValueAsBytes(text);
    TupleReader reader = new TupleReader(LIMITED);
    Flow flow = reader.read(GROUP, 7, quoted, 1);
    if (flow == null) {
      assertThat(reader.problem()).isNotBlank().hasSizeLessThan(200);
      return;
    }
    assertThat(reader.problem()).isNull();
    String[] parts = text.split(",", -1);
    assertThat(parts).hasSizeGreaterThanOrEqualTo(TupleField.COUNT);
    for (TupleField field : TupleField.values()) {
      assertThat(flow.get(field)).isEqualTo(parts[field.position()]);
    }
    assertThat(flow.tuple()).isEqualTo(text);
    assertThat(flow.hasExtra()).isEqualTo(parts.length > TupleField.COUNT);
    assertThat(flow.extra())
        .isEqualTo(String.join(",", Arrays.asList(parts).subList(TupleField.COUNT, parts.length)));
    assertThat(flow.timeMillis()).isBetween(0L, 253_402_300_799_999L);
    assertThat(flow.get(TupleField.SRC_IP) + flow.get(TupleField.DST_IP)).matches("[0-9a-fA-F.:]+");
    assertThat(flow.protocol()).isEqualTo(Integer.parseInt(flow.get(TupleField.PROTOCOL)));
    for (TupleField counter : COUNTERS) {
      String digits = flow.get(counter);
      assertThat(digits).matches("\\d*");
      assertThat(flow.counter(counter).isPresent()).isEqualTo(!digits.isEmpty());
      flow.counter(counter)
          .ifPresent(
              number ->
                  assertThat(new BigInteger(digits)).isEqualTo(Long.toUnsignedString(number)));
    }
  }

  /** Without it a corpus that is not found would go unnoticed. */
  @AfterAll
  static void assertTheCorpusWasRun() throws IOException {
    CORPUS.assertWasRun();
  }
}
