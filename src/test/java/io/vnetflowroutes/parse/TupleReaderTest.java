package io.vnetflowroutes.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.flow.Unreadable;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what a tuple of thirteen fields becomes, and which tuples are set aside. */
class TupleReaderTest {

  private static final String GOOD = "1788249600123,10.1.0.4,10.2.0.5,50000,443,6,O,E,NX,1,2,3,4";

  private static List<Batch> read(String tuple) {
    return FlowLogText.read(FlowLogText.blob(FlowLogText.record(0, tuple)));
  }

  private static Flow flow(String tuple) {
    return FlowLogText.flow(FlowLogText.record(0, tuple));
  }

  private static String with(TupleField field, String value) {
    String[] parts = GOOD.split(",", -1);
    parts[field.position()] = value;
    return String.join(",", parts);
  }

  private static void assertSetAside(String tuple) {
    List<Batch> batches = read(tuple);
    assertThat(FlowLogText.flows(batches)).isEmpty();
    List<Unreadable> unreadable = FlowLogText.unreadable(batches);
    assertThat(FlowLogText.texts(unreadable)).containsExactly('"' + tuple + '"');
    assertThat(unreadable.get(0).kind()).isEqualTo("tuple");
    assertThat(unreadable.get(0).ordinal()).isZero();
    assertThat(unreadable.get(0).reason()).isNotBlank();
  }

  @Test
  void everyFieldIsCutOutAsWritten() {
    Flow flow = flow(GOOD);
    String[] parts = GOOD.split(",", -1);
    for (TupleField field : TupleField.values()) {
      assertThat(flow.get(field)).isEqualTo(parts[field.position()]);
      assertThat(flow.get(field.word())).isEqualTo(parts[field.position()]);
    }
    assertThat(flow.tuple()).isEqualTo(GOOD);
    assertThat(flow.hasExtra()).isFalse();
    assertThat(flow.extra()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1788249600123, 1788249600123",
    "1788249600, 1788249600000",
    "99999999999, 99999999999000",
    "100000000000, 100000000000",
    "0, 0",
    "253402300799999, 253402300799999",
  })
  void secondsAndMillisecondsAreToldByMagnitude(String time, long millis) {
    assertThat(flow(with(TupleField.TIME, time)).timeMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "0, 0",
    "4294967296, 4294967296",
    "9223372036854775807, 9223372036854775807",
  })
  void anEmptyCounterIsNoStatisticsAndZeroStaysZero(String text, long expected) {
    OptionalLong counter = flow(with(TupleField.BYTES_SENT, text)).counter(TupleField.BYTES_SENT);
    assertThat(counter).isEqualTo(expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "9999999999999999999",
        "10000000000000000000",
        "18446744073709551615"
      })
  void countersUseAll64Bits(String text) {
    for (TupleField field :
        List.of(
            TupleField.PACKETS_SENT,
            TupleField.BYTES_SENT,
            TupleField.PACKETS_RECEIVED,
            TupleField.BYTES_RECEIVED)) {
      Flow flow = flow(with(field, text));
      assertThat(Long.toUnsignedString(flow.counter(field).orElseThrow())).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551616",
        "99999999999999999999",
        "100000000000000000000",
        "-1",
        "+1",
        "1.5",
        "1e3",
        " 1",
        "1 ",
        "01",
        "00",
        "x",
        "null"
      })
  void whatIsNoUnsigned64BitNumberIsSetAside(String text) {
    assertSetAside(with(TupleField.BYTES_SENT, text));
    assertSetAside(with(TupleField.BYTES_RECEIVED, text));
  }

  @Test
  void rowsWithoutAnyStatisticsAreRead() {
    Flow flow = flow("1788249600123,10.1.0.4,10.2.0.5,50000,443,6,O,B,NX,,,,");
    assertThat(flow.counter(TupleField.PACKETS_SENT)).isEmpty();
    assertThat(flow.counter(TupleField.BYTES_RECEIVED)).isEmpty();
    assertThat(flow.decision()).isEqualTo(Decision.ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "D, NX, DENY",
    "D, X, DENY",
    "D, A, DENY",
    "D, D, DENY",
    "D, NX_NOT_ACCEPTED, DENY",
    "D, '', DENY",
    "B, D, ALLOW",
    "C, D, ALLOW",
    "E, D, ALLOW",
    "d, NX, ALLOW",
    "DD, NX, ALLOW",
    "'', D, ALLOW",
    "Z, NX, ALLOW",
    "A, D, ALLOW",
  })
  void onlyTheStateDecides(String state, String encryption, Decision decision) {
    String tuple = GOOD.replace(",E,NX,", ',' + state + ',' + encryption + ',');
    Batch batch = read(tuple).get(0);
    assertThat((decision == Decision.DENY ? batch.denied() : batch.allowed()).flows()).hasSize(1);
    assertThat(batch.flows()).isEqualTo(1);
    Flow flow = FlowLogText.flows(List.of(batch)).get(0);
    assertThat(flow.decision()).isEqualTo(decision);
    assertThat(flow.get(TupleField.STATE)).isEqualTo(state);
    assertThat(flow.get(TupleField.ENCRYPTION)).isEqualTo(encryption);
  }

