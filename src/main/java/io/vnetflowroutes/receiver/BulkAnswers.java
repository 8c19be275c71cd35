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
 * Reads answers to {@code _bulk} of Elasticsearch and OpenSearch: a status for each document. A
 * conflict of versions means that the index has the document already, from an earlier attempt. For
 * an error of the index, messages wait for a person; a wrong document is refused.
 */
final class BulkAnswers implements Answers {

  private static final int CONFLICT = 409;
  private static final String THERE_ALREADY = "version_conflict_engine_exception";
  private static final Set<Integer> OF_SETUP = Set.of(401, 403, 404);
  private static final Set<Integer> PASSING = Set.of(408, 429);

  /** Errors that are about the index, its name or the cluster. */
  private static final Set<String> OF_INDEX =
      Set.of(
          "index_closed_exception",
          "validation_exception",
          "invalid_index_name_exception",
          "invalid_alias_name_exception",
          "invalid_index_template_exception",
          "resource_already_exists_exception",
          "routing_missing_exception",
          "cluster_block_exception",
          "index_not_found_exception");

  /** An error that may be about the index or about the document. */
  private static final String OF_EITHER = "illegal_argument_exception";

  /** The words of such an error if it is about the index. */
  private static final Pattern ABOUT_INDEX =
      Pattern.compile(
          "no write index is defined for |(?:[Aa]lias|[Dd]ata stream) \\[[^\\]]*\\] has more than one"
              + "|Limit of total fields \\[|pipeline with id \\[|only write ops with an op_type of");

  private static final int MOST_WORDS = 300;

  private static final Pattern STRICT =
      Pattern.compile(
          "(?:\\[\\d+:\\d+\\] )?mapping set to strict, dynamic introduction of \\[([\\w.@-]+)\\]");

  /** The words of an error before it quotes the document. */
  private static final Pattern FIELD =
      Pattern.compile("failed to parse field \\[([\\w.@-]+)\\] of type \\[(\\w+)\\]");

  private static final Pattern TYPE = Pattern.compile("[a-z_]{1,80}");

  @Override
  public Optional<AnswerVerdict> read(Answer answer, int entries) {
    if (answer.refuses()) {
      return Optional.of(
          AnswerVerdict.of(
              Fate.SETUP,
              "it does not understand the request (%d); check url and index"
                  .formatted(answer.status())));
    }
    if (!answer.ok()) {
      return Optional.empty();
    }
    Map<?, ?> body = AnswerJson.object(answer.body());
    if (!(body.get("items") instanceof List<?> items) || items.size() != entries) {
      return Optional.of(Refusals.foreign(answer, "_bulk"));
    }
    List<Fate> each = new ArrayList<>(entries);
    Map<?, ?> first = null;
    int refused = 0;
    for (Object item : items) {
      Map<?, ?> action = action(item);
      Fate fate = fate(action);
      each.add(fate);
      if (fate != Fate.DELIVERED) {
        refused++;
        first = first == null || fate == Fate.SETUP ? action : first;
      }
    }
    return Optional.of(
        AnswerVerdict.ofEach(
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

  private static Fate fate(Map<?, ?> action) {
    int status = AnswerJson.number(action.get("status"), 0);
    String type = ofError(action, "type");
    if (status / 100 == 2
        || (status == CONFLICT && (type.isEmpty() || type.equals(THERE_ALREADY)))) {
      return Fate.DELIVERED;
    }
    if (OF_SETUP.contains(status) || ofIndex(action)) {
      return Fate.SETUP;
    }
    return status / 100 == 4 && status != CONFLICT && !PASSING.contains(status)
        ? Fate.REFUSED
        : Fate.LATER;
  }

  /** Whether an error is about the index, whatever the document holds. */
  private static boolean ofIndex(Map<?, ?> action) {
    String type = ofError(action, "type");
    return OF_INDEX.contains(type)
        || (type.equals(OF_EITHER) && ABOUT_INDEX.matcher(ofError(action, "reason")).lookingAt());
  }

  private static String ofError(Map<?, ?> action, String member) {
    return action.get("error") instanceof Map<?, ?> error
        ? Objects.toString(error.get(member), "")
        : "";
  }

  /**
   * The reason in an item. The words about an index name neither a field of a document nor its
   * value.
   */
  private static String reason(Map<?, ?> action) {
    String status = "status " + AnswerJson.number(action.get("status"), 0);
    String type = ofError(action, "type");
    String words = ofError(action, "reason");
    if (TYPE.matcher(type).matches()) {
      status += ", " + type;
    }
    if (ofIndex(action)) {
      return status + ": " + words.substring(0, Math.min(words.length(), MOST_WORDS));
    }
    Matcher field = FIELD.matcher(words);
    if (field.find()) {
      return "%s, the field %s is mapped as %s".formatted(status, field.group(1), field.group(2));
    }
    Matcher strict = STRICT.matcher(words);
    return strict.lookingAt()
        ? "%s, its mapping has no field %s".formatted(status, strict.group(1))
        : status;
  }
}
