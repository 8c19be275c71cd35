package io.vnetflowroutes.parse;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads again what could not be read before, with a newer program or with other limits. An instance
 * belongs to one thread.
 */
public final class Rereader {

  private final ParseLimits limits;
  private final RecordJson json;
  private final TupleReader tuples;

  /**
   * The result.
   *
   * @param flows the flows that can be read now, with the ids that they would have had
   * @param left what still cannot be read: the same bytes, or single tuples of a record
   */
  public record Result(List<Flow> flows, List<Unreadable> left) {}

  public Rereader(ParseLimits limits, RecordJson json) {
    this.limits = limits;
    this.json = json;
    this.tuples = new TupleReader(json);
  }

  /** Tries to read it again. */
  public Result reread(Unreadable unreadable) {
    return switch (unreadable.kind()) {
      case Unreadable.TUPLE -> tuple(unreadable);
      case Unreadable.RECORD -> record(unreadable);
      default -> new Result(List.of(), List.of(unreadable));
    };
  }

  private Result tuple(Unreadable unreadable) {
    byte[] text = unreadable.text();
    if (text.length < 2 || text[0] != '"') {
      return new Result(List.of(), List.of(unreadable));
    }
    try {
      Flow flow = read(unreadable.group(), unreadable.ordinal(), text);
      return flow == null
          ? new Result(List.of(), List.of(unreadable))
          : new Result(List.of(flow), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Flow read(FlowGroup group, int ordinal, byte[] text) throws IOException {
    return group.record().type() == FlowLogType.NSG
        ? tuples.readNsg(group, ordinal, text, 1)
        : tuples.read(group, ordinal, text, 1);
  }

  private Result record(Unreadable unreadable) {
    Batches batches =
        new Batches(
                unreadable.origin(),
                new ByteArrayInputStream(unreadable.text()),
                unreadable.offset(),
                limits,
                json)
            .over(true);
    List<Flow> flows = new ArrayList<>();
    List<Unreadable> left = new ArrayList<>();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      flows.addAll(batch.allowed().flows());
      flows.addAll(batch.denied().flows());
      left.addAll(batch.unreadable());
    }
    return new Result(flows, flows.isEmpty() ? List.of(unreadable) : left);
  }
}
