package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.ORIGIN;
import static io.vnetflowroutes.FlowLogText.TIME;
import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.flows;
import static io.vnetflowroutes.FlowLogText.idsAndTuples;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.record;
import static io.vnetflowroutes.FlowLogText.rules;
import static io.vnetflowroutes.FlowLogText.texts;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static io.vnetflowroutes.FlowLogText.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves what is beyond a limit, that the dead letter says which, and that memory has one. */
class RecordLimitsTest {

  private static final int STRINGS = 200;
  private static final int LEVELS = 20;

  private static List<Batch> limited(String blob) {
    ByteArrayInputStream in = new ByteArrayInputStream(utf8(blob));
    return FlowLogText.all(new Batches(ORIGIN, in, NO_LIMITS, RecordJson.within(STRINGS, LEVELS)));
  }

  private static String with(String field) {
    return twoFlows(1).replaceFirst("\\{", "{" + field + ",");
  }

  private static void assertSetAside(String record, String reason) {
    List<Batch> batches = limited(blob(twoFlows(0), record, twoFlows(2)));
    assertThat(rules(batches)).containsExactly("rule0", "rule2");
    assertThat(texts(unreadable(batches))).containsExactly(record);
    assertThat(unreadable(batches).get(0).reason()).contains(reason);
  }

  private static void assertRead(String record) {
    List<Batch> batches = limited(blob(twoFlows(0), record, twoFlows(2)));
    assertThat(flows(batches)).hasSizeGreaterThan(4);
    assertThat(unreadable(batches)).isEmpty();
  }

  @Test
  void aTextKeyOrNumberBeyondTheLimitSetsItsRecordAside() {
    assertRead(record(TIME, "r".repeat(STRINGS), ALLOWED));
    assertSetAside(
        record(TIME, "r".repeat(STRINGS + 1), ALLOWED), "200 characters (flowlogs.string-limit)");
    assertSetAside(with('"' + "k".repeat(2 * STRINGS) + "\":1"), "(flowlogs.string-limit)");
    assertSetAside(with("\"k\":" + "1".repeat(2 * STRINGS)), "(flowlogs.string-limit)");
    assertSetAside(with("\"k\":0." + "1".repeat(2 * STRINGS)), "(flowlogs.string-limit)");
    assertRead(with("\"k\":\"" + "x".repeat(2 * STRINGS) + '"'));
  }

