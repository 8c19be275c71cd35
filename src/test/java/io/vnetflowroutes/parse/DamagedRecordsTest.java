package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.rules;
import static io.vnetflowroutes.FlowLogText.texts;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static io.vnetflowroutes.FlowLogText.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a damaged record costs only itself, and is kept byte for byte. */
class DamagedRecordsTest {

  private static final String GOOD = twoFlows(1);

  /** Every quote and bracket of a record left out, one at a time. */
  static Stream<String> withoutOneByte() {
    return IntStream.range(0, GOOD.length())
        .filter(i -> "\"{}[]".indexOf(GOOD.charAt(i)) >= 0)
        .mapToObj(i -> GOOD.substring(0, i) + GOOD.substring(i + 1));
  }

  private static String withoutSeparators(List<String> texts) {
    return String.join("", texts).replaceAll("[,\\s]", "");
  }

  @ParameterizedTest
  @MethodSource("withoutOneByte")
  void aMissingQuoteOrBracketLosesOnlyItsRecord(String bad) {
    List<Batch> batches = read(blob(twoFlows(0), bad, twoFlows(2), twoFlows(3)));
    assertThat(rules(batches)).contains("rule0", "rule2", "rule3");
    if (!rules(batches).contains("rule1")) {
      assertThat(withoutSeparators(texts(unreadable(batches))))
          .isEqualTo(withoutSeparators(List.of(bad)));
    }
  }

  @ParameterizedTest
  @MethodSource("withoutOneByte")
  void aMissingQuoteOrBracketInTheFirstRecordLosesOnlyIt(String bad) {
    List<Batch> batches = read(blob(bad, twoFlows(2)));
    assertThat(rules(batches)).contains("rule2");
  }

  @Test
  void whatIsKeptIsExactlyTheBadBytes() {
    String noBrace = GOOD.substring(0, GOOD.length() - 1);
    String noQuote = GOOD.replace("\"macAddress", "macAddress");
    for (String bad : List.of(noBrace, noQuote)) {
      List<Unreadable> unreadable = unreadable(read(blob(twoFlows(0), bad, twoFlows(2))));
      assertThat(texts(unreadable)).containsExactly(bad);
      assertThat(unreadable.get(0).offset())
          .isEqualTo(("{\"records\":[" + twoFlows(0) + ",").length());
      assertThat(unreadable.get(0).ordinal()).isEqualTo(-1);
      assertThat(unreadable.get(0).reason()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"}", "]", "]}", "}]", "\"", "{", "["})
  void aStrayByteBehindARecordLosesNoOther(String stray) {
    List<Batch> batches = read(blob(twoFlows(0), GOOD + stray, twoFlows(2), twoFlows(3)));
    assertThat(rules(batches)).contains("rule0", "rule2", "rule3");
  }

  @Test
  void badBytesInUtf8LoseOnlyTheirRecord() {
    byte[] blob = utf8(blob(twoFlows(0), GOOD, twoFlows(2)));
    blob[twoFlows(0).length() + 12 + 1 + GOOD.indexOf("rule1")] = (byte) 0xff;
    List<Batch> batches = read(blob, 0, NO_LIMITS);
    assertThat(rules(batches)).contains("rule0", "rule2");
    assertThat(unreadable(batches)).hasSize(1);
    assertThat(unreadable(batches).get(0).text()).hasSize(GOOD.length()).contains(0xff);
  }

  @Test
  void aDamagedLastRecordDoesNotMoveThePositionIntoTheClosingBrackets() {
    String bad = GOOD.substring(0, GOOD.length() - 1);
    String blob = blob(twoFlows(0), bad);
    List<Batch> first = read(blob);
    long position = first.get(first.size() - 1).to();
    assertThat(position)
        .as("what stands behind the last record is written over when the blob grows")
        .isLessThanOrEqualTo(blob.length() - 2);
    List<Batch> all = new ArrayList<>(first);
    all.addAll(read(utf8(blob(twoFlows(0), bad, twoFlows(2))), position, NO_LIMITS));
    assertThat(rules(all)).containsExactly("rule0", "rule2");
    assertThat(unreadable(all)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aRecordLongerThanTheLimitIsSetAsideWithItsBeginning(int atLeast) {
    String large =
        FlowLogText.record(1, FlowLogText.ALLOWED, FlowLogText.ALLOWED + ",x".repeat(500));
    int limit = large.length() - atLeast;
    ParseLimits limits = new ParseLimits(1000, 1 << 30, limit);
    List<Batch> batches = read(utf8(blob(twoFlows(0), large, twoFlows(2))), 0, limits);
    if (atLeast == 0) {
      assertThat(rules(batches)).containsExactly("rule0", "rule1", "rule2");
      assertThat(unreadable(batches)).isEmpty();
    } else {
      assertThat(rules(batches)).containsExactly("rule0", "rule2");
      assertThat(unreadable(batches)).hasSize(1);
      assertThat(large).startsWith(texts(unreadable(batches)).get(0));
      assertThat(unreadable(batches).get(0).reason()).contains(String.valueOf(limit));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1500, 3000, 10_000})
  void aRecordMuchLongerThanTheLimitLosesNoOther(int bytes) {
    String filler = FlowLogText.ALLOWED + ",\\\"]}{".repeat(bytes / 7);
    for (String large :
        List.of(
            FlowLogText.record(1, filler, FlowLogText.DENIED),
            '"' + "x".repeat(bytes) + '"',
            "1".repeat(bytes))) {
      ParseLimits limits = new ParseLimits(1000, 1 << 30, 1200);
      byte[] blob = utf8(blob(twoFlows(0), large, twoFlows(2), twoFlows(3)));
      List<Batch> batches = read(blob, 0, limits);
      assertThat(rules(batches))
          .as(large.substring(0, 10))
          .containsExactly("rule0", "rule2", "rule3");
      assertThat(unreadable(batches)).hasSize(1);
      assertThat(large).startsWith(texts(unreadable(batches)).get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"}]}]}}", "\":4", "\"flowGroups", "]}]}"})
  void aDamagedRecordLosesNoOtherWhereTheLimitOnRecordsEndsTheSearch(String damaged) {
    String bad = GOOD.replace(damaged, damaged.substring(1));
    List<String> records = new ArrayList<>(List.of(twoFlows(0), bad));
    IntStream.range(2, 30).mapToObj(i -> twoFlows(i)).forEach(records::add);
    byte[] blob = utf8(blob(records.toArray(String[]::new)));
    List<Batch> batches = read(blob, 0, new ParseLimits(1000, 1 << 30, 4 * GOOD.length()));
    assertThat(rules(batches))
        .contains("rule0")
        .containsAll(IntStream.range(2, 30).mapToObj(i -> "rule" + i).toList());
  }
}
