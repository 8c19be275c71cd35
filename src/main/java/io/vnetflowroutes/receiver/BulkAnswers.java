package io.vnetflowroutes.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads answers to {@code _bulk} of Elasticsearch and OpenSearch: a status for each document. 409
 * means that the document is there already, from an earlier attempt.
 */
final class BulkAnswers implements Answers {

  private static final int THERE_ALREADY = 409;
  private static final Set<Integer> OF_SETUP = Set.of(401, 403, 404);
  private static final Set<Integer> PASSING = Set.of(408, 429);

  /** What an error says before it quotes the document. */
  private static final Pattern FIELD =
      Pattern.compile("failed to parse field \\[([\\w.@-]+)\\] of type \\[(\\w+)\\]");

  private static final Pattern TYPE = Pattern.compile("[a-z_]{1,80}");

  @Override
  public Optional<Reading> read(Answer answer, int entries) {
    if (answer.status() == 400) {
      return Optional.of(
          Reading.of(Fate.SETUP, "it does not understand the request (400); check index"));
    }
    if (!answer.ok()) {
      return Optional.empty();
    }
    Map<?, ?> body = AnswerJson.object(answer.body());
    if (!(body.get("items") instanceof List<?> items) || items.size() != entries) {
      return Optional.of(
          Reading.of(
              Fate.SETUP,
              "it answered %d, but not as _bulk does; check url".formatted(answer.status())));
    }
    List<Fate> each = new ArrayList<>(entries);
    Map<?, ?> first = null;
    int refused = 0;
    for (Object item : items) {
      Map<?, ?> action = action(item);
      Fate fate = fate(AnswerJson.number(action.get("status"), 0));
      each.add(fate);
      if (fate != Fate.DELIVERED) {
        refused++;
        first = first == null || fate == Fate.SETUP ? action : first;
      }
    }
    return Optional.of(
        Reading.ofEach(
            each,
            first == null
                ? null
                : "it did not take %d of %d documents: %s"
                    .formatted(refused, entries, reason(first))));
  }

  private static Map<?, ?> action(Object item) {
    return item instanceof Map<?, ?> object && object.size() == 1
        ? object.values().iterator().next() instanceof Map<?, ?> action ? action : Map.of()
        : Map.of();
  }

  private static Fate fate(int status) {
    if (status / 100 == 2 || status == THERE_ALREADY) {
      return Fate.DELIVERED;
    }
    if (OF_SETUP.contains(status)) {
      return Fate.SETUP;
    }
    return status / 100 == 4 && !PASSING.contains(status) ? Fate.REFUSED : Fate.LATER;
  }

  private static String reason(Map<?, ?> action) {
    String status = "status " + AnswerJson.number(action.get("status"), 0);
    if (!(action.get("error") instanceof Map<?, ?> error)) {
      return status;
    }
    String type = Objects.toString(error.get("type"), "");
    Matcher field = FIELD.matcher(Objects.toString(error.get("reason"), ""));
    return status
        + (TYPE.matcher(type).matches() ? ", " + type : "")
        + (field.find()
            ? ", the field %s is mapped as %s".formatted(field.group(1), field.group(2))
            : "");
  }
}
