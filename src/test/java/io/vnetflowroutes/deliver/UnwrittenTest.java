package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deadletter.DeadLetter;
import io.vnetflowroutes.deadletter.DeadLetterJson;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.PickyFormat;
import io.vnetflowroutes.format.PickyFormat.Failure;
import io.vnetflowroutes.format.StoredFlows;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Proves that a plug-in's format that fails costs only the flows for which it does. */
final class UnwrittenTest extends GatheringSpool {

  private static final Gatherer.Limits GATHERED = new Gatherer.Limits(1 << 20, minutes(15));
  private static final String SENTENCE =
      "the format 'picky' of a plug-in (io.vnetflowroutes.format.PickyFormat) %s; its author must correct it";
  private static final String THREW = SENTENCE.formatted("threw a java.lang.NullPointerException");

  private static final Failure NULL_POINTER =
      () -> {
        throw new NullPointerException("192.0.2.7");
      };

  private static FormatPool failing(IntPredicate ordinals) {
    return PickyFormat.pool(ordinal -> ordinals.test(ordinal) ? NULL_POINTER : null);
  }

  private void open(String uri, FormatPool formats, Compression packed, Gatherer.Limits limits)
      throws IOException {
    open(uri, "picky", formats, Framing.LINES, packed, limits);
  }

  private void open(String uri, FormatPool formats, Gatherer.Limits limits) throws IOException {
    open(uri, formats, Compression.NONE, limits);
  }

  private static BatchPart part(int flows) {
    return FlowLogText.part(
        Decision.DENY, Collections.nCopies(flows, FlowLogText.DENIED).toArray(String[]::new));
  }

  private static List<String> ids(List<Flow> flows, int... ordinals) {
    List<String> ids = new ArrayList<>();
    for (int ordinal : ordinals) {
      ids.add(flows.get(ordinal).id());
    }
    return ids;
  }

  private static List<Delivery> deliveries(Iterator<Message> messages) {
    List<Delivery> all = new ArrayList<>();
    messages.forEachRemaining(
        message -> all.add(message.getHeader(RouteNames.DELIVERY, Delivery.class)));
    return all;
  }

  /** What a letter about flows that are not written holds. */
  private static List<String> idsOf(Delivery unwritten) throws IOException {
    return StoredFlows.read(unwritten.body()).stream().map(Flow::id).toList();
  }

  private static List<String> entries(Delivery written) {
    if (written.body() == null) {
      return written.records().stream()
          .map(record -> new String(record.value(), StandardCharsets.UTF_8))
          .toList();
    }
    String text = new String(written.body(), StandardCharsets.UTF_8);
    return List.of(text.replaceAll("[\\[\\]]", "").split("[,\n]"));
  }

  @ParameterizedTest
  @EnumSource
  void theOthersAreOneMessageAndTheseAreAnother(Framing framing) throws Exception {
    open(HTTP, "picky", failing(Set.of(0, 3, 4)::contains), framing, Compression.NONE, limits());
    BatchPart part = part(6);
    List<Delivery> all = deliveries(destination.messages(part, CAMEL));
    assertThat(all).hasSize(2);
    assertThat(all.get(0).unwritten()).isEqualTo(THREW);
    assertThat(idsOf(all.get(0))).isEqualTo(ids(part.flows(), 0, 3, 4));
    assertThat(all.get(0).flows()).isEqualTo(3);
    assertThat(all.get(0).divisible()).isFalse();
    assertThat(all.get(1).unwritten()).isNull();
    assertThat(entries(all.get(1))).isEqualTo(ids(part.flows(), 1, 2, 5));
    assertThat(all.get(1).key()).isEqualTo(part.id() + "-0-6");
    assertThat(all.get(1).flows()).isEqualTo(3);
    assertThat(entries(all.get(1).halves().get(1))).isEqualTo(ids(part.flows(), 2, 5));
  }

  private static Gatherer.Limits limits() {
    return Gatherer.Limits.NONE;
  }

