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
import java.util.Arrays;
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
    Batch first = read(blob, 0, new ParseLimits(1, 1, 1 << 26)).get(0);
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

  /** Forms that other tools give to blobs; the bar stands for what separates two records. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''|'\n'|'\n'",
        "''|'\r\n'|''",
        "'\uFEFF'|'\n'|'\n'",
        "''|' '|''",
        "''|','|''",
        "[|,|]",
        "'{\"Records\":['|,|]}",
        "'{\"RECORDS\" : ['|,|]}",
        "'{\"count\":2,\"records\":['|,|],\"nextLink\":null}",
        "'{\"records\":['|]}{\"records\":[|]}",
        "'{\"records\":['|'],\"Records\":['|]}",
        "'{\"records\":['|']}\n{\"count\":1,\"records\":['|']}\n'",
        "'{\"time\":\"x\",\"records\":['|,|]}",
        "[|']\n['|]",
        "'{\"records\":[],\"records\":['|,|],\"records\":[]}",
        "'{\"records\":null}'|'\n'|''",
      })
  void recordsInOtherFormsAreReadAlikeHoweverTheyAreCut(
      String opener, String between, String closer) {
    byte[] blob = utf8(opener + R0 + between + R1 + between.replace("[|]", "") + R2 + closer);
    List<Batch> whole = read(blob, 0, NO_LIMITS);
    assertThat(rules(whole)).containsExactly("rule0", "rule1", "rule2");
    assertThat(unreadable(whole)).isEmpty();
    List<Batch> single = read(blob, 0, new ParseLimits(1, 1, 1 << 26));
    assertThat(FlowLogText.idsAndTuples(single)).isEqualTo(FlowLogText.idsAndTuples(whole));
    for (Batch batch : single) {
      List<Batch> rest = read(blob, batch.to(), NO_LIMITS);
      assertThat(FlowLogText.idsAndTuples(whole)).endsWith(ids(rest));
      assertThat(unreadable(rest)).isEmpty();
    }
    for (int length = 0; length <= blob.length; length += 1 + length % 19) {
      List<Batch> first = read(Arrays.copyOf(blob, length), 0, NO_LIMITS);
      assertThat(unreadable(first)).as("cut at %d", length).isEmpty();
      long position = first.isEmpty() ? 0 : first.get(first.size() - 1).to();
      List<Batch> both = new java.util.ArrayList<>(first);
      both.addAll(read(blob, position, NO_LIMITS));
      assertThat(FlowLogText.idsAndTuples(both)).isEqualTo(FlowLogText.idsAndTuples(whole));
    }
  }

  private static String[] ids(List<Batch> batches) {
    return FlowLogText.idsAndTuples(batches).toArray(String[]::new);
  }

  @Test
  void oneRecordAloneIsRead() {
    assertThat(rules(read(R0))).containsExactly("rule0");
    assertThat(flows(read(R0)).get(0).record().offset()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'{\"rows\":[{\"time\":1},2]}'|The record has neither flowRecords nor properties.flows",
        "'{\"records\":{\"time\":1}}'|The record has neither flowRecords nor properties.flows",
        "'\"records\":[1,2,3'|Something that is no record stands here, and no array of records",
        "'<html>[1,2],{\"a\":1}</html>'|Something that is no record stands here",
        "'time,src,dst\n1,2,3\n'|Something that is no record stands here",
        "'\0\0\0\0'|Zero bytes stand where records should be",
        "12|Something that is no record stands here",
      })
  void whatHoldsNoRecordsIsSetAsideAsOne(String text, String reason) {
    List<Batch> batches = FlowLogText.all(over(utf8(text)));
    assertThat(texts(unreadable(batches))).containsExactly(text);
    assertThat(unreadable(batches).get(0).reason()).startsWith(reason);
    assertThat(unreadable(batches).get(0).offset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP", "UTF-16", "UTF-16LE", "UTF-16BE"})
  void anEncodingThatIsNotReadIsNamed(String encoding) throws java.io.IOException {
    byte[] text = encoding.equals("GZIP") ? zipped(blob(R0, R1)) : blob(R0, R1).getBytes(encoding);
    List<Batch> batches = read(text, 0, NO_LIMITS);
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).to()).isEqualTo(text.length);
    assertThat(unreadable(batches)).hasSize(1);
    assertThat(unreadable(batches).get(0).reason())
        .contains(encoding.equals("GZIP") ? "compressed with gzip" : "in UTF-16");
  }

  private static byte[] zipped(String text) throws java.io.IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (java.io.OutputStream zip = new java.util.zip.GZIPOutputStream(bytes)) {
      zip.write(utf8(text));
    }
    return bytes.toByteArray();
  }

  @Test
  void ofMuchThatIsNoRecordTheBeginningIsKeptAndRecordsBehindItAreRead() {
    String junk = "\0\1,]}".repeat(100_000);
    String text = junk + "{\"records\":[" + R0 + "]}" + junk + R1 + '\n' + R2 + junk;
    List<Batch> batches = FlowLogText.all(over(utf8(text)));
    assertThat(rules(batches)).containsExactly("rule0", "rule1", "rule2");
    assertThat(unreadable(batches)).hasSize(3);
    assertThat(unreadable(batches))
        .allSatisfy(
            set -> {
              assertThat(set.kind()).isEqualTo(Unreadable.BEGINNING);
              assertThat(set.text()).hasSize(4096);
              assertThat(set.reason()).endsWith("only its beginning is kept");
            });
    assertThat(unreadable(read(text))).as("its end may be still to come").hasSize(2);
  }

  @Test
  void whatStandsBehindTheClosingIsNotPassedOver() {
    List<Batch> batches = FlowLogText.all(over(utf8(blob(R0) + "trailer {\"a\":[1,2]} x")));
    assertThat(rules(batches)).containsExactly("rule0");
    assertThat(texts(unreadable(batches))).containsExactly("trailer {\"a\":[1,2]} x");
  }

  private static Batches over(byte[] blob) {
    return new Batches(
            FlowLogText.ORIGIN,
            new ByteArrayInputStream(blob),
            NO_LIMITS,
            RecordJson.within(1 << 16, 100))
        .over(true);
  }
}
