package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.Syntax;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that what waits is sent as its destination is set now, or told from what cannot be. */
class ConversionTest {

  private static MessageLayout layout(Framing framing, Compression compression, TupleField key) {
    return new MessageLayout(framing, compression, key, 1 << 20);
  }

  private static MessageLayout layout(Framing framing) {
    return layout(framing, Compression.NONE, null);
  }

  private static Delivery made(MessageLayout layout) {
    String[] tuples = new String[5];
    Arrays.setAll(tuples, i -> FlowLogText.DENIED.replace("50001", String.valueOf(i)));
    BatchPart part = FlowLogText.part(Decision.DENY, tuples);
    return new Deliveries(part, new FlatFormat(), layout).next();
  }

  @ParameterizedTest
  @CsvSource({
    "LINES, ARRAY",
    "LINES, RECORDS",
    "ARRAY, LINES",
    "ARRAY, RECORDS",
    "RECORDS, LINES",
    "RECORDS, ARRAY",
    "LINES, LINES",
    "ARRAY, ARRAY",
    "RECORDS, RECORDS"
  })
  void aMessageBecomesWhatWouldBeMadeNow(Framing before, Framing now) {
    Delivery converted =
        new Conversion(layout(now), Syntax.JSON, false).of(made(layout(before))).orElseThrow();
    assertThat(converted)
        .usingRecursiveComparison()
        .ignoringFields("fileName", "cuts", "records.tuple")
        .isEqualTo(made(layout(now)));
    assertThat(converted.divisible()).isTrue();
  }

  @Test
  void whatLacksSomethingCannotBeConverted() {
    Conversion keyed =
        new Conversion(
            layout(Framing.RECORDS, Compression.NONE, TupleField.SRC_IP), Syntax.JSON, false);
    assertThat(keyed.of(made(layout(Framing.LINES)))).isEmpty();
    MessageLayout gzip = layout(Framing.LINES, Compression.GZIP, null);
    Conversion records = new Conversion(layout(Framing.RECORDS), Syntax.JSON, false);
    assertThat(records.of(made(gzip))).isEmpty();
  }

  @Test
  void aFileThatIsCompressedIsUnpackedForHttp() {
    MessageLayout gzip = layout(Framing.LINES, Compression.GZIP, null);
    Delivery converted = new Conversion(gzip, Syntax.JSON, true).of(made(gzip)).orElseThrow();
    assertThat(converted.body()).isEqualTo(made(layout(Framing.LINES)).body());
  }
}
