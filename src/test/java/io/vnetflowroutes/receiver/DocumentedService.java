package io.vnetflowroutes.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Answers requests as the documentation of a type's service says, and keeps the ids of the flows
 * that it takes, each as often as it does.
 */
public final class DocumentedService {

  private static final int CREATED = 201;

  private final String type;
  private final Predicate<String> refuses;
  private final IntSupplier ofNewItem;
  private final List<String> stored = new ArrayList<>();

  /** What a request is answered with. */
  public record Reply(int status, String body) {}

  /**
   * @param refuses the flows that it never takes, by their ids
   * @param ofNewItem the status of a document that it could take, where it answers for each
   */
  public DocumentedService(String type, Predicate<String> refuses, IntSupplier ofNewItem) {
    this.type = type;
    this.refuses = refuses;
    this.ofNewItem = ofNewItem;
  }

  /** One that takes each flow at once that it takes at all. */
  public DocumentedService(String type, Predicate<String> refuses) {
    this(type, refuses, () -> CREATED);
  }

  /** The ids of the flows that it has, in order of arrival. */
  public synchronized List<String> stored() {
    return List.copyOf(stored);
  }

  /** Takes what it takes of a request with these flows. */
  public synchronized Reply answer(List<String> ids) {
    List<String> bad = ids.stream().filter(refuses).toList();
    return switch (type) {
      case "elasticsearch", "opensearch" -> bulk(ids);
      case "splunk-hec" -> {
        int taken = bad.isEmpty() ? ids.size() : ids.indexOf(bad.get(0));
        stored.addAll(ids.subList(0, taken));
        yield bad.isEmpty()
            ? new Reply(200, "{\"text\":\"Success\",\"code\":0}")
            : new Reply(400, "{\"code\":12,\"invalid-event-number\":%d}".formatted(taken));
      }
      case "loki" -> {
        takeOthers(ids);
        yield bad.isEmpty()
            ? new Reply(204, "")
            : new Reply(400, "entry for stream '{}' has timestamp too old");
      }
      case "otlp" -> {
        takeOthers(ids);
        yield new Reply(
            200, "{\"partialSuccess\":{\"rejectedLogRecords\":\"%d\"}}".formatted(bad.size()));
      }
      case "clickhouse" -> {
        if (bad.isEmpty()) {
          stored.addAll(ids);
          yield new Reply(200, "");
        }
        yield new Reply(200, "Code: 27, e.displayText() = DB::Exception: Cannot parse input");
      }
      default -> {
        if (bad.isEmpty()) {
          stored.addAll(ids);
          yield new Reply(200, "");
        }
        yield new Reply(400, "");
      }
    };
  }

  private void takeOthers(List<String> ids) {
    ids.stream().filter(refuses.negate()).forEach(stored::add);
  }

  private Reply bulk(List<String> ids) {
    return new Reply(
        200,
        ids.stream()
            .map(this::item)
            .map("{\"create\":{\"status\":%d}}"::formatted)
            .collect(Collectors.joining(",", "{\"items\":[", "]}")));
  }

  private int item(String id) {
    if (refuses.test(id)) {
      return 400;
    }
    if (stored.contains(id)) {
      return 409;
    }
    int status = ofNewItem.getAsInt();
    if (status == CREATED) {
      stored.add(id);
    }
    return status;
  }
}
