package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.outcome.UnconfirmedException;
import io.vnetflowroutes.receiver.DocumentedService;
import io.vnetflowroutes.receiver.Receiver;
import io.vnetflowroutes.receiver.Receivers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves for every type that each flow ends in exactly one of delivered and dead letter, whatever
 * the service answers: busy, too large, refused, half taken, broken off before or after it took the
 * request, and what the type alone does with a flow it will not have. What comes again shows by its
 * id, in the place that the page names, that it does.
 */
class ReceiverFatesTest {

  private static final int ROUNDS = 25;

  /** Where a flow has its id in what is sent. */
  private static final Map<String, String> PLACES =
      Map.of(
          "elasticsearch", "\"_id\":\"%s\"",
          "opensearch", "\"_id\":\"%s\"",
          "sentinel", "\"flow_id\":\"%s\"",
          "otlp", "{\"key\":\"flow.id\",\"value\":{\"stringValue\":\"%s\"}}",
          "loki", "\\\"id\\\":\\\"%s\\\"",
          "secops", "\"productLogId\":\"%s\"",
          "syslog", " id=\"%s\"");

  private static Stream<Receiver> types() {
    return Receivers.all().stream();
  }

  private static Stream<Receiver> overHttp() {
    return types().filter(type -> type.carrier() == Receiver.Carrier.HTTP);
  }

  /** A service that answers as one of a type does, with troubles by chance. */
  private static final class Service {

    private final Receiver of;
    private final String type;
    private final Random chance;
    private final Set<String> refused;
    private final DocumentedService documented;
    private final Set<String> stored = new HashSet<>();
    private final Map<String, String> idsOfNames = new HashMap<>();

    Service(Receiver of, Random chance, Set<String> refused) {
      this.of = of;
      this.type = of.name();
      this.chance = chance;
      this.refused = refused;
      this.documented =
          new DocumentedService(
              type,
              refused::contains,
              () -> chance.nextInt(8) > 0 ? 201 : chance.nextBoolean() ? 429 : 503);
    }

    void answer(Exchange exchange) throws Exception {
      String text = Fates.text(exchange);
      List<String> ids = Fates.idsIn(text);
      assertThat(ids).as("each flow of a request says which it is").isNotEmpty();
      String place = PLACES.getOrDefault(type, "\"id\":\"%s\"");
      assertThat(text).contains(ids.stream().map(place::formatted).toList());
      named(exchange, ids);
      switch (of.carrier()) {
        case HTTP -> overHttp(exchange, ids);
        case KAFKA -> overKafka(exchange);
        default -> asBytes(ids);
      }
    }