  @Test
  void aRecordNestedDeeperThanTheLimitIsSetAsideWhole() {
    assertRead(with("\"k\":" + "[".repeat(LEVELS - 1) + "]".repeat(LEVELS - 1)));
    String inner = "[" + twoFlows(5) + "," + twoFlows(6) + "]";
    for (int levels : new int[] {LEVELS, 100_000}) {
      assertSetAside(
          with("\"k\":" + "[".repeat(levels) + inner + "]".repeat(levels)),
          "deeper than 20 levels (flowlogs.nesting-limit)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\\u00e9", "é"})
  void aTupleBeyondTheLimitIsSetAsideAlone(String letter) {
    String tuple = ALLOWED + ',' + letter.repeat(STRINGS);
    List<Batch> batches = limited(blob(record(TIME, "r", ALLOWED, tuple, ALLOWED)));
    assertThat(flows(batches)).hasSize(2);
    assertThat(texts(unreadable(batches))).containsExactly('"' + tuple + '"');
    assertThat(unreadable(batches).get(0).reason()).contains("200 bytes (flowlogs.string-limit)");
  }

  @Test
  void aReasonDoesNotRepeatALongValue() {
    String tuple = ALLOWED.replace("10.1.0.4", "x".repeat(STRINGS / 2));
    assertThat(unreadable(limited(blob(record(TIME, "r", tuple)))))
        .extracting(Unreadable::reason)
        .containsExactly("The field src_ip is not an IP address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00c0\u00ac", "\u00ed\u00a0\u0080", "\u00f8\u0088\u0080\u0080\u0080", "\u00e9"})
  void whatIsNoUtf8IsNotTakenForIt(String bytes) {
    byte[] blob =
        blob(twoFlows(0), record(TIME, bytes, ALLOWED), twoFlows(2))
            .getBytes(StandardCharsets.ISO_8859_1);
    List<Batch> batches = read(blob, 0, NO_LIMITS);
    assertThat(rules(batches)).containsExactly("rule0", "rule2");
    assertThat(unreadable(batches).get(0).reason()).contains("not UTF-8");
  }

  @Test
  void aRecordThatLooksLikeUtf16IsSetAside() {
    String record = "{\0\"\0a\0\"\0:\0\"\0]\0\"\0}";
    List<Batch> batches = read(blob(twoFlows(0), record, twoFlows(2)));
    assertThat(rules(batches)).containsExactly("rule0", "rule2");
    assertThat(texts(unreadable(batches))).containsExactly(record);
  }

  @Test
  void halfOfASurrogatePairBecomesTheReplacementCharacter() {
    String tuple = ALLOWED.replace("NX", "\\ud83dX\\ud83d\\ude00\\ude00");
    String record = record(TIME, "\\ud800\\udc00\\udc00", tuple);
    assertThat(FlowLogText.flow(record).group().rule()).isEqualTo("\ud800\udc00\ufffd");
    assertThat(FlowLogText.flow(record).get("encryption")).isEqualTo("\ufffdX\ud83d\ude00\ufffd");
  }

  /** Each of them could be cut out and the rest read again: the square of the text's length. */
  @ParameterizedTest
  @ValueSource(strings = {"}", "]", ""})
  void aTextMadeOfRecordStartsIsNotReadAgainFromEach(String closer) {
    int starts = 20_000;
    String hostile = String.join(",", Collections.nCopies(starts, "{\"time\":x"));
    List<Batch> batches = read(blob(twoFlows(0), hostile + closer.repeat(starts), twoFlows(2)));
    assertThat(rules(batches)).startsWith("rule0");
    assertThat(batches.stream().mapToInt(Batch::records).sum()).isLessThan(1_000);
  }

  @Test
  void manyRecordsBehindADamagedOneAreStillRead() {
    String[] records = new String[200];
    for (int i = 0; i < records.length; i++) {
      records[i] = twoFlows(i);
    }
    records[1] = records[1].substring(0, records[1].length() - 3);
    assertThat(rules(read(blob(records)))).hasSize(records.length - 1);
  }

  @Test
  void aLongStringOrCloserOutsideTheArrayIsNotKeptInMemory() {
    for (String part : List.of("\"", "{]}")) {
      AtomicInteger largest = new AtomicInteger();
      InputStream endless =
          new ByteArrayInputStream(new byte[0]) {
            private int given;

            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
              largest.accumulateAndGet(bytes.length, Math::max);
              byte[] next = utf8(given == 0 ? (part.equals("\"") ? "{\"" : "[" + part) : " ");
              if (given++ > 0) {
                java.util.Arrays.fill(bytes, from, from + length, next[0]);
                return given > 2_000 ? -1 : length;
              }
              System.arraycopy(next, 0, bytes, from, next.length);
              return next.length;
            }
          };
      FlowLogText.all(FlowLogText.batches(endless, 0, 0, NO_LIMITS));
      assertThat(largest.get()).as(part).isLessThan(1 << 20);
    }
  }

  @Test
  void aStringAcrossTheLimitIsTheSameHoweverItArrives() {
    String large = record(TIME, "\\\\\\\"]}{".repeat(60), ALLOWED);
    byte[] blob = utf8(blob(twoFlows(0), large, twoFlows(2)));
    ParseLimits limits = new ParseLimits(1000, 1 << 30, large.length() - 300);
    List<Batch> whole = read(blob, 0, limits);
    for (int most = 1; most < 50; most++) {
      int step = most;
      InputStream trickle =
          new ByteArrayInputStream(blob) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
              return super.read(bytes, from, Math.min(length, step));
            }
          };
      List<Batch> pieces = FlowLogText.all(FlowLogText.batches(trickle, 0, 0, limits));
      assertThat(idsAndTuples(pieces)).isEqualTo(idsAndTuples(whole)).hasSize(4);
      assertThat(texts(unreadable(pieces))).isEqualTo(texts(unreadable(whole)));
    }
  }
}
