package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deliver.SendOutcome.Kind;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.receiver.Options;
import io.vnetflowroutes.receiver.Protocol;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receivers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves for every type that is reached by HTTP that each flow ends in exactly one of delivered and
 * dead letter, whatever the service answers: busy, too large, refused, half taken, broken off
 * before or after it took the request, and what the type alone does with a flow it will not have.
 */
class ReceiverFatesTest {

  private static final int FLOWS = 40;
  private static final int ROUNDS = 25;
  private static final int MOST_STEPS = 5_000;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{20}-\\d+-\\d+-\\d+");

  @TempDir Path folder;
  private final CamelContext camel = new DefaultCamelContext();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    camel.stop();
  }

  private static Stream<Receiver> types() {
    return Receivers.all().stream().filter(type -> type.carrier() == Receiver.Carrier.HTTP);
  }

  /** A service that answers as one of a type does, with troubles by chance. */
  private static final class Service {

    private final String type;
    private final Random chance;
    private final Set<String> refused;
    private final Set<String> stored = new HashSet<>();
    private final Map<String, String> idsOfNames = new HashMap<>();

    Service(String type, Random chance, Set<String> refused) {
      this.type = type;
      this.chance = chance;
      this.refused = refused;
    }

    void answer(Exchange exchange) throws IOException, HttpOperationFailedException {
      String body = new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
      List<String> ids = idsIn(body);
      assertThat(ids).as("each flow of a request says which it is").isNotEmpty();
      named(exchange, ids);
      int trouble = chance.nextInt(10);
      if (trouble == 0) {
        throw new IOException("the connection was reset");
      }
      if (trouble == 1) {
        fail(List.of(408, 429, 503).get(chance.nextInt(3)), "");
      }
      if (trouble == 2) {
        fail(401, "");
      }
      if (ids.size() > 15) {
        fail(413, "");
      }
      String answer = take(ids);
      if (trouble == 3) {
        throw new IOException("the answer broke off");
      }
      exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
      exchange.getMessage().setBody(answer.getBytes(StandardCharsets.UTF_8));
    }

    /** A webhook's name stands for the same flows, however often it comes. */
    private void named(Exchange exchange, List<String> ids) {
      String name = exchange.getMessage().getHeader("webhook-id", String.class);
      if (name != null) {
        String before = idsOfNames.putIfAbsent(name, ids.toString());
        assertThat(before == null ? ids.toString() : before).isEqualTo(ids.toString());
      }
    }

    private String take(List<String> ids) throws HttpOperationFailedException {
      List<String> bad = ids.stream().filter(refused::contains).toList();
      switch (type) {
        case "elasticsearch", "opensearch" -> {
          return bulk(ids);
        }
        case "splunk-hec" -> {
          int first = bad.isEmpty() ? ids.size() : ids.indexOf(bad.get(0));
          stored.addAll(ids.subList(0, first));
          if (first < ids.size()) {
            fail(400, "{\"code\":12,\"invalid-event-number\":%d}".formatted(first));
          }
          return "{\"text\":\"Success\",\"code\":0}";
        }
        case "loki" -> {
          ids.stream().filter(id -> !refused.contains(id)).forEach(stored::add);
          if (!bad.isEmpty()) {
            fail(400, "entry for stream '{}' has timestamp too old");
          }
        }
        case "otlp" -> {
          ids.stream().filter(id -> !refused.contains(id)).forEach(stored::add);
          return "{\"partialSuccess\":{\"rejectedLogRecords\":\"%d\"}}".formatted(bad.size());
        }
        case "clickhouse" -> {
          if (!bad.isEmpty()) {
            return "Code: 27, e.displayText() = DB::Exception: Cannot parse input";
          }
          stored.addAll(ids);
        }
        default -> {
          if (!bad.isEmpty()) {
            fail(400, "");
          }
          stored.addAll(ids);
        }
      }
      return "";
    }

    private String bulk(List<String> ids) {
      List<String> items = new ArrayList<>();
      for (String id : ids) {
        int status = refused.contains(id) ? 400 : stored.contains(id) ? 409 : 201;
        if (status == 201 && chance.nextInt(8) == 0) {
          status = chance.nextBoolean() ? 429 : 503;
        }
        if (status == 201) {
          stored.add(id);
        }
        items.add("{\"create\":{\"status\":%d}}".formatted(status));
      }
      return "{\"items\":[%s]}".formatted(String.join(",", items));
    }

    private static void fail(int status, String body) throws HttpOperationFailedException {
      throw new HttpOperationFailedException(
          "http://service", status, "", null, new TreeMap<>(), body);
    }
  }

  /** The ids in a text, each once, in order. */
  private static List<String> idsIn(String text) {
    List<String> ids = new ArrayList<>();
    Matcher id = ID.matcher(text);
    while (id.find()) {
      if (!ids.contains(id.group())) {
        ids.add(id.group());
      }
    }
    return ids;
  }

  private static List<String> idsOf(Delivery delivery) {
    return delivery == null
        ? List.of()
        : idsIn(new String(delivery.body(), StandardCharsets.UTF_8));
  }

  private static BatchPart flows() {
    String[] tuples = new String[FLOWS];
    Arrays.setAll(tuples, i -> FlowLogText.DENIED.replace("50001", String.valueOf(i)));
    return FlowLogText.part(Decision.DENY, tuples);
  }

  private static Destination destination(Receiver type) {
    Map<String, String> values = new HashMap<>(type.defaults());
    type.needs().forEach(key -> values.putIfAbsent(key, "flows"));
    Protocol protocol =
        new Protocol(type, new Options(values, Map.of(), null), "https://service", "secret", null);
    FormatPool formats =
        new FormatPool(Formats.named(type.defaults().getOrDefault("format", "flat")), true);
    return new Destination(
        "siem",
        "https://service",
        "flat",
        formats.each(protocol::around),
        null,
        new FilterReport((where, reason, count) -> {}),
        ResumedBatches.none(),
        new MessageLayout(
            type.defaults().getOrDefault("framing", "lines").equals("array")
                ? Framing.ARRAY
                : Framing.LINES,
            Compression.NONE,
            null,
            1 << 20),
        Map.of(),
        protocol,
        "",
        Gatherer.Limits.NONE);
  }

  private void serve(Processor service) throws Exception {
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

  /** Answers of anybody, and what docs/destinations.md says that they mean for a type. */
  private static Kind expected(String type, int status, String body) {
    boolean json = List.of("elasticsearch", "opensearch", "splunk-hec").contains(type);
    boolean foreign = body.startsWith("<") && !type.equals("webhook");
    if (status / 100 == 2) {
      return json || foreign ? Kind.SETUP : Kind.DELIVERED;
    }
    if (status == 400 || status == 422) {
      return json || foreign || type.equals("clickhouse") ? Kind.SETUP : Kind.TOO_LARGE;
    }
    if (status == 413) {
      return Kind.TOO_LARGE;
    }
    return status >= 500 || List.of(408, 425, 429).contains(status) ? Kind.LATER : Kind.SETUP;
  }

  @ParameterizedTest
  @MethodSource("types")
  void anAnswerOfAnybodyMeansWhatThePageSays(Receiver type) throws Exception {
    int[] status = new int[1];
    String[] body = new String[1];
    serve(
        exchange -> {
          if (status[0] / 100 != 2) {
            Service.fail(status[0], body[0]);
          }
          exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status[0]);
          exchange.getMessage().setBody(body[0].getBytes(StandardCharsets.UTF_8));
        });
    for (int one :
        List.of(
            200, 202, 204, 206, 302, 307, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 413,
            422, 425, 429, 500, 501, 502, 503, 504, 520)) {
      for (String text : List.of("", "{\"message\":\"x\"}", "<!DOCTYPE html>\n<html></html>")) {
        status[0] = one;
        body[0] = text;
        Round round = new Round(type, null, Set.of());
        round.begin();
        SendOutcome outcome = round.attempt(round.waiting.getFirst());
        assertThat(outcome.kind())
            .as("%s answers %d with '%s'", type.name(), one, text)
            .isEqualTo(expected(type.name(), one, text));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyFlowEndsInOnePlace(Receiver type) throws Exception {
    Service[] service = new Service[1];
    serve(exchange -> service[0].answer(exchange));
    for (int round = 0; round < ROUNDS; round++) {
      Random chance = new Random(round);
      Set<String> refused =
          flows().flows().stream()
              .map(Flow::id)
              .filter(id -> chance.nextInt(12) == 0)
              .collect(Collectors.toSet());
      service[0] = new Service(type.name(), chance, refused);
      new Round(type, service[0], refused).run();
    }
  }

  /** What the routes do, in short, with the messages of one part. */
  private final class Round {

    private final Receiver type;
    private final Service service;
    private final Set<String> refused;
    private final Destination destination;
    private final Attempts attempts;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final List<String> delivered = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();

    Round(Receiver type, Service service, Set<String> refused) {
      this.type = type;
      this.service = service;
      this.refused = refused;
      this.destination = destination(type);
      this.attempts =
          new Attempts(
              "siem",
              destination::message,
              Spool.none("siem"),
              true,
              new SendProblems(Clock.systemUTC()),
              threads,
              Clock.systemUTC(),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5));
    }

    void begin() {
      for (Iterator<Message> i = destination.messages(flows(), camel); i.hasNext(); ) {
        waiting.add(i.next().getHeader(RouteNames.DELIVERY, Delivery.class));
      }
    }

    void run() throws Exception {
      List<String> all = flows().flows().stream().map(Flow::id).toList();
      begin();
      for (int step = 0; !waiting.isEmpty(); step++) {
        assertThat(step).as("it comes to an end").isLessThan(MOST_STEPS);
        step();
      }
      List<String> ended = new ArrayList<>(delivered);
      ended.addAll(dead);
      assertThat(ended).as("each flow in one place").containsExactlyInAnyOrderElementsOf(all);
      assertThat(service.stored).as("what counts as delivered is there").containsAll(delivered);
      assertThat(dead).as("what the service refuses").containsAll(refused);
      if (!type.name().equals("otlp")) {
        assertThat(dead).as("and nothing else").hasSameSizeAs(refused);
      }
    }

    SendOutcome attempt(Delivery message) throws Exception {
      Exchange exchange = new DefaultExchange(camel);
      exchange.setMessage(destination.message(message, camel));
      attempts.make(exchange);
      return exchange.getVariable(RouteNames.OUTCOME, SendOutcome.class);
    }

    private void step() throws Exception {
      Delivery message = waiting.removeFirst();
      SendOutcome outcome = attempt(message);
      List<String> taken = new ArrayList<>(idsOf(message));
      taken.removeAll(idsOf(outcome.rest()));
      delivered.addAll(taken);
      assertThat(outcome.reason() == null).isEqualTo(outcome.kind() == Kind.DELIVERED);
      switch (outcome.kind()) {
        case DELIVERED -> {}
        case REFUSED -> dead.addAll(idsOf(outcome.rest()));
        case TOO_LARGE -> {
          List<Delivery> halves = outcome.halves();
          waiting.addFirst(halves.get(1));
          waiting.addFirst(halves.get(0));
        }
        default -> waiting.addFirst(outcome.rest());
      }
    }
  }
}