    private void overHttp(Exchange exchange, List<String> ids) throws Exception {
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
      DocumentedService.Reply answer = documented.answer(ids);
      stored.addAll(documented.stored());
      if (answer.status() / 100 != 2) {
        fail(answer.status(), answer.body());
      }
      if (trouble == 3) {
        throw new IOException("the answer broke off");
      }
      exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
      exchange.getMessage().setBody(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** A broker answers for each record, and the component throws the first error. */
    private void overKafka(Exchange exchange) throws Exception {
      if (chance.nextInt(6) == 0) {
        throw new SaslAuthenticationException("the connection string was regenerated");
      }
      Exception first = null;
      for (Object element : exchange.getMessage().getBody(List.class)) {
        Message record = (Message) element;
        List<String> ids =
            Fates.idsIn(new String(record.getBody(byte[].class), StandardCharsets.UTF_8));
        Exception error =
            refused.containsAll(ids)
                ? new RecordTooLargeException("more than it takes")
                : chance.nextInt(8) == 0 ? new TimeoutException("no acknowledgement") : null;
        if (error == null || (error instanceof TimeoutException && chance.nextBoolean())) {
          stored.addAll(ids);
        }
        if (error != null) {
          record.getExchange().setException(error);
          first = first == null ? error : first;
        }
        record.setHeader(KafkaConstants.KAFKA_RECORD_META, List.of());
      }
      if (first != null) {
        throw first;
      }
    }

    /** A receiver of syslog, or a pipe, that may end before or after it has read. */
    private void asBytes(List<String> ids) throws Exception {
      boolean syslog = of.carrier() == Receiver.Carrier.TCP;
      int trouble = chance.nextInt(4);
      if (trouble == 0) {
        throw syslog
            ? new UnconfirmedException("there is no connection to it", null)
            : new IOException("Broken pipe");
      }
      stored.addAll(ids);
      if (trouble == 1) {
        throw syslog
            ? new UnconfirmedException("it did not close the connection", null)
            : new IOException("Broken pipe");
      }
    }

    /** A webhook's name stands for the same flows, however often it comes. */
    private void named(Exchange exchange, List<String> ids) {
      String name = exchange.getMessage().getHeader("webhook-id", String.class);
      if (name != null) {
        String before = idsOfNames.putIfAbsent(name, ids.toString());
        assertThat(before == null ? ids.toString() : before).isEqualTo(ids.toString());
      }
    }

    private static void fail(int status, String body) throws HttpOperationFailedException {
      throw new HttpOperationFailedException(
          "http://service", status, "", null, new TreeMap<>(), body);
    }
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
  @MethodSource("overHttp")
  void anAnswerOfAnybodyMeansWhatThePageSays(Receiver type) throws Exception {
    int[] status = new int[1];
    String[] body = new String[1];
    try (Fates fates =
        new Fates(
            exchange -> {
              if (status[0] / 100 != 2) {
                Service.fail(status[0], body[0]);
              }
              exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status[0]);
              exchange.getMessage().setBody(body[0].getBytes(StandardCharsets.UTF_8));
            })) {
      for (int one :
          List.of(
              200, 202, 204, 206, 302, 307, 400, 401, 402, 403, 404, 405, 407, 408, 409, 410, 413,
              422, 425, 429, 500, 501, 502, 503, 504, 520)) {
        for (String text : List.of("", "{\"message\":\"x\"}", "<!DOCTYPE html>\n<html></html>")) {
          status[0] = one;
          body[0] = text;
          SendOutcome outcome = fates.round(Fates.destination(type, Map.of(), null)).attempt();
          assertThat(outcome.kind())
              .as("%s answers %d with '%s'", type.name(), one, text)
              .isEqualTo(expected(type.name(), one, text));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyFlowEndsInOnePlace(Receiver type) throws Exception {
    Service[] service = new Service[1];
    try (Fates fates = new Fates(exchange -> service[0].answer(exchange))) {
      boolean refuses =
          type.carrier() == Receiver.Carrier.HTTP || type.carrier() == Receiver.Carrier.KAFKA;
      for (int round = 0; round < ROUNDS; round++) {
        Random chance = new Random(round);
        Set<String> refused =
            Fates.flows().flows().stream()
                .map(Flow::id)
                .filter(id -> refuses && chance.nextInt(12) == 0)
                .collect(Collectors.toSet());
        service[0] = new Service(type, chance, refused);
        assertFates(fates, type, Map.of(), service[0], refused);
      }
    }
  }

  /** Only flows that a receiver of syslog would cut off are dead letters. */
  @Test
  void aFlowThatIsTooLongForSyslogEndsInTheDeadLetterAlone() throws Exception {
    Receiver type = Receivers.named("syslog").orElseThrow();
    Map<String, Integer> lengths = new HashMap<>();
    try (Fates all =
        new Fates(
            exchange ->
                Fates.text(exchange)
                    .lines()
                    .forEach(line -> lengths.put(Fates.idsIn(line).get(0), line.length())))) {
      all.round(Fates.destination(type, Map.of("framing", "lines"), null)).run();
    }
    int limit = lengths.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
    Set<String> tooLong =
        lengths.keySet().stream().filter(id -> lengths.get(id) > limit).collect(Collectors.toSet());
    assertThat(tooLong).isNotEmpty().hasSizeLessThan(lengths.size());
    Service[] service = new Service[1];
    try (Fates fates = new Fates(exchange -> service[0].answer(exchange))) {
      for (int round = 0; round < ROUNDS; round++) {
        service[0] = new Service(type, new Random(round), Set.of());
        assertFates(
            fates, type, Map.of("message-limit", String.valueOf(limit)), service[0], tooLong);
        assertThat(service[0].stored).doesNotContainAnyElementsOf(tooLong);
      }
    }
  }

  private static void assertFates(
      Fates fates, Receiver type, Map<String, String> more, Service service, Set<String> refused)
      throws Exception {
    Fates.Round round = fates.round(Fates.destination(type, more, null));
    round.run();
    List<String> ended = new ArrayList<>(round.delivered());
    ended.addAll(round.dead());
    assertThat(ended)
        .as("each flow in one place")
        .containsExactlyInAnyOrderElementsOf(Fates.flows().flows().stream().map(Flow::id).toList());
    assertThat(service.stored)
        .as("what counts as delivered is there")
        .containsAll(round.delivered());
    assertThat(round.dead()).as("what the service refuses").containsAll(refused);
    if (!type.name().equals("otlp")) {
      assertThat(round.dead()).as("and nothing else").hasSameSizeAs(refused);
    }
  }
}
