package io.vnetflowroutes.deliver;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.NotTakenException;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.receiver.Protocol;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.ExchangeHelper;

/**
 * Makes attempts to send messages to one destination, for any component: each on a thread of its
 * own and on a copy of the exchange, so that nothing that the component does changes the message.
 * Other destinations wait during an attempt, so it has ten seconds (less if other messages of the
 * batch had no answer, see {@link BatchPatience}), or a minute if the message comes from the spool;
 * after that the message waits in the spool. The attempt continues: if it succeeds late, the
 * message is not sent again.
 */
public final class Attempts {

  /** How long other destinations wait for an attempt. */
  static final Duration IN_THE_WAY = Duration.ofSeconds(10);

  /** How long an attempt may take in all before another one may be made. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /** How long attempts may continue after the program is asked to stop. */
  private static final Duration AFTER_STOP = Duration.ofSeconds(4);

  private static final Duration LOOK = Duration.ofMillis(200);

  /** How many attempts of one destination may be given up while they hang. */
  private static final int MOST_LEFT_BEHIND = 4;

  private final String name;
  private final BiFunction<Delivery, CamelContext, Message> remake;
  private final Spool spool;
  private final boolean setsAside;
  private final SendProblems problems;
  private final ExecutorService threads;
  private final Clock clock;
  private final Duration inTheWay;
  private final Duration longest;
  private final Map<String, Attempt> open = new ConcurrentHashMap<>();
  private final Map<String, Delivery> rests = new ConcurrentHashMap<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final List<Attempt> leftBehind = new ArrayList<>();
  private volatile ProducerTemplate sender;
  private volatile long stopAt;
  private volatile boolean stopping;

  /**
   * @param name the destination's name
   * @param remake makes a new message from the rest of one
   * @param spool where its messages wait; while any wait, an attempt delays no other destination
   * @param setsAside whether refused messages go to the dead letter; otherwise they stay where they
   *     are
   * @param problems logs failures
   * @param threads run the attempts
   */
  public Attempts(
      String name,
      BiFunction<Delivery, CamelContext, Message> remake,
      Spool spool,
      boolean setsAside,
      SendProblems problems,
      ExecutorService threads,
      Clock clock) {
    this(name, remake, spool, setsAside, problems, threads, clock, IN_THE_WAY, LONGEST);
  }

  Attempts(
      String name,
      BiFunction<Delivery, CamelContext, Message> remake,
      Spool spool,
      boolean setsAside,
      SendProblems problems,
      ExecutorService threads,
      Clock clock,
      Duration inTheWay,
      Duration longest) {
    this.name = name;
    this.inTheWay = inTheWay;
    this.longest = longest;
    this.remake = remake;
    this.setsAside = setsAside;
    this.spool = spool;
    this.problems = problems;
    this.threads = threads;
    this.clock = clock;
  }

  /**
   * Gives the attempt of the calling thread a way to end its request, for a client that cannot be
   * interrupted.
   */
  public static void endBy(Runnable end) {
    Attempt.endBy(end);
  }

  /** Gives the attempts in hand some seconds to end, and begins no new one. */
  public void stop() {
    stopAt = System.nanoTime();
    stopping = true;
    open.values().stream().filter(Attempt::isUnattended).forEach(this::uncount);
  }

  /** Sends the message of an exchange, and sets the exchange's variable {@code outcome}. */
  public void make(Exchange exchange) throws InterruptedException {
    Delivery message = exchange.getMessage().getHeader(RouteNames.DELIVERY, Delivery.class);
    exchange.setVariable(RouteNames.OUTCOME, make(exchange, message));
  }

  /**
   * Sends the letter of an exchange to the dead letter.
   *
   * @throws NotTakenException if the dead letter did not accept it
   */
  public void need(Exchange exchange) throws InterruptedException, NotTakenException {
    Message letter = exchange.getMessage();
    String key = letter.getHeader(RouteNames.DELIVERY_KEY, String.class);
    String file = letter.getHeader(Exchange.FILE_NAME, String.class);
    byte[] body = letter.getBody(byte[].class);
    SendOutcome outcome = make(exchange, new Delivery(key, file, body, new int[0], List.of(), 0));
    if (outcome.kind() != Kind.DELIVERED) {
      throw new NotTakenException(outcome);
    }
  }

  private SendOutcome make(Exchange exchange, Delivery message) throws InterruptedException {
    String key = message.key();
    boolean again = failed.contains(key);
    SendOutcome outcome = outcome(exchange, message, again).about(message);
    if (!setsAside) {
      outcome = outcome.staying();
    }
    if (outcome.works()) {
      failed.remove(key);
    } else {
      failed.add(key);
    }
    boolean divided = outcome.kind() == Kind.TOO_LARGE;
    if (!divided && outcome.rest() != null && outcome.rest().flows() < outcome.message().flows()) {
      rests.put(key, outcome.rest());
    } else if (outcome.works()) {
      rests.remove(key);
    }
    if (!stopping || outcome.works()) {
      problems.note(name, outcome, spool);
    }
    return outcome;
  }

