package io.vnetflowroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Proves that what is counted is what batches hold, and that a sketch knows how wrong it is. */
class TrafficTest {

  private static final Instant NOW = Instant.parse("2026-09-02T08:30:00Z");
  private static final Instant HOUR = Instant.parse("2026-09-02T07:00:00Z");
  private static final String PATH = "flowLogResourceID=/S_G/W_VNET-FLOWLOG";

  private final Traffic traffic = new Traffic(Clock.fixed(NOW, ZoneOffset.UTC));

  private static Batch batch(Instant hour, List<String> allowed, List<String> denied) {
    String folders =
        hour.toString().substring(0, 13).replaceAll("(....)-(..)-(..)T(..)", "y=$1/m=$2/d=$3/h=$4");
    Origin origin =
        new Origin("prod", PATH + "/" + folders + "/m=00/macAddress=0A/PT1H.json", hour);
    return new Batch(
        "batch",
        origin,
        0,
        100,
        1,
        part(origin, Decision.ALLOW, allowed),
        part(origin, Decision.DENY, denied),
        List.of(),
        new byte[0],
        true);
  }

  private static BatchPart part(Origin origin, Decision decision, List<String> tuples) {
    BatchPart read = FlowLogText.part(decision, tuples.toArray(String[]::new));
    return new BatchPart("part", origin, decision, read.flows());
  }

  private static String denied(String from, int port, int protocol) {
    return "1788249600456,%s,10.1.0.4,50001,%s,%d,I,D,NX,,,,".formatted(from, port, protocol);
  }

  private static String allowed(String counters) {
    return "1788249600123,10.1.0.4,10.2.0.5,50000,443,6,O,E,NX," + counters;
  }

  @Test
  void nothingIsCountedBeforeItIsStarted() {
    traffic.count(batch(HOUR, List.of(allowed("1,2,3,4")), List.of()));
    assertThat(traffic.flows(HOUR)).isEqualTo(FlowCount.NONE);
    assertThat(traffic.since()).isEmpty();
  }

  @Test
  void flowsAndBytesAreCountedByHourFlowLogAndMinute() {
    traffic.start();
    Batch batch =
        batch(
            HOUR,
            List.of(allowed("1,200,3,4000"), allowed(",,,")),
            List.of(denied("192.0.2.1", 22, 6)));
    traffic.count(batch);
    traffic.count(batch);
    FlowCount twice = new FlowCount(4, 2, 8400, 0);
    assertThat(traffic.flows(HOUR)).isEqualTo(twice);
    assertThat(traffic.flows(new FlowLogName("prod", PATH), HOUR)).isEqualTo(twice);
    assertThat(traffic.flows(new FlowLogName("test", PATH), HOUR)).isEqualTo(FlowCount.NONE);
    assertThat(traffic.flows(HOUR.minusSeconds(3600))).isEqualTo(FlowCount.NONE);
    assertThat(traffic.minutes()).hasSize(60).last().isEqualTo(twice);
    assertThat(traffic.since()).contains(NOW);
  }

