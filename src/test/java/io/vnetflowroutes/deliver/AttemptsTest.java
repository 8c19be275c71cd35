package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.KafkaRecords;
import io.vnetflowroutes.outcome.NotTakenException;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.queue.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that an attempt ends in time, whatever a component does, and what is left is known. */
class AttemptsTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;
  private final CamelContext camel = new DefaultCamelContext();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Object> bodies = new ArrayList<>();
  private Spool spool;
  private Attempts attempts;

  @BeforeEach
  void makeAttempts() throws IOException {
    spool = new Spool("siem", folder, "flat", 1 << 20, Clock.systemUTC());
    attempts = attempts(SHORT);
  }

  private Attempts attempts(Duration patience) {
    return attempts(patience, threads);
  }

  private Attempts attempts(Duration patience, ExecutorService threads) {
    return attempts(patience, Attempts.LONGEST, threads);
  }

  private Attempts attempts(Duration patience, Duration longest, ExecutorService threads) {
    return new Attempts(
        "siem",
        AttemptsTest::message,
        spool,
        true,
        new SendProblems(Clock.systemUTC()),
        threads,
        Clock.systemUTC(),
        patience,
        longest);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    camel.getShutdownStrategy().setTimeout(1);
    camel.stop();
  }

  /** The message of a delivery, with a record for each flow or with its body. */
  private static Message message(Delivery delivery, CamelContext camel) {
    Message message = new DefaultMessage(camel);
    message.setHeader(RouteNames.DELIVERY, delivery);
    KafkaRecords records = new KafkaRecords();
    delivery.records().forEach(record -> records.add(record.key(), record.value(), camel));
    message.setBody(delivery.body() == null ? records : delivery.body());
    return message;
  }

  private void destination(Processor component) throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:send-siem")
                .process(exchange -> bodies.add(exchange.getMessage().getBody()))
                .process(component);
          }
        });
    camel.start();
  }

  private SendOutcome attempt(Delivery delivery) throws Exception {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setMessage(message(delivery, camel));
    attempts.make(exchange);
    assertThat(exchange.getMessage().getHeader(RouteNames.DELIVERY)).isSameAs(delivery);
    return exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
  }

  private static Delivery body(String key) {
    return new Delivery(key, key + ".ndjson", new byte[] {'x', '\n'}, new int[0], List.of(), 3);
  }

  private static Delivery records(int count) {
    List<KeyedRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new KeyedRecord(null, ("" + i).getBytes(StandardCharsets.UTF_8), null));
    }
    return new Delivery("part-0-" + count, "f", null, new int[0], records, count);
  }

  private static List<String> values(Delivery delivery) {
    return delivery.records().stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void whatIsTakenIsDelivered() throws Exception {
    destination(exchange -> {});
    SendOutcome outcome = attempt(body("k"));
    assertThat(outcome.word()).isEqualTo("delivered");
    assertThat(outcome.rest()).isNull();
    assertThat(outcome.taken()).isEqualTo(3);
    assertThat(outcome.again()).isFalse();
  }

  @Test
  void theMessageIsKeptAsItWasWhateverTheComponentMakesOfIt() throws Exception {
    destination(
        exchange -> {
          exchange.setMessage(new DefaultMessage(camel));
          exchange.getMessage().setBody(null);
          throw new IOException("the answer broke off");
        });
    Delivery delivery = body("k");
    SendOutcome outcome = attempt(delivery);
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(outcome.rest()).isSameAs(delivery);
    assertThat(outcome.reason()).contains("the answer broke off");
    assertThat(attempt(delivery).again()).isTrue();
  }

  @Test
  void anErrorThatIsThrownIsAFailedAttempt() throws Exception {
    destination(
        exchange -> {
          throw new StackOverflowError();
        });
    SendOutcome outcome = attempt(body("k"));
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(outcome.reason()).contains("StackOverflowError");
  }

  @Test
  void anAttemptForWhichThereIsNoThreadIsMadeAnew() throws Exception {
    destination(exchange -> {});
    ExecutorService none =
        Executors.newCachedThreadPool(
            work -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    Attempts usual = attempts;
    attempts = attempts(SHORT, none);
    assertThatThrownBy(() -> attempt(body("k"))).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> attempt(body("k")))
        .as("nothing is left behind that would be waited for")
        .isInstanceOf(OutOfMemoryError.class);
    attempts = usual;
    assertThat(attempt(body("k")).kind()).isEqualTo(Kind.DELIVERED);
  }

  @Test
  void theEndOfAnAttemptSaysNothingAboutOtherFlowsUnderTheSameKey() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    destination(exchange -> answer.await());
    assertThat(attempt(body("k")).kind()).isEqualTo(Kind.LATER);
    Delivery other = new Delivery("k", "f", new byte[] {'y'}, new int[0], List.of(), 3);
    SendOutcome waits = attempt(other);
    assertThat(waits.kind()).isEqualTo(Kind.LATER);
    assertThat(waits.rest()).isSameAs(other);
    answer.countDown();
    await().until(() -> attempt(other).kind() == Kind.DELIVERED);
    assertThat(bodies).containsExactly(body("k").body(), other.body());
  }

  @Test
  void anAttemptThatHangsIsGivenUpAndItsLateSuccessCounts() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    destination(exchange -> answer.await());
    SendOutcome outcome = attempt(body("k"));
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(outcome.reason()).startsWith("it has not answered for");
    assertThat(attempt(body("k")).kind()).as("it still hangs").isEqualTo(Kind.LATER);
    answer.countDown();
    await().until(() -> attempt(body("k")).kind() == Kind.DELIVERED);
    assertThat(bodies).as("it was sent once").hasSize(1);
  }

  /** What hangs since before the server was mended is not waited for twice as long. */
  @Test
  void anAttemptThatHadItsTimeIsMadeAnewAtTheNextTurnWhichIsToComeSoon() throws Exception {
    attempts = attempts(SHORT, SHORT.multipliedBy(2), threads);
    destination(exchange -> new CountDownLatch(bodies.size() == 1 ? 1 : 0).await());
    assertThat(attempt(body("k")).kind()).isEqualTo(Kind.LATER);
    spool.keep(body("k"));
    assertThat(attempt(body("k")).kind()).as("after its time").isEqualTo(Kind.DELIVERED);
    assertThat(bodies).hasSize(2);
  }

  @Test
  void whatHangsInTheDrainIsTriedAgainASecondLater() throws Exception {
    attempts = attempts(SHORT, SHORT, threads);
    spool.keep(body("k"));
    destination(exchange -> new CountDownLatch(1).await());
    assertThat(attempt(body("k")).pause()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatFailsLateIsSentAgain() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    destination(
        exchange -> {
          if (bodies.size() == 1) {
            answer.await();
            throw new IOException("reset");
          }
        });
    assertThat(attempt(body("k")).kind()).isEqualTo(Kind.LATER);
    answer.countDown();
    await().until(() -> attempt(body("k")).kind() == Kind.DELIVERED);
    assertThat(bodies).hasSize(2);
  }

  @Test
  void nothingIsBegunOnceTheProgramIsAskedToStop() throws Exception {
    attempts = attempts(Duration.ofMinutes(10));
    destination(exchange -> new CountDownLatch(1).await());
    spool.keep(body("waiting"));
    attempts.stop();
    SendOutcome outcome = attempt(body("k"));
    assertThat(outcome.kind()).as("though its patience is not over").isEqualTo(Kind.LATER);
    assertThat(attempt(body("another")).kind()).isEqualTo(Kind.LATER);
    assertThat(bodies).hasSize(1);
  }

  @Test
  void aLetterThatIsNotTakenIsAnError() throws Exception {
    destination(
        exchange -> {
          throw new IOException("No space left on device");
        });
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setHeader(RouteNames.DELIVERY_KEY, "k|dead-letter");
    exchange.getMessage().setBody(new byte[0]);
    assertThatThrownBy(() -> attempts.need(exchange))
        .isInstanceOf(NotTakenException.class)
        .hasMessageContaining("disk is full");
  }

  /** Does with each record what Camel's Kafka component does, and returns the worst error. */
  private void broker(RecordResult result) throws Exception {
    destination(
        exchange -> {
          Exception last = null;
          List<Message> taken = new ArrayList<>();
          ((KafkaRecords) exchange.getMessage().getBody()).iterator().forEachRemaining(taken::add);
          for (Message record : taken) {
            Exception error = result.of(record.getBody(String.class));
            if (error != null) {
              record.getExchange().setException(error);
              last = error;
            }
            record.setHeader(KafkaConstants.KAFKA_RECORD_META, List.of());
          }
          if (last != null) {
            throw last;
          }
        });
  }

  private interface RecordResult {
    Exception of(String value);
  }

  @Test
  void onlyTheRecordThatIsRefusedIsLeftAndNoOtherIsSentAgain() throws Exception {
    broker(value -> value.equals("2") ? new RecordTooLargeException() : null);
    SendOutcome outcome = attempt(records(5));
    assertThat(outcome.word()).isEqualTo("only-these");
    assertThat(values(outcome.rest())).containsExactly("2");
    assertThat(outcome.taken()).isEqualTo(4);
    assertThat(outcome.rest().each()).extracting(Delivery::key).containsExactly("part-0-5");
    assertThat(bodies).hasSize(1);
    assertThat(attempt(outcome.rest()).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void whatTheBrokerRefusedOnlyForItsNeighbourIsSentWithoutIt() throws Exception {
    broker(
        value ->
            value.equals("2")
                ? new org.apache.kafka.common.InvalidRecordException("Timestamp is too old")
                : bodies.size() == 1 ? new KafkaException("part of a batch") : null);
    SendOutcome outcome = attempt(records(5));
    assertThat(outcome.kind()).isEqualTo(Kind.ONLY_THESE);
    assertThat(values(outcome.rest())).containsExactly("2");
    assertThat(bodies).hasSize(2);
  }

  @Test
  void whatHasNoAcknowledgementIsLeftAndAloneSentAgain() throws Exception {
    boolean[] up = {false};
    broker(value -> !up[0] && value.compareTo("2") >= 0 ? new TimeoutException("no broker") : null);
    Delivery delivery = records(5);
    SendOutcome outcome = attempt(delivery);
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(values(outcome.rest())).containsExactly("2", "3", "4");
    assertThat(outcome.taken()).isEqualTo(2);
    up[0] = true;
    SendOutcome next = attempt(delivery);
    assertThat(next.kind()).isEqualTo(Kind.DELIVERED);
    assertThat(next.taken()).isEqualTo(3);
    assertThat(((KafkaRecords) bodies.get(1)).size())
        .as("though all of it was asked for")
        .isEqualTo(3);
  }

  @Test
  void noFurtherRecordIsHandedOutWhileTheClientWaitsInVainForEach() throws Exception {
    destination(
        exchange -> {
          for (Object element : (Iterable<?>) exchange.getMessage().getBody()) {
            ((Message) element).getExchange().setException(new TimeoutException("no metadata"));
            ((Message) element).setHeader(KafkaConstants.KAFKA_RECORD_META, List.of());
            bodies.add(element);
          }
          throw new TimeoutException("no metadata");
        });
    SendOutcome outcome = attempt(records(1000));
    assertThat(outcome.kind()).isEqualTo(Kind.LATER);
    assertThat(outcome.rest().records()).hasSize(1000);
    assertThat(bodies).as("the list, and its first record").hasSize(2);
  }

  @Test
  void recordsThatAreStillUnderWayAreWaitedForAndNotSentAgain() throws Exception {
    LinkedBlockingQueue<Message> owed = new LinkedBlockingQueue<>();
    destination(
        exchange -> {
          for (Object element : (Iterable<?>) exchange.getMessage().getBody()) {
            owed.add((Message) element);
          }
          throw new IllegalStateException("the client was interrupted");
        });
    assertThat(attempt(records(3)).kind()).isEqualTo(Kind.LATER);
    assertThat(attempt(records(3)).kind()).isEqualTo(Kind.LATER);
    assertThat(bodies).hasSize(1);
    owed.take().setHeader(KafkaConstants.KAFKA_RECORD_META, List.of());
    owed.take().setHeader(KafkaConstants.KAFKA_RECORD_META, List.of());
    await().until(() -> attempt(records(3)).kind() == Kind.LATER && bodies.size() == 2);
    assertThat(((KafkaRecords) bodies.get(1)).size()).as("the one that was not taken").isEqualTo(1);
  }
}
