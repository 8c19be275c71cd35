package io.vnetflowroutes.handover;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.idsAndTuples;
import static io.vnetflowroutes.FlowLogText.texts;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static io.vnetflowroutes.FlowLogText.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that a batch that went through Kafka is the batch that was cut out of the blob. */
class BatchRecordTest {

  private static final RecordJson JSON = RecordJson.within(1 << 16, 100);
  private static final String GOOD = twoFlows(1);
  private static final Origin ORIGIN =
      new Origin(
          "prod",
          "flowLogResourceID=/0A1B_RG/NW_LOG/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json",
          Instant.parse("2026-09-01T08:00:00Z"));

  /** Every quote and bracket of a record left out, one at a time; and a whole record. */
  static Stream<String> records() {
    return Stream.concat(
        Stream.of(GOOD, "7", "[]", "{}", GOOD + "]"),
        IntStream.range(0, GOOD.length())
            .filter(i -> "\"{}[]".indexOf(GOOD.charAt(i)) >= 0)
            .mapToObj(i -> GOOD.substring(0, i) + GOOD.substring(i + 1)));
  }

  private static List<Batch> read(byte[] blob, int batchFlows, boolean over, int edition) {
    List<Batch> batches = new ArrayList<>();
    ParseLimits limits = new ParseLimits(batchFlows, 1 << 30, 1 << 26);
    new Batches(ORIGIN, new ByteArrayInputStream(blob), limits, JSON)
        .over(over)
        .writtenAnew(edition)
        .forEachRemaining(batches::add);
    return batches;
  }

  /** Through a record and back, by headers and value alone. */
  private static Batch passedOn(Batch batch, int edition, byte[] blob) {
    byte[] bytes = Arrays.copyOfRange(blob, (int) batch.from(), (int) batch.to());
    BatchRecord sent = BatchRecord.of(batch, "host/container", edition, bytes);
    assertThat(sent.key()).isEqualTo(ORIGIN.digest());
    Map<String, String> headers = new HashMap<>(sent.headers());
    headers.put("traceparent", "of somebody else");
    BatchRecord received = BatchRecord.decode(headers, bytes);
    assertThat(received).isEqualTo(sent);
    assertThat(received.origin()).isEqualTo(ORIGIN);
    assertThat(received.batchId()).isEqualTo(batch.id());
    return received.batch(new ParseLimits(1, 1, NO_LIMITS.recordBytes()), JSON);
  }

  @ParameterizedTest
  @MethodSource("records")
  void aBatchIsTheSameBehindKafkaWhateverItsRecordsAre(String record) {
    byte[] blob = utf8(blob(twoFlows(0), record, twoFlows(2), record, record, twoFlows(3)));
    for (int batchFlows : new int[] {1, 3, 100}) {
      for (Batch batch : read(blob, batchFlows, false, 0)) {
        Batch passed = passedOn(batch, 0, blob);
        assertThat(passed.id()).isEqualTo(batch.id());
        assertThat(passed.from()).isEqualTo(batch.from());
        assertThat(passed.to()).isEqualTo(batch.to());
        assertThat(passed.allowed().id()).isEqualTo(batch.allowed().id());
        assertThat(idsAndTuples(List.of(passed))).isEqualTo(idsAndTuples(List.of(batch)));
        assertThat(texts(unreadable(List.of(passed)))).isEqualTo(texts(unreadable(List.of(batch))));
      }
    }
  }

  @Test
  void ofABlobThatWasWrittenAnewTheIdSaysSo() {
    byte[] blob = utf8(blob(twoFlows(0)));
    Batch batch = read(blob, 1, false, 2).get(0);
    assertThat(passedOn(batch, 2, blob).id()).isEqualTo(batch.id()).endsWith(".anew2");
  }

  @Test
  void aRecordWithoutAnEndIsUnreadableOnBothSides() {
    byte[] blob = utf8("{\"records\":[" + twoFlows(0) + "," + GOOD.substring(0, 200));
    List<Batch> batches = read(blob, 1, true, 0);
    assertThat(batches).hasSize(2);
    Batch last = passedOn(batches.get(1), 0, blob);
    assertThat(texts(last.unreadable())).containsExactly(GOOD.substring(0, 200));
    assertThat(last.id()).isEqualTo(batches.get(1).id());
  }

  @ParameterizedTest
  @CsvSource({
    "v, 2, form 2",
    "v, , header 'v'",
    "blob, , header 'blob'",
    "blob, other/PT1H.json, no blob of a flow log",
    "to, 7, something on the way changed it",
    "from, -1, must be a number",
    "edition, 99999999999999999999, must be a number",
    "edition, 2147483648, must be a number up to 2147483647",
  })
  void aRecordThatIsNoBatchIsRefusedWithASentence(String header, String value, String sentence) {
    byte[] blob = utf8(blob(twoFlows(0)));
    Batch batch = read(blob, 1, false, 0).get(0);
    byte[] bytes = Arrays.copyOf(blob, (int) batch.to());
    Map<String, String> headers =
        new HashMap<>(BatchRecord.of(batch, "host/container", 0, bytes).headers());
    if (value == null) {
      headers.remove(header);
    } else {
      headers.put(header, value);
    }
    assertThatExceptionOfType(BatchRecordException.class)
        .isThrownBy(() -> BatchRecord.decode(headers, bytes))
        .withMessageContaining(sentence);
  }

  @Test
  void bytesThatHoldNoRecordAreRefusedWithASentence() {
    BatchRecord record =
        new BatchRecord("prod", "host/c", ORIGIN.blob(), 500, 503, 0, "id", utf8(" , "));
    assertThatExceptionOfType(BatchRecordException.class)
        .isThrownBy(() -> record.batch(NO_LIMITS, JSON))
        .withMessageContaining("hold no whole records");
  }
}
