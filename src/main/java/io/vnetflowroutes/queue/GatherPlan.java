package io.vnetflowroutes.queue;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.format.StoredFlows;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Gathered;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.spool.Front;
import io.vnetflowroutes.spool.Piece;
import io.vnetflowroutes.spool.Place;
import io.vnetflowroutes.spool.Position;
import io.vnetflowroutes.spool.SegmentLog;
import io.vnetflowroutes.spool.SegmentLog.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out which flows of a queue go together next. One thread makes a plan. */
final class GatherPlan {

  /** So many flows show what one of them takes. */
  private static final int SAMPLE = 20_000;

  /** More than fits is written, so that all that fits is known. */
  private static final double MORE = 1.2;

  private final SegmentLog log;
  private final Position begin;
  private final Place limit;
  private final Gatherer gatherer;
  private final List<Taken> taken = new ArrayList<>();
  private final List<Flow> flows = new ArrayList<>();
  private Place at;

  /** A message that is taken, and how many of its flows are left. */
  private record Taken(StoredMessage message, int from, int left) {}

  /**
   * What goes together.
   *
   * @param front the front of the queue from now on
   * @param messages the message, if it was made already, behind those with what its format does not
   *     write
   */
  record Planned(Front front, List<Delivery> messages) {}

  /**
   * @param begin where it begins
   * @param limit what stands there or behind it is not taken
   */
  GatherPlan(SegmentLog log, Position begin, Place limit, Gatherer gatherer) {
    this.log = log;
    this.begin = begin;
    this.limit = limit;
    this.gatherer = gatherer;
    this.at = begin.place();
  }

  Planned make() throws IOException {
    return gatherer.streams() ? file() : body();
  }

  /** Takes one more message; says whether there was one. */
  private boolean takeOne(boolean keepFlows) throws IOException {
    Optional<Entry> entry = log.next(at);
    if (entry.isEmpty() || limit.isBefore(entry.get().end())) {
      return false;
    }
    StoredMessage message = StoredMessage.of(entry.get(), log);
    if (!message.header().isFlows()) {
      return false;
    }
    int skip = entry.get().place().equals(begin.place()) ? begin.skip() : 0;
    Delivery read;
    try {
      read = message.read(log);
    } catch (IOException e) {
      if (taken.isEmpty()) {
        throw e;
      }
      return false;
    }
    at = entry.get().end();
    taken.add(new Taken(message, skip, message.header().flows() - skip));
    if (keepFlows) {
      List<Flow> all = StoredFlows.read(read.body());
      flows.addAll(all.subList(skip, all.size()));
    }
    return true;
  }

  private Planned file() throws IOException {
    if (!gatherer.measured()) {
      while (flows.size() < SAMPLE && takeOne(true)) {
        // What a flow takes in a file is not known before some are written.
      }
      gatherer.measure(flows.subList(0, Math.min(flows.size(), SAMPLE)));
      flows.clear();
    }
    int wanted = gatherer.flowsOfFile();
    long count = taken.stream().mapToLong(Taken::left).sum();
    while (count < wanted && takeOne(false)) {
      count += taken.get(taken.size() - 1).left();
    }
    return planned((int) Math.min(count, wanted), List.of());
  }

  private Planned body() throws IOException {
    List<Delivery> written;
    int count;
    boolean more;
    do {
      double wanted = MORE * gatherer.limits().bytes();
      do {
        more = takeOne(true);
      } while (more && gatherer.bytes(flows.size()) < wanted);
      written = gatherer.writeFitting(flows);
      count = written.stream().mapToInt(Delivery::flows).sum();
      Delivery last = written.get(written.size() - 1);
      if (last.unwritten() == null) {
        gatherer.measured(size(last), last.flows());
      }
    } while (more && written.size() == 1 && count == flows.size());
    return planned(count, written);
  }

  private static long size(Delivery written) {
    return written.body() == null
        ? written.records().stream().mapToLong(record -> record.value().length).sum()
        : written.body().length;
  }

  private Planned planned(int count, List<Delivery> written) {
    List<String> keys = new ArrayList<>();
    Position end = begin;
    int left = count;
    for (Taken each : taken) {
      keys.add(each.message().key());
      int some = Math.min(left, each.left());
      boolean all = some == each.left();
      end =
          all
              ? Position.at(each.message().entry().end())
              : new Position(each.message().entry().place(), each.from() + some);
      left -= some;
      if (left == 0) {
        break;
      }
    }
    MessageKey name = gatherer.name(keys, begin.skip(), end.skip(), count);
    Front front =
        new Front(begin, end, List.of(Piece.whole(name.toString())), List.of(gatherer.ending()));
    Gathered all = new Gathered(log, front, gatherer);
    return new Planned(
        front,
        written.stream().map(message -> message.named(renamed(message, name)).in(all)).toList());
  }

  /** The name of a message once it is known under which name all goes together. */
  private static String renamed(Delivery written, MessageKey together) {
    return together.part() + written.key().substring(MessageKey.GATHERED.length());
  }
}
