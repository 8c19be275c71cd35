package io.vnetflowroutes.message;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.format.StoredFlows;
import io.vnetflowroutes.objects.ObjectStream;
import io.vnetflowroutes.spool.DamagedException;
import io.vnetflowroutes.spool.Front;
import io.vnetflowroutes.spool.Piece;
import io.vnetflowroutes.spool.Place;
import io.vnetflowroutes.spool.Position;
import io.vnetflowroutes.spool.SegmentLog;
import io.vnetflowroutes.spool.SegmentLog.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Flows of one or more messages in a spool that go together: all between two positions, or those of
 * them that a piece has. They are read each time they are needed.
 *
 * <p>Any thread may read; {@link #lastRead} tells others that it goes on.
 */
public final class Gathered {

  private final SegmentLog log;
  private final Position begin;
  private final Position end;
  private final List<String> endings;
  private final Gatherer gatherer;
  private volatile long progress = System.nanoTime();

  public Gathered(SegmentLog log, Front plan, Gatherer gatherer) {
    this.log = log;
    this.begin = plan.begin();
    this.end = plan.end();
    this.endings = plan.endings();
    this.gatherer = gatherer;
  }

  /**
   * Some flows of a message that waits.
   *
   * @param message the message they are of
   * @param flows the flows
   * @param first the number of the first of them among those that go together
   * @param from the number of the first of them in the message
   */
  record Chunk(Delivery message, List<Flow> flows, int first, int from) {

    /** Where in its part a flow stands. */
    int place(int index) {
      int at = from + index;
      return message.places().length > at
          ? message.places()[at]
          : MessageKey.parse(message.key()).begin() + at;
    }

    /** The flows that a piece has. */
    List<Flow> flows(Piece piece) {
      return piece.ranges().length == 0 ? flows : of(piece).stream().map(flows::get).toList();
    }

    /** The numbers of the flows that a piece has. */
    List<Integer> of(Piece piece) {
      List<Integer> some = new ArrayList<>();
      for (int i = 0; i < flows.size(); i++) {
        if (piece.has(first + i)) {
          some.add(i);
        }
      }
      return some;
    }
  }

  /** Takes one chunk after the other. */
  interface Reader {
    void take(Chunk chunk) throws IOException;
  }

  /** Goes through all messages, those that are damaged left out. */
  void read(Reader reader) throws IOException {
    Source source = new Source();
    for (Optional<Chunk> next = source.next(); next.isPresent(); next = source.next()) {
      reader.take(next.get());
    }
  }

  /** Hands out one chunk after the other. */
  final class Source {

    private Place at = begin.place();
    private int first;

    /** The next chunk; empty behind the last. */
    Optional<Chunk> next() throws IOException {
      while (isBeforeEnd(at)) {
        Optional<Entry> entry = log.next(at);
        if (entry.isEmpty() || !isBeforeEnd(entry.get().place())) {
          break;
        }
        at = entry.get().end();
        Optional<Chunk> chunk = chunk(entry.get());
        if (chunk.isPresent()) {
          progress = System.nanoTime();
          first += chunk.get().flows().size();
          return chunk;
        }
      }
      return Optional.empty();
    }

    private boolean isBeforeEnd(Place place) {
      return place.isBefore(end.place()) || (place.equals(end.place()) && end.skip() > 0);
    }

    private Optional<Chunk> chunk(Entry entry) throws IOException {
      try {
        Delivery message = StoredMessage.of(entry, log).read(log);
        List<Flow> flows = StoredFlows.read(message.body());
        int from = entry.place().equals(begin.place()) ? begin.skip() : 0;
        int to = entry.place().equals(end.place()) ? end.skip() : flows.size();
        return Optional.of(new Chunk(message, flows.subList(from, to), first, from));
      } catch (DamagedException e) {
        return Optional.empty();
      }
    }
  }

  /** When something of it was read last, by {@link System#nanoTime}; not before an instant. */
  public long lastRead(long notBefore) {
    long last = progress;
    return last - notBefore > 0 ? last : notBefore;
  }

  /** A file with a part of it, made as it is read. */
  public InputStream open(Delivery part) {
    Source source = new Source();
    Piece piece = new Piece(part.key(), part.ranges());
    return gatherer.stream(() -> source.next().map(chunk -> chunk.flows(piece)));
  }

  /** An object with a part of it, made as it is read; it may lie in the spool until it is sent. */
  public ObjectStream object(Delivery part) {
    return new ObjectStream(open(part), log.folder(), () -> progress = System.nanoTime());
  }

  /** A file as itself without some flows that its format does not write, behind these. */
  List<Delivery> separated(Delivery file) {
    Piece piece = new Piece(file.key(), file.ranges());
    List<Delivery> parts = new ArrayList<>();
    BitSet left = new BitSet();
    if (piece.ranges().length == 0) {
      left.set(0, file.flows());
    }
    for (int place : file.places()) {
      left.set(place);
    }
    if (file.places().length > 0) {
      left.clear(file.places()[file.flows()]);
    }
    try {
      for (Delivery unwritten : gatherer.unwritten(new Source(), piece)) {
        parts.add(unwritten.in(this));
        Arrays.stream(unwritten.places()).limit(unwritten.flows()).forEach(left::clear);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!left.isEmpty()) {
      int[] places = IntStream.concat(left.stream(), IntStream.of(left.length())).toArray();
      parts.add(file.with(places).in(this));
    }
    return parts;
  }

  /**
   * The names that a file of it may have if it was written before the settings gave files another
   * ending; none if they did not.
   */
  public List<String> earlierNames(String name) {
    String now = gatherer.ending();
    if (!name.endsWith(now)) {
      return List.of();
    }
    String stem = name.substring(0, name.length() - now.length());
    return endings.stream().filter(ending -> !ending.equals(now)).map(stem::concat).toList();
  }

  /** How many messages a part of it is of. */
  int messages(Delivery part) {
    int[] count = new int[1];
    try {
      Piece piece = new Piece(part.key(), part.ranges());
      read(
          chunk -> {
            if (!chunk.of(piece).isEmpty()) {
              count[0]++;
            }
          });
    } catch (IOException e) {
      return 1;
    }
    return count[0];
  }

  /** A part of it as the messages that it is of, each with its own name. */
  List<Delivery> apart(Delivery part) {
    List<Delivery> apart = new ArrayList<>();
    Piece piece = new Piece(part.key(), part.ranges());
    try {
      read(
          chunk -> {
            List<Integer> some = chunk.of(piece);
            if (!some.isEmpty()) {
              apart.addAll(
                  part.unwritten() == null
                      ? messages(chunk, some)
                      : unwritten(chunk, some, part.unwritten()));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return apart;
  }

  private List<Delivery> unwritten(Chunk chunk, List<Integer> some, String reason) {
    Unwritten unwritten = new Unwritten();
    some.forEach(index -> unwritten.add(chunk.flows().get(index), chunk.place(index), reason));
    return gatherer.messages(unwritten, chunk.message().key());
  }

  private List<Delivery> messages(Chunk chunk, List<Integer> some) {
    MessageKey whole = MessageKey.parse(chunk.message().key());
    int from = chunk.place(some.get(0));
    int to = chunk.place(some.get(some.size() - 1)) + 1;
    String key = whole.between(from, to).toString();
    List<Flow> flows = some.stream().map(chunk.flows()::get).toList();
    String name = FileNames.renamed(chunk.message().fileName(), chunk.message().key(), key);
    return gatherer.write(key, flows).stream()
        .map(
            written ->
                written.unwritten() == null
                    ? new Delivery(
                        key, name, written.body(), new int[0], written.records(), written.flows())
                    : written)
        .toList();
  }

  /** What a piece has, in memory, behind what its format does not write of it. */
  public List<Delivery> inMemory(Piece piece) throws IOException {
    List<Flow> all = new ArrayList<>();
    read(chunk -> all.addAll(chunk.flows()));
    return gatherer.write(piece, all).stream().map(written -> written.in(this)).toList();
  }
}
