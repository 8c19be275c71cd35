package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.filter.Selection;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Deliveries;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryFile;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Proves that messages of which a filter left flows out are named by where in the part they stand,
 * so that no two of a part have the same name, whatever filter made them.
 */
final class FilteredDeliveriesTest {

  private static final int LARGE = 1 << 20;

  /** Flows with the ports 0, 1, 2 and so on. */
  private static BatchPart part(int flows) {
    String[] tuples = new String[flows];
    Arrays.setAll(tuples, i -> FlowLogText.ALLOWED.replace("50000", String.valueOf(i)));
    return FlowLogText.part(Decision.ALLOW, tuples);
  }

  private static List<Delivery> deliveries(
      BatchPart part, String leftOut, Framing framing, int limit) {
    Selection selection = Filter.dropping(Condition.SRC_PORTS, leftOut).select(part);
    List<Delivery> all = new ArrayList<>();
    MessageLayout layout = new MessageLayout(framing, Compression.NONE, null, limit);
    new Deliveries(
            selection,
            new ResumedBatches.Stretch(0, selection.part().size()),
            new FlatFormat(),
            layout)
        .forEachRemaining(all::add);
    return all;
  }

  private static List<Integer> ports(Delivery delivery) {
    StringBuilder text = new StringBuilder();
    if (delivery.body() == null) {
      delivery.records().forEach(r -> text.append(new String(r.value(), StandardCharsets.UTF_8)));
    } else {
      text.append(new String(delivery.body(), StandardCharsets.UTF_8));
    }
    List<Integer> ports = new ArrayList<>();
    var port = java.util.regex.Pattern.compile("\"src_port\":(\\d+)").matcher(text);
    while (port.find()) {
      ports.add(Integer.valueOf(port.group(1)));
    }
    return ports;
  }

  @Test
  void oneMessageHasTheSameNameWhateverIsLeftOut() {
    BatchPart part = part(10);
    for (String leftOut : List.of("11", "0", "9", "0,4-6,9", "0-8")) {
      assertThat(deliveries(part, leftOut, Framing.LINES, LARGE))
          .singleElement()
          .satisfies(message -> assertThat(message.key()).isEqualTo(part.id() + "-0-10"))
          .satisfies(message -> assertThat(message.fileName()).contains(part.id() + "-0-10."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentWhereNothingIsLeft(Framing framing) {
    assertThat(deliveries(part(10), "0-9", framing, LARGE)).isEmpty();
  }

  @Test
  void severalMessagesShareThePartBetweenThem() {
    BatchPart part = part(100);
    int one = deliveries(part(1), "9", Framing.LINES, LARGE).get(0).body().length;
    List<Delivery> all = deliveries(part, "0-9,15,40-60,99", Framing.LINES, 20 * one);
    assertThat(all).hasSizeGreaterThan(3);
    int next = 0;
    for (Delivery delivery : all) {
      String[] numbers = delivery.key().substring(part.id().length() + 1).split("-", -1);
      int begin = Integer.parseInt(numbers[0]);
      int end = begin + Integer.parseInt(numbers[1]);
      assertThat(begin).isEqualTo(next);
      assertThat(ports(delivery)).allMatch(port -> port >= begin && port < end);
      assertThat(delivery.flows()).isEqualTo(ports(delivery).size());
      next = end;
    }
    assertThat(next).isEqualTo(100);
  }

  @ParameterizedTest
  @EnumSource
  void halvesOfHalvesAreNamedByWhatTheyAreAbout(Framing framing) throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 5; round++) {
      String leftOut = random.nextInt(10) + "-" + (10 + random.nextInt(20)) + ",31,33";
      for (Delivery whole : deliveries(part(40), leftOut, framing, LARGE)) {
        Map<String, List<Integer>> byKey = new HashMap<>();
        List<Integer> inOrder = new ArrayList<>();
        halve(throughTheSpool(whole), byKey, inOrder);
        assertThat(inOrder).isEqualTo(ports(whole));
        byKey.forEach((key, ports) -> assertThat(ports).as(key).hasSize(1));
        assertThat(byKey).hasSize(whole.flows());
      }
    }
  }

  private static void halve(
      Delivery delivery, Map<String, List<Integer>> byKey, List<Integer> inOrder) {
    String[] numbers = delivery.key().split("-", -1);
    int begin = Integer.parseInt(numbers[numbers.length - 2]);
    int end = begin + Integer.parseInt(numbers[numbers.length - 1]);
    assertThat(ports(delivery)).allMatch(port -> port >= begin && port < end);
    if (delivery.flows() == 1) {
      assertThat(byKey.put(delivery.key(), ports(delivery))).isNull();
      inOrder.addAll(ports(delivery));
      return;
    }
    assertThat(delivery.divisible()).isTrue();
    delivery.halves().forEach(half -> halve(half, byKey, inOrder));
  }

  private static Delivery throughTheSpool(Delivery delivery) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DeliveryFile.write(delivery, "flat", file);
    Delivery read = DeliveryFile.read(new ByteArrayInputStream(file.toByteArray()));
    assertThat(read.key()).isEqualTo(delivery.key());
    assertThat(read.body()).isEqualTo(delivery.body());
    assertThat(read.cuts()).isEqualTo(delivery.cuts());
    assertThat(read.places()).isEqualTo(delivery.places());
    return read;
  }

  @Test
  void aMessageThatForgotWhereItsFlowsStandIsNotDivided() {
    Delivery whole = deliveries(part(10), "3", Framing.LINES, LARGE).get(0);
    Delivery forgetful =
        new Delivery(
            whole.key(), whole.fileName(), whole.body(), whole.cuts(), List.of(), whole.flows());
    assertThat(whole.divisible()).isTrue();
    assertThat(forgetful.divisible()).isFalse();
  }

  @Test
  void whatIsLeftOutOfAPartIsReportedOnce() {
    List<String> reports = new ArrayList<>();
    FilterReport leftOut =
        new FilterReport((where, reason, flows) -> reports.add(where + ' ' + reason + ' ' + flows));
    BatchPart part = part(10);
    Selection selection = Filter.dropping(Condition.SRC_PORTS, "0-3").select(part);
    leftOut.report("destination lake", selection);
    leftOut.report("destination lake", selection);
    leftOut.report("destination siem", selection);
    leftOut.report("destination lake", Selection.all(part(10)));
    assertThat(reports)
        .containsExactly("destination lake src-ports 4", "destination siem src-ports 4");
  }

  @Test
  void messagesOfAStretchAreAboutItsFlowsOnly() {
    BatchPart part = part(10);
    Selection selection = Filter.dropping(Condition.SRC_PORTS, "3,5,8").select(part);
    MessageLayout layout = new MessageLayout(Framing.LINES, Compression.NONE, null, LARGE);
    Deliveries stretch =
        new Deliveries(selection, new ResumedBatches.Stretch(2, 8), new FlatFormat(), layout);
    Delivery delivery = stretch.next();
    assertThat(stretch.hasNext()).isFalse();
    assertThat(ports(delivery)).containsExactly(2, 4, 6, 7);
    assertThat(delivery.key()).isEqualTo(part.id() + "-2-6");
    assertThat(delivery.flows()).isEqualTo(4);
    assertThat(delivery.halves())
        .extracting(Delivery::key)
        .containsExactly(part.id() + "-2-4", part.id() + "-6-2");
    assertThat(
            new Deliveries(selection, new ResumedBatches.Stretch(8, 9), new FlatFormat(), layout)
                .hasNext())
        .isFalse();
  }
}