  @Test
  void countersBeyondALongStayAtItsMost() {
    traffic.start();
    String most = "1,18446744073709551615,1,9223372036854775807";
    traffic.count(batch(HOUR, List.of(allowed(most), allowed(most)), List.of()));
    assertThat(traffic.flows(HOUR).allowedBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void noMoreHoursAreKeptThanThePageShowsAndNoneThatIsStillToCome() {
    traffic.start();
    for (int back = 40; back >= 0; back--) {
      traffic.count(
          batch(HOUR.minus(back, ChronoUnit.HOURS), List.of(allowed("1,2,3,4")), List.of()));
    }
    traffic.count(batch(HOUR.plus(24, ChronoUnit.HOURS), List.of(allowed("1,2,3,4")), List.of()));
    traffic.count(batch(HOUR.minus(39, ChronoUnit.HOURS), List.of(allowed("1,2,3,4")), List.of()));
    assertThat(traffic.flows(HOUR).allowed()).isEqualTo(1);
    assertThat(traffic.flows(HOUR.minus(23, ChronoUnit.HOURS)).allowed()).isEqualTo(1);
    assertThat(traffic.flows(HOUR.minus(24, ChronoUnit.HOURS)).allowed()).isZero();
    assertThat(traffic.flows(HOUR.minus(39, ChronoUnit.HOURS)).allowed()).isZero();
    assertThat(traffic.flows(HOUR.plus(24, ChronoUnit.HOURS)).allowed()).isZero();
  }

  @Test
  void whatIsDeniedMostIsListedInWords() {
    traffic.start();
    traffic.count(
        batch(
            HOUR,
            List.of(),
            List.of(
                denied("192.0.2.1", 22, 6),
                denied("2001:db8::1", 53, 17),
                denied("192.0.2.1", 60_999, 6),
                denied("999.1.1.1", 0, 1),
                denied("192.0.2.1", 22, 6))));
    traffic.count(batch(HOUR.minusSeconds(3600), List.of(), List.of(denied("192.0.2.9", 7, 250))));
    DeniedFlows newest = traffic.denied(1);
    assertThat(newest.topSources(9))
        .isEqualTo(
            new Ranking(
                5,
                0,
                List.of(
                    new Ranking.Entry("192.0.2.1", 3),
                    new Ranking.Entry("2001:db8::1", 1),
                    new Ranking.Entry("999.1.1.1", 1))));
    assertThat(newest.topPorts(9).entries())
        .containsExactly(
            new Ranking.Entry("22/TCP ssh", 2),
            new Ranking.Entry("53/UDP domain", 1),
            new Ranking.Entry("60999/TCP", 1),
            new Ranking.Entry("ICMP", 1));
    assertThat(newest.topRules(9).entries())
        .containsExactly(new Ranking.Entry("rule0 in hub-nsg", 5));
    assertThat(traffic.denied(2).topSources(9).total()).isEqualTo(6);
    assertThat(traffic.denied(2).topPorts(9).entries())
        .contains(new Ranking.Entry("7/protocol 250", 1));
    assertThat(traffic.denied(2).topSources(1).entries()).hasSize(1);
  }

  /** More sources than a sketch keeps: those that come often are found, within the error said. */
  @Test
  void aSketchNeverCountsTooLittleAndTooHighByNoMoreThanItSays() {
    traffic.start();
    Random random = new Random(7);
    Map<String, Long> exact = new HashMap<>();
    for (int round = 0; round < 60; round++) {
      List<String> tuples = new java.util.ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        int number = (int) (Math.pow(random.nextDouble(), 5) * 60_000);
        String from = "10.%d.%d.%d".formatted(number >> 16, (number >> 8) & 255, number & 255);
        exact.merge(from, 1L, Long::sum);
        tuples.add(denied(from, 22, 6));
      }
      traffic.count(batch(HOUR.minusSeconds(3600L * (round % 3)), List.of(), tuples));
    }
    Ranking top = traffic.denied(24).topSources(10);
    assertThat(exact).as("more than are kept").hasSizeGreaterThan(10_000);
    assertThat(top.total()).isEqualTo(60_000);
    assertThat(top.tooHigh()).isPositive().isLessThan(60);
    assertThat(top.entries())
        .hasSize(10)
        .allSatisfy(
            entry ->
                assertThat(entry.flows())
                    .isBetween(exact.get(entry.what()), exact.get(entry.what()) + top.tooHigh()));
    String most =
        exact.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    assertThat(top.entries().get(0).what()).isEqualTo(most);
  }

  @Test
  void aRuleWithoutAnEndIsCut() {
    traffic.start();
    String record =
        FlowLogText.record("2026-09-01T08:00:06.1Z", "😀".repeat(5000), FlowLogText.DENIED);
    Batch read = FlowLogText.read(FlowLogText.blob(record)).get(0);
    Origin origin = batch(HOUR, List.of(), List.of()).origin();
    traffic.count(
        new Batch(
            "b",
            origin,
            0,
            1,
            1,
            part(origin, Decision.ALLOW, List.of()),
            new BatchPart("p", origin, Decision.DENY, read.denied().flows()),
            List.of(),
            new byte[0],
            true));
    String rule = traffic.denied(1).topRules(1).entries().get(0).what();
    assertThat(rule).hasSizeLessThan(250).endsWith("… in hub-nsg");
    assertThat(rule.codePoints().toArray()).as("no half of a pair").doesNotContain(0xd83d);
  }
}
