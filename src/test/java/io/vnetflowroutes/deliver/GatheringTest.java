package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.queue.Spool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Proves what waits for how long, and that all of it goes out together, once and in order. */
class GatheringTest extends GatheringSpool {

  @Test
  void whatIsYoungAndSmallWaitsAndGoesOutTogetherOnceTheFirstIsOldEnough() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> all = new ArrayList<>(keep(Decision.ALLOW, HOUR, 3));
    clock.minutes(10);
    all.addAll(keep(Decision.DENY, HOUR, 2));
    assertThat(spool.holds()).isTrue();
    assertThat(spool.since()).as("nothing waits longer than it is to").isEmpty();
    assertThat(drain()).isEmpty();
    clock.minutes(5);
    assertThat(spool.since()).isPresent();
    assertThat(drainLines()).containsExactly(all);
    assertThat(left()).isEmpty();
    assertThat(spool.size()).isZero();
  }

  @Test
  void aRefusalOfWhatWasGatheredNamesNoLetterThatIsNotThere() throws Exception {
    open(HTTP, "flat", 1 << 20);
    keep(Decision.ALLOW, HOUR, 3);
    keep(Decision.DENY, HOUR, 2);
    spool.close();
    Delivery sent = drain().get(0);
    Logger log = (Logger) LoggerFactory.getLogger(SendProblems.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      new SendProblems(clock)
          .note(
              "siem",
              new SendOutcome(Kind.REFUSED, sent, sent, 0, null, "it answered 400", null, false),
              Spool.none("siem"));
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list.get(0).getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly("destination=siem", "flows=5");
    assertThat(lines.list.get(0).getFormattedMessage())
        .isEqualTo(
            "The destination refuses what was gathered for good, which goes to the dead letter: it answered 400");
  }

  @Test
  void bodiesAreFullOfFlowsWhateverTheBatchesWere() throws Exception {
    open(HTTP, "flat", 10_000);
    List<String> all = new ArrayList<>();
    for (int part = 0; part < 30; part++) {
      all.addAll(keep(Decision.ALLOW, HOUR, 7));
    }
    List<Delivery> sent = drain();
    spool.close();
    sent.addAll(drain());
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    for (Delivery body : sent) {
      assertThat(body.body().length).isLessThanOrEqualTo(10_000);
      bytes += body.body().length;
      lines.addAll(linesOf(body));
    }
    assertThat(lines).containsExactlyElementsOf(all);
    long longest = all.stream().mapToInt(String::length).max().orElseThrow() + 1L;
    assertThat(sent).hasSizeLessThanOrEqualTo((int) (bytes / (10_000 - longest)) + 1);
    assertThat(sent).extracting(Delivery::key).doesNotHaveDuplicates();
  }

  /** Else each acknowledgement that is late would make a body that is not full. */
  @Test
  void whatIsNotNotedAsAcknowledgedFillsNoBody() throws Exception {
    open(HTTP, "flat", 10_000);
    List<String> all = new ArrayList<>(keep(Decision.ALLOW, HOUR, 3));
    BatchPart inHand = part(Decision.ALLOW, HOUR, 7);
    List<String> keys = put(inHand);
    all.addAll(lines(inHand.flows()));
    all.addAll(keep(Decision.ALLOW, HOUR, 7));
    assertThat(drain()).isEmpty();
    keys.forEach(spool::acknowledged);
    List<String> sent = new ArrayList<>();
    for (Delivery body : drain()) {
      assertThat(body.body().length).isGreaterThan(8_000);
      sent.addAll(linesOf(body));
    }
    assertThat(sent).isNotEmpty().isEqualTo(all.subList(0, sent.size()));
  }

  @Test
  void whatIsNotNotedAsAcknowledgedIsNotSent() throws Exception {
    open("file:lake", "flat", 1 << 20);
    List<String> first = keep(Decision.ALLOW, HOUR, 1);
    BatchPart inHand = part(Decision.ALLOW, HOUR, 2);
    List<String> keys = put(inHand);
    List<String> behind = keep(Decision.ALLOW, HOUR, 1);
    spool.close();
    assertThat(drainLines()).containsExactly(first);
    assertThat(put(inHand)).as("it comes again, and is there").isEqualTo(keys);
    keys.forEach(spool::acknowledged);
    List<String> rest = new ArrayList<>(lines(inHand.flows()));
    rest.addAll(behind);
    assertThat(drainLines()).containsExactly(rest);
  }

  @Test
  void whatWasGatheredIsHalvedInItsPlaceAndEachHalfKeepsItsName() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> all = new ArrayList<>(keep(Decision.ALLOW, HOUR, 3));
    all.addAll(keep(Decision.DENY, HOUR, 2));
    spool.close();
    Delivery whole = spool.oldestFirst().next();
    assertThat(whole.isOfSeveral()).isTrue();
    spool.replace(whole, whole.halves());
    Delivery half = spool.oldestFirst().next();
    assertThat(half.isOfSeveral()).isFalse();
    assertThat(linesOf(half)).isEqualTo(all.subList(0, 2));
    String name = half.key();
    open(HTTP, "flat", 1 << 20);
    assertThat(spool.oldestFirst().next().key()).isEqualTo(name);
    assertThat(drainLines()).containsExactly(all.subList(0, 2), all.subList(2, 5));
  }

  @Test
  void ofWhatIsRefusedEachMessageHasItsOwnName() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> first = keep(Decision.ALLOW, HOUR, 3);
    List<String> second = keep(Decision.DENY, HOUR, 2);
    spool.close();
    List<Delivery> apart = spool.oldestFirst().next().halves().get(1).apart();
    assertThat(apart).hasSize(2);
    assertThat(linesOf(apart.get(0))).isEqualTo(first.subList(2, 3));
    assertThat(apart.get(0).key()).endsWith("-allow-2-1");
    assertThat(linesOf(apart.get(1))).isEqualTo(second);
    assertThat(apart.get(1).key()).endsWith("-deny-0-2");
    assertThat(apart.get(1).fileName()).contains(apart.get(1).key());
  }

  @Test
  void whatIsLeftOfWhatWasGatheredIsTheVeryFlowsThatWereNotTaken() throws Exception {
    open(HTTP, "flat", 1 << 20);
    BatchPart part = part(Decision.ALLOW, HOUR, 6);
    put(part).forEach(spool::acknowledged);
    spool.close();
    Delivery whole = spool.oldestFirst().next();
    Delivery rest = whole.only(List.of(3, 5));
    spool.leave(
        new SendOutcome(Kind.ONLY_THESE, whole, rest, 4, null, "two are wrong", null, false));
    List<String> flows = lines(part.flows());
    Delivery left = spool.oldestFirst().next();
    assertThat(linesOf(left)).containsExactly(flows.get(3), flows.get(5));
    assertThat(linesOf(left.apart().get(0))).containsExactly(flows.get(3), flows.get(5));
    spool.replace(left, left.halves());
    assertThat(drainLines()).containsExactly(flows.subList(3, 4), flows.subList(5, 6));
  }

  @Test
  void whatWaitsInAnotherFormatCannotBeSentUnlessItIsGathered() throws Exception {
    open(HTTP, "flat", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    keep(Decision.ALLOW, HOUR, 3);
    assertThat(destination.unsendable(folder)).isEmpty();
    open(HTTP, "ecs", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    assertThat(destination.unsendable(folder))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .contains("settings of destination 'lake', and 1 of them cannot be sent")
                    .contains(
                        "They are lines in format 'flat', and it takes lines in format 'ecs'"));
  }

  @Test
  void whereNothingIsGatheredAnyMoreWhatWaitsIsSentAtOnce() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> all = keep(Decision.ALLOW, HOUR, 3);
    assertThat(drain()).isEmpty();
    open(HTTP, "flat", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    assertThat(destination.unsendable(folder)).isEmpty();
    assertThat(drainLines()).containsExactly(all);
    assertThat(spool.holds()).isFalse();
  }

  @Test
  void aFullSpoolIsSentAtOnce() throws Exception {
    open(HTTP, "flat", 1 << 20);
    spool = destination.spool(folder, 500, clock);
    List<String> all = keep(Decision.ALLOW, HOUR, 5);
    assertThat(spool.bytes()).isGreaterThan(500);
    assertThat(drainLines()).containsExactly(all);
  }
}
