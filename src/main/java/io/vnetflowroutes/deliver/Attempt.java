package io.vnetflowroutes.deliver;

import io.vnetflowroutes.errors.ThrownError;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.AnsweredMessage;
import io.vnetflowroutes.outcome.DeliveryProblem;
import io.vnetflowroutes.outcome.KafkaRecords;
import io.vnetflowroutes.outcome.RecordAcknowledgements;
import io.vnetflowroutes.outcome.RetryAfter;
import io.vnetflowroutes.outcome.SendFailure;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.receiver.Answer;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Question;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to send a message, on a thread of its own. Threads that wait for it may give up
 * before it ends, and ask for its outcome later.
 */
final class Attempt implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final long LOOK_MILLIS = 20;
  private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();
  private static final Duration LONGEST_DEBT = Duration.ofMinutes(1);

  private final Delivery message;
  private final Exchange first;
  private final Map<String, Object> headers;
  private final RecordAcknowledgements acknowledgements;
  private final Consumer<Exchange> route;
  private final long began = System.nanoTime();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Protocol protocol;
  private volatile Exchange routed;
  private volatile AnsweredMessage answered;
  private volatile Throwable broke;
  private volatile Future<?> task;
  private volatile boolean abandoned;
  private volatile boolean asking;
  private volatile boolean unattended;
  private volatile Runnable ending;
  private final AtomicBoolean counted = new AtomicBoolean(true);
  private int told;

  /**
   * @param message the message to send
   * @param sent the exchange with it, which nobody else uses
   * @param route sends an exchange, and returns when its route is done with it
   */
  Attempt(Delivery message, Exchange sent, Consumer<Exchange> route) {
    this.message = message;
    this.first = sent;
    this.headers = new HashMap<>(sent.getMessage().getHeaders());
    this.routed = sent;
    this.route = route;
    this.protocol = sent.getMessage().getHeader(RouteNames.PROTOCOL, Protocol.class);
    this.acknowledgements =
        sent.getMessage().getBody() instanceof KafkaRecords records
            ? new RecordAcknowledgements(message, records)
            : null;
  }

  @Override
  public void run() {
    try {
      CURRENT.set(this);
      if (protocol != null) {
        protocol.login().forEach(this::addHeader);
      }
      send(first);
      if (protocol != null) {
        AnsweredMessage.refusal(routed).ifPresent(protocol::refused);
        read();
      }
      while (acknowledgements != null && routed.isFailed() && !abandoned) {
        List<Integer> others = acknowledgements.worthAnotherRound();
        if (others.isEmpty()) {
          break;
        }
        send(anotherRound(others));
      }
    } catch (InterruptedException e) {
      // The wait for the answer was interrupted, so the answer is unknown.
      broke = e;
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      broke = e;
      if (e instanceof Error error) {
        // The waiting thread may have given up; pauses between attempts keep this line rare.
        LOG.error("What was in hand is tried again. {}", ThrownError.sentence(error));
      }
    } finally {
      end.complete(null);
      CURRENT.remove();
    }
  }

  private void addHeader(String name, String value) {
    first.getMessage().setHeader(name, value);
    headers.put(name, value);
  }

  /** Reads the answer, and asks the receiver again while the answer is not final. */
  private void read() throws InterruptedException {
    AnsweredMessage last = AnsweredMessage.of(routed, protocol, message.entries()).orElse(null);
    Question question = last == null ? null : last.verdict().question();
    long since = System.nanoTime();
    while (question != null && !abandoned) {
      asking = true;
      TimeUnit.MILLISECONDS.sleep(question.after().toMillis());
      if (System.nanoTime() - since > question.atMost().toNanos()) {
        break;
      }
      Exchange asked = ask(question);
      Answer answer = AnsweredMessage.answer(asked);
      if (answer != null) {
        last = new AnsweredMessage(question.reader().apply(answer), Map.of(), null);
        question = last.verdict().question();
      }
    }
    asking = false;
    answered = last;
  }

  private Exchange ask(Question question) {
    Exchange next = ExchangeHelper.createCorrelatedCopy(first, false);
    next.setException(null);
    Message request = new DefaultMessage(first.getContext());
    request.setHeaders(new HashMap<>(headers));
    request.removeHeader(Exchange.CONTENT_ENCODING);
    request.setHeader(Exchange.HTTP_URI, protocol.beside(question.path()));
    request.setBody(question.body().getBytes(StandardCharsets.UTF_8));
    next.setMessage(request);
    route.accept(next);
    return next;
  }

  /** Gives the attempt of this thread, if there is one, a way to end its request. */
  static void endBy(Runnable end) {
    Attempt current = CURRENT.get();
    if (current != null) {
      current.ending = end;
    }
  }

  private void send(Exchange exchange) throws InterruptedException {
    routed = exchange;
    KafkaRecords records =
        exchange.getMessage().getBody() instanceof KafkaRecords list ? list : null;
    route.accept(exchange);
    if (records != null) {
      records.routed(exchange.getException());
      long since = System.nanoTime();
      while (acknowledgements.owed()
          && !abandoned
          && System.nanoTime() - since < LONGEST_DEBT.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  private Exchange anotherRound(List<Integer> others) {
    KafkaRecords records = new KafkaRecords();
    KafkaRecords all = (KafkaRecords) first.getMessage().getBody();
    others.forEach(index -> records.add(all.get(index), first.getContext()));
    Exchange next = ExchangeHelper.createCorrelatedCopy(first, false);
    next.setException(null);
    next.getMessage().setBody(records);
    acknowledgements.again(records, others);
    return next;
  }

  /** The message that it sends. */
  Delivery message() {
    return message;
  }

  /** Sets the task that runs it, so that it can be interrupted. */
  void runBy(Future<?> running) {
    task = running;
  }

  /** Waits for the end; returns whether the attempt ended in time. */
  boolean await(Duration atMost) throws InterruptedException {
    try {
      end.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean ended() {
    return end.isDone();
  }

  /** How long it has taken so far; for a large file, the time since the last bytes of it. */
  Duration age() {
    long since = message.gathered() == null ? began : message.gathered().lastRead(began);
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Whether a client or a receiver still owes an answer about something it was given. */
  boolean owed() {
    return asking || (acknowledgements != null && acknowledgements.owed());
  }

  /** Notes that no thread waits for the end at present. */
  void unattended() {
    unattended = true;
  }

  boolean isUnattended() {
    return unattended;
  }

  /** Takes it out of the count of messages in hand; returns whether it still counted. */
  boolean uncount() {
    return !ended() && counted.getAndSet(false);
  }

  /** The exchange of the latest request. */
  Exchange routed() {
    return routed;
  }

  /** Gives the attempt up, and ends its request. */
  void abandon() {
    abandoned = true;
    Runnable request = ending;
    if (request != null) {
      request.run();
    }
    if (task != null) {
      task.cancel(true);
    }
  }

  /** Its outcome; {@code later} while it has not ended. */
  SendOutcome outcome(Clock clock, boolean again) {
    if (!ended()) {
      String reason = "it has not answered for " + Math.max(1, age().toSeconds()) + " s";
      return outcome(Kind.LATER, null, reason, null, again);
    }
    if (answered != null && broke == null) {
      return read(answered, clock, again);
    }
    Throwable error = error();
    boolean byRecord =
        acknowledgements != null
            && acknowledgements.begun()
            && (error != null || acknowledgements.repeated());
    Throwable reason = byRecord ? acknowledgements.error() : error;
    reason = reason == null ? error : reason;
    Kind kind = byRecord ? acknowledgements.kind() : Kind.DELIVERED;
    if (kind == Kind.DELIVERED && (byRecord || error == null)) {
      return new SendOutcome(
          Kind.DELIVERED, message, null, untold(message.flows()), null, null, null, again);
    }
    SendFailure failure = SendFailure.of(reason, clock.instant());
    if (!byRecord) {
      kind = failure.kind();
    }
    return outcome(
        SendFailure.forMessage(kind, reason, message),
        failure.pause(),
        DeliveryProblem.sentence(reason, protocol),
        reason,
        again);
  }

  private SendOutcome read(AnsweredMessage answer, Clock clock, boolean again) {
    Delivery rest = answer.rest(message);
    Kind kind = answer.kind(message, rest);
    if (kind == Kind.DELIVERED) {
      String remark = answer.verdict().reason();
      return new SendOutcome(
          kind, message, null, untold(message.flows()), null, remark, null, again);
    }
    Duration pause = RetryAfter.pause(answer.headers(), clock.instant()).orElse(null);
    int taken = untold(message.flows() - rest.flows());
    return new SendOutcome(
        kind, message, rest, taken, pause, answer.verdict().reason(), answer.error(), again);
  }

  /** Why it failed; an error of the attempt's own thread has precedence. */
  private Throwable error() {
    Throwable thrown = broke == null ? routed.getException() : broke;
    return thrown instanceof Error error ? new ThrownError(error) : thrown;
  }

  private SendOutcome outcome(
      Kind kind, Duration pause, String reason, Throwable error, boolean again) {
    Delivery rest = message;
    if (acknowledgements != null && acknowledgements.begun()) {
      List<Integer> left = acknowledgements.left();
      rest = left.size() == message.records().size() ? message : message.only(left);
    }
    int taken = untold(message.flows() - rest.flows());
    return new SendOutcome(kind, message, rest, taken, pause, reason, error, again);
  }

  /** How many of the accepted flows no outcome has reported yet. */
  private int untold(int taken) {
    int untold = taken - told;
    told = taken;
    return untold;
  }
}
