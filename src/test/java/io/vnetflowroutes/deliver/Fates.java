package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.receiver.AccessTokens;
import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receiver;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/**
 * The way of the flows of one part to a receiver of any type, without the routes: attempts follow
 * one another until each flow has ended somewhere.
 */
final class Fates implements AutoCloseable {

  private static final int FLOWS = 40;
  private static final int MOST_STEPS = 5_000;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{20}-\\d+-\\d+-\\d+");

  private final CamelContext camel = new DefaultCamelContext();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Starts with a service, which gets each request. */
  Fates(Processor service) throws Exception {
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:send-siem").process(service);
          }
        });
    camel.start();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    camel.stop();
  }

  /** The flows that are sent. */
  static BatchPart flows() {
    String[] tuples = new String[FLOWS];
    Arrays.setAll(tuples, i -> FlowLogText.DENIED.replace("50001", String.valueOf(i)));
    return FlowLogText.part(Decision.DENY, tuples);
  }

  /** The ids in a text, each once, in order. */
  static List<String> idsIn(String text) {
    List<String> ids = new ArrayList<>();
    Matcher id = ID.matcher(text);
    while (id.find()) {
      if (!ids.contains(id.group())) {
        ids.add(id.group());
      }
    }
    return ids;
  }

  /** What a request holds, as text. Records are not taken out, which a client would answer for. */
  static String text(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof List<?> records
        ? IntStream.range(0, records.size())
            .mapToObj(records::get)
            .map(record -> utf8(((Message) record).getBody(byte[].class)))
            .collect(Collectors.joining("\n"))
        : utf8(exchange.getMessage().getBody(byte[].class));
  }

  private static String utf8(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }

  static List<String> idsOf(Delivery delivery) {
    if (delivery == null) {
      return List.of();
    }
    return idsIn(
        delivery.records().isEmpty()
            ? utf8(delivery.body())
            : delivery.records().stream()
                .map(record -> utf8(record.value()))
                .collect(Collectors.joining("\n")));
  }

  /**
   * A destination of a type with the type's own settings.
   *
   * @param more further settings
   * @param tokens where the token of each request comes from; {@code null} where none is needed
   */
  static Destination destination(Receiver type, Map<String, String> more, AccessTokens tokens) {
    Map<String, String> values = new HashMap<>(type.defaults());
    type.needs().forEach(key -> values.putIfAbsent(key, "flows"));
    values.replace("message-limit", "8KB", "8192"); // As the settings have it.
    values.putAll(more);
    String uri =
        switch (type.carrier()) {
          case HTTP -> "https://service";
          case KAFKA -> "kafka:flows";
          case TCP -> "netty:tcp://service";
          case STANDARD_OUTPUT -> "stdout:flows";
        };
    Framing framing =
        switch (type.defaults().getOrDefault("framing", "lines")) {
          case "array" -> Framing.ARRAY;
          default -> type.carrier() == Receiver.Carrier.KAFKA ? Framing.RECORDS : Framing.LINES;
        };
    Protocol protocol =
        new Protocol(type, new Options(values, Map.of(), null), uri, "secret", tokens);
    return new Destination(
        "siem",
        uri,
        "flat",
        new FormatPool(format(type), true).each(protocol::around),
        null,
        new FilterReport((where, reason, count) -> {}),
        ResumedBatches.none(),
        new MessageLayout(framing, Compression.NONE, null, 1 << 20),
        Map.of(),
        protocol,
        "",
        Gatherer.Limits.NONE);
  }

  private static Supplier<Format> format(Receiver type) {
    String name = type.defaults().getOrDefault("format", "flat");
    String fields = type.defaults().get("fields");
    return fields == null
        ? Formats.named(name)
        : Formats.named(
            name,
            FieldChoice.of(fields, FieldChoice.known(Set.of()), field -> field, new ArrayList<>()),
            Derivation.NONE);
  }

  /** A way to a destination. */
  Round round(Destination destination) {
    return new Round(destination, Duration.ofMinutes(1));
  }

  /** The same where others wait for an attempt no longer than this. */
  Round round(Destination destination, Duration inTheWay) {
    return new Round(destination, inTheWay);
  }

  /** What the routes do, in short, with the messages of one part. */
  final class Round {

    private final Destination destination;
    private final Attempts attempts;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final List<String> delivered = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();

    private Round(Destination destination, Duration inTheWay) {
      this.destination = destination;
      this.attempts =
          new Attempts(
              "siem",
              destination::message,
              Spool.none("siem"),
              true,
              new SendProblems(Clock.systemUTC()),
              threads,
              Clock.systemUTC(),
              inTheWay,
              Duration.ofMinutes(5));
      destination
          .messages(flows(), camel)
          .forEachRemaining(
              message -> waiting.add(message.getHeader(RouteNames.DELIVERY, Delivery.class)));
    }

    /** The flows that the destination has taken, as often as it has. */
    List<String> delivered() {
      return delivered;
    }

    /** The flows in the dead letter. */
    List<String> dead() {
      return dead;
    }

    /** Sends until nothing waits any more. */
    void run() throws Exception {
      for (int step = 0; !waiting.isEmpty(); step++) {
        assertThat(step).as("it comes to an end").isLessThan(MOST_STEPS);
        step();
      }
    }

    /** Makes an attempt with the first message, and what follows from it. */
    SendOutcome step() throws Exception {
      Delivery message = waiting.removeFirst();
      SendOutcome outcome = attempt(message);
      List<String> taken = new ArrayList<>(idsOf(message));
      taken.removeAll(idsOf(outcome.rest()));
      delivered.addAll(taken);
      switch (outcome.kind()) {
        case DELIVERED -> {}
        case REFUSED, ONLY_THESE -> dead.addAll(idsOf(outcome.rest()));
        case TOO_LARGE -> {
          List<Delivery> halves = outcome.halves();
          waiting.addFirst(halves.get(1));
          waiting.addFirst(halves.get(0));
        }
        default -> waiting.addFirst(outcome.rest());
      }
      return outcome;
    }

    /** Makes an attempt with the first message. */
    SendOutcome attempt() throws Exception {
      return attempt(waiting.getFirst());
    }

    private SendOutcome attempt(Delivery message) throws Exception {
      Exchange exchange = new DefaultExchange(camel);
      exchange.setMessage(destination.message(message, camel));
      attempts.make(exchange);
      return exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
    }
  }
}
