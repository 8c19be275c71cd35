package io.vnetflowroutes.check;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/** Reads the first record of a blob, and no more of the blob than it takes. */
public final class FirstRecord {

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
    ListedBlob blob = newest.blob();
    Origin origin = new Origin(source.name(), blob.name(), newest.hour());
    try (InputStream in = source.container().open(blob)) {
      Batches batches = new Batches(origin, in, 0, 0, false, limits, json);
      if (batches.hasNext()) {
        say(subject, blob, batches.next());
      } else if (batches.incompleteBytes() > 0) {
        subject.warn(
            "record",
            "'%s' ends inside its first record, or holds something else than records"
                .formatted(blob.name()));
      } else {
        subject.ok("record", "'%s' can be read, and holds no record yet".formatted(blob.name()));
      }
    } catch (IOException | RuntimeException e) {
      subject.fail(
          "record", "'%s' cannot be read. %s".formatted(blob.name(), AzureProblem.sentence(e)));
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
