package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.CsvFormat;
import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.RawFormat;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Proves that a part becomes the same messages every time, each flow in one of them. */
class DeliveriesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGE = 1 << 20;

  private static BatchPart part(int flows) {
    String[] tuples = new String[flows];
    Arrays.setAll(tuples, i -> FlowLogText.DENIED.replace("50001", String.valueOf(i)));
    return FlowLogText.part(Decision.DENY, tuples);
  }

  private static List<Delivery> deliveries(BatchPart part, MessageLayout layout) {
    List<Delivery> all = new ArrayList<>();
    new Deliveries(part, new FlatFormat(), layout).forEachRemaining(all::add);
    return all;
  }

  private static MessageLayout layout(Framing framing, int limit) {
    return new MessageLayout(framing, Compression.NONE, null, limit);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> ids(Delivery delivery) throws IOException {
    List<String> ids = new ArrayList<>();
    if (delivery.body() == null) {
      for (Delivery.KeyedRecord record : delivery.records()) {
        ids.add(JSON.readTree(record.value()).get("id").textValue());
      }
    } else if (delivery.body()[0] == '[') {
      JSON.readTree(delivery.body()).forEach(flow -> ids.add(flow.get("id").textValue()));
    } else {
      for (String line : text(delivery.body()).lines().toList()) {
        ids.add(JSON.readTree(line).get("id").textValue());
      }
    }
    return ids;
  }

  private static int sizeOfOne() {
    return deliveries(part(1), layout(Framing.LINES, LARGE)).get(0).body().length;
  }

  @Test
  void linesAreOneObjectALineEachEnded() throws IOException {
    Delivery delivery = deliveries(part(3), layout(Framing.LINES, LARGE)).get(0);
    assertThat(text(delivery.body())).endsWith("}\n").hasLineCount(3);
    assertThat(ids(delivery)).isEqualTo(part(3).flows().stream().map(Flow::id).toList());
    assertThat(delivery.flows()).isEqualTo(3);
  }

  @Test
  void anArrayIsOneJsonDocument() throws IOException {
    Delivery delivery = deliveries(part(3), layout(Framing.ARRAY, LARGE)).get(0);
    JsonNode array = JSON.readTree(delivery.body());
    assertThat(array.isArray()).isTrue();
    assertThat(array).hasSize(3);
    assertThat(text(delivery.body())).startsWith("[{").endsWith("}]").contains("},{");
  }

  @Test
  void recordsAreOneAFlowWithTheKeyThatWasSet() {
    MessageLayout layout =
        new MessageLayout(Framing.RECORDS, Compression.NONE, TupleField.SRC_PORT, LARGE);
    List<Delivery> deliveries = deliveries(part(3), layout);
    assertThat(deliveries).extracting(Delivery::body).containsOnlyNulls();
    assertThat(deliveries)
        .extracting(delivery -> delivery.records().stream().map(KeyedRecord::key).toList())
        .containsExactly(List.of("0", "1", "2"));
    assertThat(deliveries(part(1), layout(Framing.RECORDS, LARGE)).get(0).records().get(0).key())
        .isNull();
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void everyFlowIsInOneMessageWhateverTheLimit(Framing framing) throws IOException {
    List<String> expected = part(50).flows().stream().map(Flow::id).toList();
    for (int limit = 1; limit < 60 * sizeOfOne(); limit += sizeOfOne() - 1) {
      List<String> all = new ArrayList<>();
      for (Delivery delivery : deliveries(part(50), layout(framing, limit))) {
        assertThat(ids(delivery)).hasSize(delivery.flows()).isNotEmpty();
        all.addAll(ids(delivery));
      }
      assertThat(all).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LINES", "ARRAY"})
  void aBodyHoldsNoMoreThanItsLimitUnlessASingleFlowHasMore(Framing framing) {
    for (int limit = 1; limit < 5 * sizeOfOne(); limit++) {
      for (Delivery delivery : deliveries(part(10), layout(framing, limit))) {
        assertThat(delivery.body().length <= limit || delivery.flows() == 1)
            .as("%d bytes in %d flows, limit %d", delivery.body().length, delivery.flows(), limit)
            .isTrue();
      }
    }
  }

  @Test
  void recordsAreHandedOutInMessagesOfAboutTheLimit() {
    int limit = 3 * sizeOfOne();
    for (Delivery delivery : deliveries(part(50), layout(Framing.RECORDS, limit))) {
      int size = delivery.records().stream().mapToInt(record -> record.value().length).sum();
      assertThat(size).isLessThan(limit + sizeOfOne() + 10);
    }
  }

  @ParameterizedTest
  @CsvSource({"LINES, NONE", "ARRAY, GZIP", "LINES, GZIP", "RECORDS, NONE"})
  void theSamePartGivesTheSameMessages(Framing framing, Compression compression) {
    MessageLayout layout = new MessageLayout(framing, compression, TupleField.SRC_IP, 3000);
    List<Delivery> once = deliveries(part(30), layout);
    List<Delivery> again = deliveries(part(30), layout);
    assertThat(again).usingRecursiveComparison().isEqualTo(once);
    assertThat(once.size()).isGreaterThan(2);
    assertThat(once)
        .extracting(Delivery::key)
        .doesNotHaveDuplicates()
        .allMatch(k -> k.startsWith(part(1).id()));
    assertThat(once).extracting(Delivery::fileName).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void aKeyOrFileNameNeverMeansOtherFlowsEvenWhenTheLimitWasChangedMeanwhile(Framing framing)
      throws IOException {
    Map<String, List<String>> byKey = new HashMap<>();
    Map<String, List<String>> byFile = new HashMap<>();
    for (int limit : List.of(2 * sizeOfOne(), 5 * sizeOfOne())) {
      for (Delivery delivery : deliveries(part(12), layout(framing, limit))) {
        List<String> ids = ids(delivery);
        assertThat(byKey.getOrDefault(delivery.key(), ids)).as(delivery.key()).isEqualTo(ids);
        assertThat(byFile.getOrDefault(delivery.fileName(), ids)).isEqualTo(ids);
        byKey.put(delivery.key(), ids);
        byFile.put(delivery.fileName(), ids);
      }
    }
  }

  @Test
  void gzipHoldsTheSameBytesAndCountsItsLimitBeforeCompression() throws IOException {
    MessageLayout gzip = new MessageLayout(Framing.LINES, Compression.GZIP, null, 3000);
    List<Delivery> packed = deliveries(part(30), gzip);
    List<Delivery> plain = deliveries(part(30), layout(Framing.LINES, 3000));
    assertThat(packed).hasSameSizeAs(plain);
    for (int i = 0; i < plain.size(); i++) {
      try (GZIPInputStream in =
          new GZIPInputStream(new ByteArrayInputStream(packed.get(i).body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain.get(i).body());
      }
      assertThat(packed.get(i).fileName()).isEqualTo(plain.get(i).fileName() + ".gz");
    }
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void halvesOfAMessageAreWhatSmallerMessagesWouldBe(Framing framing) throws IOException {
    List<Delivery> deliveries = deliveries(part(14), layout(framing, LARGE));
    Delivery whole = deliveries.get(deliveries.size() - 1);
    List<Delivery> pieces = new ArrayList<>(List.of(whole));
    while (pieces.stream().anyMatch(Delivery::divisible)) {
      pieces =
          pieces.stream()
              .flatMap(piece -> piece.divisible() ? piece.halves().stream() : Stream.of(piece))
              .toList();
    }
    List<Delivery> single =
        new ArrayList<>(deliveries(part(14), layout(framing, framing == Framing.RECORDS ? 1 : 2)));
    List<Delivery> expected = single.subList(single.size() - whole.flows(), single.size());
    assertThat(pieces)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("cuts")
        .isEqualTo(expected);
    assertThat(ids(whole.halves().get(1)))
        .isEqualTo(ids(whole).subList(whole.flows() / 2, whole.flows()));
  }

  @Test
  void whatIsCompressedCannotBeHalved() {
    MessageLayout gzip = new MessageLayout(Framing.LINES, Compression.GZIP, null, LARGE);
    assertThat(deliveries(part(4), gzip).get(0).divisible()).isFalse();
    assertThat(deliveries(part(1), layout(Framing.LINES, LARGE)).get(0).divisible()).isFalse();
  }

  @Test
  void aPartWithoutFlowsHasNoMessage() {
    BatchPart none = part(1).where("dst_port", "1");
    Deliveries deliveries = new Deliveries(none, new FlatFormat(), layout(Framing.ARRAY, LARGE));
    assertThat(deliveries.hasNext()).isFalse();
    assertThatThrownBy(deliveries::next).isInstanceOf(NoSuchElementException.class);
  }

  private static final Format CSV = new CsvFormat();

  @ParameterizedTest
  @CsvSource({"1", "700", "1500", "100000"})
  void everyBodyOfCsvBeginsWithTheHeader(int limit) {
    Deliveries deliveries = new Deliveries(part(6), CSV, layout(Framing.LINES, limit));
    int flows = 0;
    while (deliveries.hasNext()) {
      Delivery delivery = deliveries.next();
      String[] lines = text(delivery.body()).split("\r\n", -1);
      assertThat(lines[0]).startsWith("id,time,");
      assertThat(lines).hasSize(delivery.flows() + 2);
      assertThat(delivery.fileName()).endsWith(".csv");
      flows += delivery.flows();
    }
    assertThat(flows).isEqualTo(6);
  }

  @Test
  void aRecordOfCsvIsALineWithoutItsEnd() {
    Deliveries deliveries = new Deliveries(part(2), CSV, layout(Framing.RECORDS, LARGE));
    assertThat(text(deliveries.next().records().get(0).value()))
        .contains(",deny,D,")
        .doesNotContain("\n", "id,time");
  }

  /** Three records with two denied flows each, of different length. */
  private static BatchPart records() {
    return new BatchPart(
        "batch-deny",
        FlowLogText.ORIGIN,
        Decision.DENY,
        FlowLogText.flows(
            FlowLogText.read(
                FlowLogText.blob(
                    FlowLogText.record(1, FlowLogText.DENIED, FlowLogText.DENIED),
                    FlowLogText.record(2, FlowLogText.DENIED, FlowLogText.DENIED),
                    FlowLogText.record(3, FlowLogText.DENIED, FlowLogText.DENIED)))));
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void rawHoldsEachRecordOnceAndCountsAllItsFlowsWhateverTheLimit(Framing framing)
      throws IOException {
    for (int limit = 1; limit < 5_000; limit += 499) {
      List<String> rules = new ArrayList<>();
      int flows = 0;
      Deliveries deliveries = new Deliveries(records(), new RawFormat(), layout(framing, limit));
      while (deliveries.hasNext()) {
        Delivery delivery = deliveries.next();
        assertThat(delivery.key()).endsWith("-" + flows + "-" + delivery.flows());
        flows += delivery.flows();
        List<JsonNode> records = new ArrayList<>();
        for (KeyedRecord record : delivery.records()) {
          records.add(JSON.readTree(record.value()));
        }
        if (framing == Framing.ARRAY) {
          JSON.readTree(delivery.body()).forEach(records::add);
        } else if (framing == Framing.LINES) {
          for (String line : text(delivery.body()).lines().toList()) {
            records.add(JSON.readTree(line));
          }
        }
        assertThat(delivery.flows()).isEqualTo(2 * records.size());
        records.forEach(record -> rules.add(record.findValue("rule").textValue()));
      }
      assertThat(rules).containsExactly("rule1", "rule2", "rule3");
      assertThat(flows).isEqualTo(6);
    }
  }

  @Test
  void halvesOfCsvBothBeginWithTheHeader() {
    Delivery whole = new Deliveries(part(5), CSV, layout(Framing.LINES, LARGE)).next();
    assertThat(whole.divisible()).isTrue();
    List<Delivery> halves = whole.halves();
    String header = text(whole.body()).substring(0, text(whole.body()).indexOf("\r\n") + 2);
    assertThat(halves).allMatch(half -> text(half.body()).startsWith(header));
    assertThat(text(halves.get(0).body()) + text(halves.get(1).body()).substring(header.length()))
        .isEqualTo(text(whole.body()));
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void recordsThatHoldSeveralFlowsAreDividedBetweenThem(Framing framing) {
    Deliveries deliveries = new Deliveries(records(), new RawFormat(), layout(framing, LARGE));
    Delivery whole = deliveries.next();
    assertThat(deliveries.hasNext()).isFalse();
    assertThat(whole.halves())
        .extracting(Delivery::key)
        .containsExactly("batch-deny-0-2", "batch-deny-2-4");
    assertThat(whole.halves()).extracting(Delivery::flows).containsExactly(2, 4);
    assertThat(whole.halves().get(1).halves())
        .extracting(Delivery::key)
        .containsExactly("batch-deny-2-2", "batch-deny-4-2");
    assertThat(whole.halves().get(0).divisible()).isFalse();
  }
}