  private SendOutcome outcome(Exchange exchange, Delivery message, boolean again)
      throws InterruptedException {
    if (message.unwritten() != null) {
      return new SendOutcome(
          Kind.REFUSED, message, message, 0, null, message.unwritten(), null, again);
    }
    Attempt earlier = open.get(message.key());
    if (earlier != null) {
      boolean same = earlier.message().holds(message);
      if (!ends(earlier, exchange) && !leaveBehind(earlier)) {
        SendOutcome standing = standing(earlier, again);
        return same ? standing : standing.ofAnother(message);
      }
      open.remove(message.key(), earlier);
      if (!same) {
        // A rewritten blob may have given its name to other flows.
        rests.remove(message.key());
        return outcome(exchange, message, again);
      }
      SendOutcome end = earlier.outcome(clock, again);
      if (end.works() && earlier.ended()) {
        return end;
      }
      if (end.rest().flows() < end.message().flows()) {
        rests.put(message.key(), end.rest());
      }
    }
    if (hurried()) {
      return new SendOutcome(
          Kind.LATER, message, message, 0, null, "the program is asked to stop", null, again);
    }
    Optional<String> tooOld = tooOld(exchange, message);
    if (tooOld.isPresent()) {
      return new SendOutcome(Kind.REFUSED, message, message, 0, null, tooOld.get(), null, again);
    }
    Optional<String> tooLong = tooLong(exchange, message);
    if (tooLong.isPresent()) {
      Kind kind = message.divisible() ? Kind.TOO_LARGE : Kind.REFUSED;
      return new SendOutcome(kind, message, message, 0, null, tooLong.get(), null, again);
    }
    Attempt attempt = begin(exchange, message);
    open.put(message.key(), attempt);
    run(attempt, message.key());
    if (ends(attempt, exchange)) {
      open.remove(message.key(), attempt);
    } else {
      attempt.unattended();
      if (stopping) {
        uncount(attempt);
      }
    }
    return standing(attempt, again);
  }

  /**
   * The outcome of an attempt so far. If its time is up, the next turn gives it up and comes soon:
   * the server may work again, and the old request hangs forever.
   */
  private SendOutcome standing(Attempt attempt, boolean again) {
    SendOutcome outcome = attempt.outcome(clock, again);
    boolean givenUp = !attempt.ended() && attempt.age().compareTo(longest) >= 0;
    return givenUp ? outcome.after(Duration.ofSeconds(1)) : outcome;
  }

  private void run(Attempt attempt, String key) {
    boolean running = false;
    try {
      attempt.runBy(threads.submit(attempt));
      running = true;
    } finally {
      if (!running) {
        // There may be no memory for a thread, and an attempt that never began does not end.
        open.remove(key, attempt);
      }
    }
  }

  private Optional<String> tooOld(Exchange exchange, Delivery message) {
    Protocol protocol = exchange.getMessage().getHeader(RouteNames.PROTOCOL, Protocol.class);
    return protocol == null ? Optional.empty() : protocol.tooOld(message.key(), clock.instant());
  }

  private static Optional<String> tooLong(Exchange exchange, Delivery message) {
    Protocol protocol = exchange.getMessage().getHeader(RouteNames.PROTOCOL, Protocol.class);
    return protocol == null || message.body() == null
        ? Optional.empty()
        : protocol.tooLong(message.body());
  }

  private Attempt begin(Exchange exchange, Delivery message) {
    CamelContext context = exchange.getContext();
    Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
    Delivery left = rests.get(message.key());
    boolean again = left != null && left.flows() < message.flows() && message.holds(left);
    if (again) {
      copy.setMessage(remake.apply(left, context));
    }
    return new Attempt(again ? left : message, copy, sent -> send(sent, context));
  }

  private void send(Exchange exchange, CamelContext context) {
    if (sender == null) {
      sender = context.createProducerTemplate();
    }
    sender.send(RouteNames.send(name), exchange);
  }

  private boolean ends(Attempt attempt, Exchange exchange) throws InterruptedException {
    if (spool.holds()) {
      // The attempt that the drain waits for may have begun long before, for a deliverer.
      return ends(attempt, longest.minus(attempt.age()));
    }
    boolean ended = ends(attempt, BatchPatience.of(exchange, inTheWay));
    if (!ended) {
      BatchPatience.inVain(exchange);
    }
    return ended;
  }

  private boolean ends(Attempt attempt, Duration patience) throws InterruptedException {
    long began = System.nanoTime();
    while (!attempt.await(LOOK)) {
      if (hurried() || System.nanoTime() - began > patience.toNanos()) {
        return attempt.ended();
      }
    }
    return true;
  }

  /** Whether no attempt in hand is waited for any more. */
  private boolean hurried() {
    return stopping && System.nanoTime() - stopAt > AFTER_STOP.toNanos();
  }

  /** Gives up an attempt that takes too long, unless its end is sure to come. */
  private boolean leaveBehind(Attempt attempt) {
    if (hurried() || attempt.owed() || attempt.age().compareTo(longest) < 0) {
      return false;
    }
    synchronized (leftBehind) {
      leftBehind.removeIf(Attempt::ended);
      if (leftBehind.size() >= MOST_LEFT_BEHIND) {
        return false;
      }
      leftBehind.add(attempt);
    }
    attempt.abandon();
    return true;
  }

  /** Camel must not wait for an attempt that is given up. */
  private void uncount(Attempt attempt) {
    Exchange exchange = attempt.routed();
    if (attempt.uncount()) {
      exchange.getContext().getInflightRepository().remove(exchange, RouteNames.sendId(name));
    }
  }
}