  @ParameterizedTest
  @CsvSource({
    "DIRECTION, Q",
    "DIRECTION, ''",
    "STATE, X9",
    "ENCRYPTION, NX_HW_NOT_SUPPORTED",
    "ENCRYPTION, NX_FUTURE",
    "ENCRYPTION, é",
    "PROTOCOL, 0",
    "PROTOCOL, 255",
    "PROTOCOL, 256",
    "PROTOCOL, 58",
    "SRC_PORT, 0",
    "DST_PORT, 65535",
    "SRC_IP, 2001:db8::1",
    "DST_IP, fe80::1",
    "SRC_IP, ::ffff:192.0.2.1",
    "DST_IP, ::",
    "SRC_IP, 2001:DB8::A",
  })
  void unknownLettersAndEveryAddressPass(TupleField field, String value) {
    assertThat(flow(with(field, value)).get(field)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "TIME, ''",
    "TIME, x",
    "TIME, -1",
    "TIME, +1788249600",
    "TIME, 01788249600123",
    "TIME, '1788249600123 '",
    "TIME, 2026-09-01T08:00:00Z",
    "TIME, 1788249600.5",
    "TIME, 253402300800000",
    "TIME, 9999999999999999",
    "TIME, 99999999999999999999",
    "SRC_IP, ''",
    "SRC_IP, host",
    "SRC_IP, [2001:db8::1]",
    "DST_IP, '10.0.0.1 '",
    "DST_IP, -",
    "DST_IP, 10.0.0.0/8",
    "SRC_PORT, ''",
    "SRC_PORT, 65536",
    "DST_PORT, -1",
    "DST_PORT, +80",
    "DST_PORT, 080",
    "DST_PORT, ' 80'",
    "DST_PORT, http",
    "DST_PORT, 99999999999",
    "PROTOCOL, ''",
    "PROTOCOL, T",
    "PROTOCOL, -6",
    "PROTOCOL, 06",
    "PROTOCOL, 6.0",
    "PROTOCOL, 99999999999999999999",
  })
  void whatOutputsRelyOnIsChecked(TupleField field, String value) {
    assertSetAside(with(field, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "1788249600123",
        "1788249600123,10.1.0.4,10.2.0.5,50000,443,6,O,E,NX,1,2,3",
        "1788249600,10.1.0.4,10.2.0.5,50000,443,T,O,A"
      })
  void fewerThanThirteenFieldsAreSetAside(String tuple) {
    assertSetAside(tuple);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"|''", "x|x", "x,y,,z|x,y,,z", "\\u00e9,|é,"})
  void fieldsBehindTheThirteenthAreKept(String written, String extra) {
    Flow flow = flow(GOOD + ',' + (written == null ? "" : written));
    assertThat(flow.hasExtra()).isTrue();
    assertThat(flow.extra()).isEqualTo(extra);
    assertThat(flow.get(TupleField.BYTES_RECEIVED)).isEqualTo("4");
  }

  @Test
  void aTupleLongerThanPositionsCanHoldIsSetAside() {
    assertSetAside(GOOD + ',' + "x".repeat(70_000));
  }

  @Test
  void theReasonNamesTheFieldAndTheValue() {
    List<Unreadable> unreadable = FlowLogText.unreadable(read(with(TupleField.DST_PORT, "65536")));
    assertThat(unreadable.get(0).reason()).contains("dst_port", "65536");
  }

  @Test
  void aBadTupleLeavesItsNeighboursAndTheirOrdinals() {
    String bad = with(TupleField.DST_PORT, "x");
    List<Batch> batches =
        FlowLogText.read(FlowLogText.blob(FlowLogText.record(0, GOOD, bad, GOOD)));
    assertThat(FlowLogText.flows(batches)).extracting(Flow::ordinal).containsExactly(0, 2);
    assertThat(FlowLogText.unreadable(batches)).extracting(Unreadable::ordinal).containsExactly(1);
  }
}
