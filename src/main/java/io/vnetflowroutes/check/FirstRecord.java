package io.vnetflowroutes.check;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the first record of a blob, and no more of the blob than it takes. */
public final class FirstRecord {

  /** Enough for most records, and a fraction of what a blob may hold. */
  private static final long FIRST_BYTES = 256 << 10;

  private final ParseLimits limits;
  private final RecordJson json;

  /**
   * @param recordBytes the length of the longest record that is read
   * @param json the limits on nesting and on the length of texts
   */
  public FirstRecord(int recordBytes, RecordJson json) {
    this.limits = new ParseLimits(1, 1, recordBytes);
    this.json = json;
  }

  /** Says whether the blob can be read, and its first record be understood. */
  void check(CheckReporter subject, Source source, NewestBlob newest) {
    check(subject, source.container(), newest.hour(), newest.blob(), FIRST_BYTES);
  }

  private void check(
      CheckReporter subject, Container container, Instant hour, ListedBlob blob, long bytes) {
    long to = Math.min(bytes, blob.length());
    Origin origin = new Origin(blob.source(), blob.name(), hour);
    try (InputStream in = container.open(blob, 0, to)) {
      Batches batches = new Batches(origin, in, limits, json);
      if (batches.hasNext()) {
        say(subject, blob, batches.next());
      } else if (batches.incompleteBytes() > 0 && to < blob.length()) {
        check(subject, container, hour, blob, blob.length());
      } else if (batches.incompleteBytes() > 0) {
        subject.warn(
            "record",
            "'%s' ends inside its first record, or holds something else than records"
                .formatted(blob.name()));
      } else {
        subject.ok("record", "'%s' can be read, and holds no record yet".formatted(blob.name()));
      }
    } catch (IOException | RuntimeException e) {
      Optional<ListedBlob> now =
          AzureProblem.changed(e) ? container.look(blob) : Optional.<ListedBlob>empty();
      if (now.isPresent() && !now.get().etag().equals(blob.etag())) {
        check(subject, container, hour, now.get(), bytes);
      } else {
        subject.fail(
            "record", "'%s' cannot be read. %s".formatted(blob.name(), AzureProblem.sentence(e)));
      }
    }
  }

  private static void say(CheckReporter subject, ListedBlob blob, Batch first) {
    if (!first.unreadable().isEmpty()) {
      subject.fail(
          "record",
          "The first record of '%s' goes to the dead letter: %s"
              .formatted(blob.name(), first.unreadable().get(0).reason()));
      return;
    }
    Flow flow =
        Stream.of(first.allowed(), first.denied())
            .flatMap(part -> part.flows().stream())
            .findFirst()
            .orElse(null);
    subject.ok(
        "record",
        flow == null
            ? "A record of '%s' was read; it has no flow".formatted(blob.name())
            : "A record of version %s was read: %d allowed and %d denied flows"
                .formatted(flow.record().version(), first.allowed().size(), first.denied().size()));
  }
}
