package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.flows;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.rules;
import static io.vnetflowroutes.FlowLogText.texts;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static io.vnetflowroutes.FlowLogText.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Unreadable;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that records are found by their brackets, wherever a blob's other bytes stand. */
class RecordScannerTest {

  private static final String R0 = twoFlows(0);
  private static final String R1 = twoFlows(1);
  private static final String R2 = twoFlows(2);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"records\":[|]}",
        "{ \"records\" : [ | ] }",
        "[|]",
        "'\n[\n'|'\n]\n'",
        "{\"version\":1,\"records\":[|],\"more\":{\"a\":[1]}}",
        "{\"other\":[{\"time\":1},[2]],\"records\":[|]}",
        "{\"note\":\"records\",\"other\":[1],\"records\":[|]}",
        "{\"note\":\"a \\\" [ { \",\"records\":[|]}",
        "'\uFEFF{\"records\":['|]}",
      })
  void openersAndClosersOfAnyLengthAreTold(String opener, String closer) {
    List<Batch> batches = read(opener + R0 + ',' + R1 + closer);
    assertThat(rules(batches)).containsExactly("rule0", "rule1");
    assertThat(unreadable(batches)).isEmpty();
    assertThat(flows(batches))
        .extracting(flow -> flow.record().offset())
        .contains((long) utf8(opener).length);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ", ", "\n,\n", " ,\r\n\t", ",,"})
  void blanksBetweenRecordsDoNotMatter(String between) {
    String text = "{\"records\":[\n " + R0 + between + R1 + between + R2 + "\n]}\n";
    assertThat(rules(read(text))).containsExactly("rule0", "rule1", "rule2");
    byte[] blob = utf8(text);
    Batch first = read(blob, 0, new Limits(1, 1, 1 << 26)).get(0);
    assertThat(rules(read(blob, first.to(), NO_LIMITS))).containsExactly("rule1", "rule2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"records\":[", "{\"records\":[]}", "[]", "{}", "null"})
  void aBlobWithoutRecordsHasNoBatch(String blob) {
    assertThat(read(blob)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "]", "]}", "],", "]}]}"})
  void closingBracketsMayBeMissing(String closer) {
    List<Batch> batches = read("{\"records\":[" + R0 + ',' + R1 + closer);
    assertThat(rules(batches)).containsExactly("rule0", "rule1");
    assertThat(unreadable(batches)).isEmpty();
  }

  @Test
  void aRecordCutInItsMiddleWaits() {
    String text = "{\"records\":[" + R0 + ',' + R1.substring(0, 100);
    Batches batches = FlowLogText.batches(new ByteArrayInputStream(utf8(text)), 0, 0, NO_LIMITS);
    List<Batch> read = FlowLogText.all(batches);
    assertThat(rules(read)).containsExactly("rule0");
    assertThat(unreadable(read)).isEmpty();
    assertThat(batches.incompleteBytes()).isEqualTo(100);
    assertThat(read.get(0).last()).isTrue();
  }

  @Test
  void bracketsAndQuotesInsideStringsAreText() {
    String rule = "a]}\\\"{[\\\\\\\",{\\\"time\\\":\\\\";
    String record = FlowLogText.record(FlowLogText.TIME, rule, FlowLogText.ALLOWED);
    List<Batch> batches = read(blob(record, R1));
    assertThat(rules(batches)).containsExactly("a]}\"{[\\\",{\"time\":\\", "rule1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "-1.5",
        "null",
        "true",
        "\"text, with ] and { inside\"",
        "[1,2]",
        "[]",
        "[{\"a\":1},{\"b\":[2]}]"
      })
  void anElementThatIsNoObjectIsSetAsideAlone(String odd) {
    List<Batch> batches = read(blob(R0, odd, R1));
    assertThat(rules(batches)).containsExactly("rule0", "rule1");
    assertThat(texts(unreadable(batches))).containsExactly(odd);
    assertThat(unreadable(batches)).extracting(Unreadable::kind).containsExactly("record");
  }

  @Test
  void severalRecordsInOneBlockAreSeveralRecords() {
    String many = String.join(",", IntStream.range(0, 50).mapToObj(i -> twoFlows(i)).toList());
    List<Batch> batches = read("{\"records\":[" + many + "]}");
    assertThat(batches.get(0).records()).isEqualTo(50);
    assertThat(flows(batches)).extracting(Flow::id).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void aRecordLargerThanAnyBufferIsRead() {
    String[] tuples = new String[20_000];
    java.util.Arrays.fill(tuples, FlowLogText.DENIED);
    List<Batch> batches = read(blob(R0, FlowLogText.record(1, tuples), R2));
    assertThat(flows(batches)).hasSize(20_004);
    assertThat(rules(batches)).containsExactly("rule0", "rule1", "rule2");
  }
}
