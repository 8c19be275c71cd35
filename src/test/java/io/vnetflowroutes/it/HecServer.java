package io.vnetflowroutes.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.it.HttpReceiver.Answer;
import io.vnetflowroutes.it.HttpReceiver.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Answers as Splunk's documentation says that its HTTP Event Collector does: it takes the events in
 * front of the first invalid one, and tells of an acknowledgement once.
 */
final class HecServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "Splunk 12345678-1234-1234-1234-123456789012";

  private final Predicate<JsonNode> invalid;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final Set<Integer> toAcknowledge = new HashSet<>();
  private final List<Integer> asked = new ArrayList<>();
  private int requests;

  /**
   * @param invalid which events it refuses
   */
  HecServer(Predicate<JsonNode> invalid) {
    this.invalid = invalid;
  }

  /** What has arrived, in order. */
  List<JsonNode> events() {
    return events;
  }

  /** How often it was asked for acknowledgements before it gave one. */
  synchronized int askedInVain() {
    return asked.size();
  }

  synchronized Answer answer(Request request) {
    if (!TOKEN.equals(request.headers().get("authorization"))) {
      return Answer.json(403, "{\"text\":\"Invalid token\",\"code\":4}");
    }
    try {
      return request.path().startsWith("/services/collector/ack")
          ? acknowledge(request)
          : take(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer take(Request request) throws IOException {
    if (!request.path().equals("/services/collector/event")) {
      return Answer.json(404, "{\"text\":\"Not found\",\"code\":404}");
    }
    int number = 0;
    try (MappingIterator<JsonNode> all =
        JSON.readerFor(JsonNode.class).readValues(request.bodyText())) {
      while (all.hasNext()) {
        JsonNode event = all.next();
        if (invalid.test(event)) {
          return Answer.json(
              400,
              "{\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":%d}"
                  .formatted(number));
        }
        events.add(event);
        number++;
      }
    }
    if (!request.headers().containsKey("x-splunk-request-channel")) {
      return Answer.json(200, "{\"text\":\"Success\",\"code\":0}");
    }
    requests++;
    toAcknowledge.add(requests);
    return Answer.json(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":%d}".formatted(requests));
  }

  private Answer acknowledge(Request request) throws IOException {
    int id = JSON.readTree(request.bodyText()).path("acks").path(0).asInt();
    boolean first = !asked.contains(id);
    if (first) {
      asked.add(id);
    }
    boolean now = !first && toAcknowledge.remove(id);
    return Answer.json(200, "{\"acks\":{\"%d\":%b}}".formatted(id, now));
  }
}