  @Test
  void theirNameAcknowledgesNoOtherFlow() throws Exception {
    BatchPart part = part(6);
    open(HTTP, failing(Set.of(0, 5)::contains), limits());
    Delivery unwritten = deliveries(destination.messages(part, CAMEL)).get(0);
    ResumedBatches resumed =
        new ResumedBatches(id -> List.of(new DeliveryKey(unwritten.key(), "lake").toString()));
    resumed.add(
        FlowLogText.read(FlowLogText.blob(FlowLogText.record(1, FlowLogText.DENIED))).get(0));
    assertThat(unwritten.key()).startsWith(part.id() + '.');
    assertThat(resumed.open(part, "lake")).containsExactly(new ResumedBatches.Stretch(0, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "0, threw a java.lang.NullPointerException",
    "1, returned no line",
    "2, returned more than one line",
    "3, returned more than one line",
    "4, threw a java.lang.StackOverflowError",
    "5, threw a java.lang.NoClassDefFoundError",
    "6, threw a java.lang.AssertionError",
  })
  void whateverItDoesHasASentenceWithoutContent(int failure, String said) throws Exception {
    List<Failure> failures =
        List.of(
            NULL_POINTER,
            () -> null,
            () -> "192.0.2.7\n22",
            () -> "192.0.2.7\r",
            () -> {
              throw new StackOverflowError("192.0.2.7");
            },
            () -> {
              throw new NoClassDefFoundError("192.0.2.7");
            },
            () -> {
              throw new AssertionError("192.0.2.7");
            });
    open(HTTP, PickyFormat.pool(ordinal -> ordinal == 1 ? failures.get(failure) : null), limits());
    List<Delivery> all = deliveries(destination.messages(part(2), CAMEL));
    assertThat(all.get(0).unwritten()).isEqualTo(SENTENCE.formatted(said));
    assertThat(all.get(1).flows()).isEqualTo(1);
  }

  @Test
  void eachReasonIsAMessageOfItsOwnAndWhereNothingIsLeftThereIsNoOther() throws Exception {
    open(HTTP, PickyFormat.pool(ordinal -> ordinal % 2 == 0 ? NULL_POINTER : () -> null), limits());
    BatchPart part = part(5);
    List<Delivery> all = deliveries(destination.messages(part, CAMEL));
    assertThat(all)
        .extracting(Delivery::unwritten)
        .containsExactly(THREW, SENTENCE.formatted("returned no line"));
    assertThat(idsOf(all.get(0))).isEqualTo(ids(part.flows(), 0, 2, 4));
    assertThat(idsOf(all.get(1))).isEqualTo(ids(part.flows(), 1, 3));
    assertThat(all).extracting(Delivery::key).doesNotHaveDuplicates();
  }

  @Test
  void theyAreRefusedWithoutAnAttempt() throws Exception {
    open(HTTP, failing(ordinal -> true), limits());
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Attempts attempts =
          new Attempts(
              "lake", destination::message, spool, true, new SendProblems(clock), threads, clock);
      Exchange exchange = new DefaultExchange(CAMEL);
      exchange.setMessage(destination.messages(part(2), CAMEL).next());
      attempts.make(exchange);
      SendOutcome outcome = exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
      assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
      assertThat(outcome.reason()).isEqualTo(THREW);
      assertThat(outcome.rest().flows()).isEqualTo(2);
      assertThat(outcome.error()).as("nothing was sent").isNull();
    } finally {
      threads.shutdownNow();
    }
  }

  /** The letter that a message becomes. */
  private static DeadLetter letter(Delivery unwritten) throws IOException {
    DeadLetterJson lines = new DeadLetterJson();
    lines.refused("lake", "", unwritten, unwritten.unwritten());
    String line = new String(lines.toByteArray(), StandardCharsets.UTF_8).strip();
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("reason").textValue()).isEqualTo(unwritten.unwritten());
    assertThat(json.get("records")).hasSize(unwritten.flows());
    assertThat(json.get("records").get(0).get("tuple").textValue()).isEqualTo(FlowLogText.DENIED);
    return DeadLetterJson.read(line);
  }

  @Test
  void aLetterIsWrittenAgainByTheFormatOnceThatIsCorrected() throws Exception {
    BatchPart part = part(6);
    open(HTTP, failing(Set.of(0, 3, 4)::contains), limits());
    Delivery unwritten = deliveries(destination.messages(part, CAMEL)).get(0);
    DeadLetter letter = letter(unwritten);
    assertThat(letter.destination()).isEqualTo("lake");

    List<Delivery> stillFails = deliveries(destination.messages(letter.refused(), CAMEL));
    assertThat(stillFails).hasSize(1);
    assertThat(stillFails.get(0).unwritten()).isEqualTo(THREW);

    open(HTTP, failing(ordinal -> false), limits());
    List<Delivery> corrected = deliveries(destination.messages(letter.refused(), CAMEL));
    assertThat(corrected).hasSize(1);
    assertThat(entries(corrected.get(0))).isEqualTo(ids(part.flows(), 0, 3, 4));
    assertThat(corrected.get(0).fileName()).contains(part.id() + ".").endsWith(".txt");
  }

  @Test
  void whereTheyWaitInTheSpoolTheyAreTriedOnceMoreAndComeOutAlone() throws Exception {
    BatchPart part = part(4);
    open(HTTP, failing(Set.of(1)::contains), limits());
    List<Delivery> all = deliveries(destination.messages(part, CAMEL));
    for (Delivery each : all) {
      spool.keep(each);
      spool.acknowledged(each.key());
    }
    Delivery front = spool.oldestFirst().next();
    assertThat(front.unwritten()).isEqualTo(THREW);
    assertThat(idsOf(front.apart().get(0))).isEqualTo(ids(part.flows(), 1));
    spool.sent(front);
    assertThat(drainLines()).containsExactly(ids(part.flows(), 0, 2, 3));

    for (Delivery each : all) {
      spool.keep(each);
      spool.acknowledged(each.key());
    }
    open(HTTP, failing(ordinal -> false), limits());
    assertThat(drainLines())
        .as("the format was corrected while they waited")
        .containsExactly(ids(part.flows(), 1), ids(part.flows(), 0, 2, 3));
    assertThat(spool.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/in, NONE",
    "file:lake, NONE",
    "file:lake, GZIP",
    "azure-storage-blob:account/lake, GZIP"
  })
  void whatIsGatheredGoesOutWithoutThem(String uri, Compression packed) throws Exception {
    open(uri, failing(Set.of(0, 2)::contains), packed, GATHERED);
    BatchPart first = part(Decision.DENY, HOUR, 3);
    BatchPart second = part(Decision.DENY, HOUR, 4);
    for (BatchPart part : List.of(first, second)) {
      put(part).forEach(spool::acknowledged);
    }
    spool.close();
    Delivery unwritten = separated(spool.oldestFirst().next());
    assertThat(unwritten.unwritten()).isEqualTo(THREW);
    assertThat(unwritten.flows()).isEqualTo(4);

    List<Delivery> letters = unwritten.apart();
    assertThat(letters).extracting(Delivery::unwritten).containsExactly(THREW, THREW);
    assertThat(letters.get(0).key()).startsWith(first.id() + '.');
    assertThat(idsOf(letters.get(0))).isEqualTo(ids(first.flows(), 0, 2));
    assertThat(letters.get(1).key()).startsWith(second.id() + '.');
    assertThat(idsOf(letters.get(1))).isEqualTo(ids(second.flows(), 0, 2));

    open(uri, failing(Set.of(0, 2)::contains), packed, GATHERED);
    unwritten = separated(spool.oldestFirst().next());
    assertThat(unwritten.apart()).extracting(Delivery::key).isEqualTo(keys(letters));
    spool.sent(unwritten);
    Delivery rest = spool.oldestFirst().next();
    List<String> expected = ids(first.flows(), 1);
    expected.addAll(ids(second.flows(), 1, 3));
    assertThat(rest.flows()).isEqualTo(3);
    byte[] plain = packed.undo(content(rest));
    assertThat(new String(plain, StandardCharsets.UTF_8).lines().toList()).isEqualTo(expected);
    spool.sent(rest);
    assertThat(spool.size()).isZero();
    assertThat(left()).isEmpty();
  }

  private static List<String> keys(List<Delivery> messages) {
    return messages.stream().map(Delivery::key).toList();
  }

  /** What stands at the front once a file was tried that is made while it is written. */
  private Delivery separated(Delivery front) throws Exception {
    if (!front.streamed()) {
      return front;
    }
    SendOutcome outcome = attempted(front);
    assertThat(outcome.kind()).isEqualTo(Kind.TOO_LARGE);
    spool.replace(front, outcome.halves());
    return spool.oldestFirst().next();
  }

  /** How an attempt ends that reads a whole file. */
  private SendOutcome attempted(Delivery file) {
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.setMessage(destination.message(file, CAMEL));
    Attempt attempt =
        new Attempt(
            file,
            exchange,
            sent -> {
              try {
                content(file);
              } catch (IOException | RuntimeException e) {
                sent.setException(e);
              }
            });
    attempt.run();
    return attempt.outcome(clock, false);
  }

  @Test
  void whatWasSetApartAndThenIsWrittenHasAFileOfItsOwn() throws Exception {
    open("file:lake", failing(Set.of(0, 3)::contains), GATHERED);
    BatchPart part = part(Decision.DENY, HOUR, 4);
    put(part).forEach(spool::acknowledged);
    spool.close();
    separated(spool.oldestFirst().next());

    open("file:lake", failing(ordinal -> false), GATHERED);
    Iterator<Delivery> turn = spool.oldestFirst();
    Delivery first = turn.next();
    assertThat(linesOf(first)).isEqualTo(ids(part.flows(), 0, 3));
    spool.sent(first);
    Delivery second = turn.next();
    assertThat(linesOf(second)).isEqualTo(ids(part.flows(), 1, 2));
    spool.sent(second);
    assertThat(first.fileName()).isNotEqualTo(second.fileName());
    assertThat(spool.size()).isZero();
  }

  @Test
  void whereNothingIsWrittenOfAFileThereIsNoFile() throws Exception {
    open("file:lake", failing(ordinal -> true), GATHERED);
    put(part(Decision.DENY, HOUR, 4)).forEach(spool::acknowledged);
    spool.close();
    Delivery unwritten = separated(spool.oldestFirst().next());
    assertThat(unwritten.flows()).isEqualTo(4);
    open("file:lake", failing(ordinal -> true), GATHERED);
    unwritten = separated(spool.oldestFirst().next());
    assertThat(unwritten.unwritten()).isEqualTo(THREW);
    spool.sent(unwritten);
    assertThat(spool.size()).isZero();
  }
}
