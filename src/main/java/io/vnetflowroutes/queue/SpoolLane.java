package io.vnetflowroutes.queue;

import io.vnetflowroutes.disk.DiskProblem;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.format.StoredFlows;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Gathered;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.StoredMessage;
import io.vnetflowroutes.queue.GatherPlan.Planned;
import io.vnetflowroutes.spool.Front;
import io.vnetflowroutes.spool.FrontFile;
import io.vnetflowroutes.spool.NewerFormException;
import io.vnetflowroutes.spool.Piece;
import io.vnetflowroutes.spool.Place;
import io.vnetflowroutes.spool.Position;
import io.vnetflowroutes.spool.SegmentLog;
import io.vnetflowroutes.spool.SegmentLog.Appended;
import io.vnetflowroutes.spool.SegmentLog.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue of a spool: messages in their order, on disk, and what of them goes together next. All
 * of a destination stand in one, but those that are gathered into files have one for each folder.
 *
 * <p>Its spool calls it with its monitor held, but for {@link #force}.
 */
final class SpoolLane {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolLane.class);

  private final Path folder;
  private final Gatherer gatherer;
  private final FrontFile frontFile;
  private final SegmentLog log;
  private final Unacknowledged unacknowledged = new Unacknowledged();
  private Front front;
  private int messages;
  private long bytes;
  private long flows;
  private StoredMessage oldest;
  private Instant hour;
  private Delivery head;
  private boolean unwritten;

  /**
   * Opens a queue with what waits in it.
   *
   * @param gatherer how flows are gathered; {@code null} if messages wait by themselves only
   */
  SpoolLane(String destination, Path folder, Gatherer gatherer) throws IOException {
    this.folder = folder;
    this.gatherer = gatherer;
    this.frontFile = new FrontFile(folder);
    try {
      Front before = FrontFile.read(folder);
      long used = before.end().place().segment();
      this.log = SegmentLog.open(folder, used, new SpoolDamage(destination));
      this.front = SpoolReader.standing(before, log);
      SpoolReader.each(front, log, this::found);
      this.flows -= front.begin().skip();
    } catch (NewerFormException e) {
      throw new IOException("as to its folder '" + folder + "', " + e.getMessage(), e);
    }
  }

  private void found(StoredMessage message) {
    oldest = isEmpty() ? message : oldest;
    count(message, 1);
  }

  private void count(StoredMessage message, int sign) {
    messages += sign;
    bytes += sign * message.entry().size();
    flows += message.header().isFlows() ? (long) sign * message.header().flows() : 0;
  }

  Path folder() {
    return folder;
  }

  boolean isEmpty() {
    return messages == 0;
  }

  int messages() {
    return messages;
  }

  /** How many bytes wait, as they lie on disk. */
  long bytes() {
    return bytes;
  }

  /** Goes through what waits, in order. */
  void each(SpoolReader.Consumer consumer) throws IOException {
    SpoolReader.each(front, log, consumer);
  }

  /** The whole of a message that waits. */
  Delivery read(StoredMessage message) throws IOException {
    return message.read(log);
  }

  /**
   * Adds a message, or finds it where it waits and nobody knows that it was acknowledged.
   *
   * @param format the name of the format it was made in
   * @throws IOException if the disk does not take it
   */
  Kept add(Delivery delivery, String format, Instant now) throws IOException {
    Appended appended = log.append(StoredMessage.bytes(delivery, format, now));
    StoredMessage message = StoredMessage.of(appended.entry(), log);
    found(message);
    unacknowledged.add(delivery.key(), appended);
    return new Kept(this, message, appended);
  }

  /** A message that is there already, and may come again as its acknowledgement is not on disk. */
  Optional<Kept> find(Delivery delivery) throws IOException {
    for (Appended same : unacknowledged.of(delivery.key())) {
      StoredMessage message = StoredMessage.of(same.entry(), log);
      if (delivery.holds(message.read(log))) {
        return Optional.of(new Kept(this, message, same));
      }
    }
    return Optional.empty();
  }

  /** Brings what was put into the queue to the disk, together with others. */
  void force(Appended appended) throws IOException {
    log.force(appended);
  }

  /** Forgets a message that the disk did not take. */
  void lost(Kept kept) {
    if (unacknowledged.of(kept.message().key()).contains(kept.appended())) {
      unacknowledged.remove(kept.message().key(), kept.appended());
      count(kept.message(), -1);
      oldest = isEmpty() ? null : oldest;
    }
  }

  /** That a message is acknowledged is on disk. */
  void acknowledged(String key) {
    unacknowledged.remove(key);
  }

  /** All of a batch is acknowledged, and that is on disk. */
  void committed(String batch) {
    unacknowledged.removeAll(batch);
  }

  /** Since when it is time to send the oldest message; empty if it is not. Asks no disk. */
  Optional<Instant> dueSince(Instant now) {
    return Optional.ofNullable(oldest)
        .map(first -> first.header().isFlows() ? first.since().plus(age()) : first.since())
        .filter(since -> !now.isBefore(since));
  }

  private Duration age() {
    return gatherer == null ? Duration.ZERO : gatherer.limits().age();
  }

  /**
   * Whether a message can be sent now.
   *
   * @param closed whether flows of an hour are to wait no longer
   */
  boolean ready(Instant now, Predicate<Instant> closed) {
    return front.planned() || unchecked(() -> ready(front.begin(), flows, now, closed));
  }

  /** Whether another message can be sent behind the next one. */
  boolean readyBehind(Instant now, Predicate<Instant> closed) {
    if (front.pieces().size() > 1) {
      return true;
    }
    int together = head == null || head.gathered() == null ? 0 : head.flows();
    return front.planned() && unchecked(() -> ready(front.end(), flows - together, now, closed));
  }

  private interface DiskRead<T> {
    T get() throws IOException;
  }

  private static <T> T unchecked(DiskRead<T> read) {
    try {
      return read.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean ready(Position from, long left, Instant now, Predicate<Instant> closed)
      throws IOException {
    Optional<Entry> entry = log.next(from.place());
    if (entry.isEmpty() || log.forced().isBefore(entry.get().end())) {
      return false;
    }
    StoredMessage first = StoredMessage.of(entry.get(), log);
    if (!first.header().isFlows()) {
      return true;
    }
    Place limit = limit();
    if (limit.isBefore(entry.get().end())) {
      return false;
    }
    boolean enough = gatherer.fills(left) && gatherer.fills(left - SpoolReader.flows(limit, log));
    boolean old = !now.isBefore(first.since().plus(age()));
    return enough || old || closed.test(gatherer.byFolder() ? hour(first) : null);
  }

  /** What stands behind it may come again after a kill, so it is not sent together with others. */
  private Place limit() {
    Place forced = log.forced();
    return unacknowledged.first().filter(first -> first.isBefore(forced)).orElse(forced);
  }

  /** The hour of the flows that wait; one long ago where they are damaged, which shows soon. */
  private Instant hour(StoredMessage first) throws IOException {
    if (hour == null) {
      try {
        hour = StoredFlows.read(first.read(log).body()).get(0).record().origin().hour();
      } catch (IOException e) {
        if (DiskProblem.is(e)) {
          throw e;
        }
        return Instant.EPOCH;
      }
    }
    return hour;
  }

  /** The message to send now, as it is until something becomes of it. */
  Delivery head() throws IOException {
    if (head == null) {
      Entry entry = log.next(front.begin().place()).orElseThrow();
      try {
        StoredMessage first = StoredMessage.of(entry, log);
        if (front.planned()) {
          noteEnding();
          take(planned(first, front.pieces().get(0)));
        } else if (first.header().isFlows()) {
          Planned plan = new GatherPlan(log, front.begin(), limit(), gatherer).make();
          frontFile.write(plan.front());
          front = plan.front();
          take(plan.messages().isEmpty() ? planned(first, front.pieces().get(0)) : plan.messages());
        } else {
          head = first.read(log);
          Piece whole = Piece.whole(head.key());
          front = new Front(front.begin(), Position.at(entry.end()), List.of(whole));
        }
      } catch (IOException e) {
        if (!DiskProblem.is(e)) {
          log.setAside(entry);
          forget(entry);
        }
        throw e;
      }
    }
    return head;
  }

  /** Objects are looked for under each ending that one may have been written with. */
  private void noteEnding() throws IOException {
    if (gatherer != null
        && gatherer.byFolder()
        && !front.endings().isEmpty()
        && !front.endings().contains(gatherer.ending())) {
      Front next = front.with(gatherer.ending());
      frontFile.write(next);
      front = next;
    }
  }

  /** What its format does not write is a message of its own from now on. */
  private void take(List<Delivery> made) throws IOException {
    if (made.size() > 1) {
      replace(made);
    } else {
      head = made.get(0);
    }
  }

  private List<Delivery> planned(StoredMessage first, Piece piece) throws IOException {
    if (!first.header().isFlows()) {
      return List.of(first.read(log).some(piece));
    }
    String beside = first.header().fileName();
    Gathered all = new Gathered(log, front, gatherer);
    if (!gatherer.streams()) {
      return all.inMemory(piece).stream().map(made -> gatherer.inFolder(made, beside)).toList();
    }
    MessageKey name = MessageKey.parse(piece.key());
    Delivery file =
        new Delivery(
            piece.key(),
            gatherer.fileName(beside, name),
            null,
            new int[0],
            List.of(),
            name.count());
    return List.of((piece.ranges().length == 0 ? file : file.with(piece.places())).in(all));
  }

  /** Goes on behind a damaged record. */
  private void forget(Entry damaged) throws IOException {
    advance(Front.at(Position.at(damaged.end())));
  }

  /** The message in hand is done with. */
  void done() throws IOException {
    advance(front.withoutFirst());
  }

  private void advance(Front next) throws IOException {
    Front before = front;
    if (!next.begin().equals(before.begin())) {
      Front passed = new Front(before.begin(), next.begin(), List.of());
      SpoolReader.each(passed, log, message -> uncount(message, passed));
    }
    front = next;
    head = null;
    noteOldest();
    unacknowledged.removeBefore(front.begin().place());
    unwritten = true;
    write();
  }

  /** Reads it now, as those who ask for it are not to wait for the disk. */
  private void noteOldest() throws IOException {
    Optional<Entry> next = log.next(front.begin().place());
    oldest = next.isPresent() ? StoredMessage.of(next.get(), log) : null;
  }

  private void uncount(StoredMessage message, Front passed) {
    Place place = message.entry().place();
    boolean whole = place.isBefore(passed.end().place());
    if (whole) {
      messages--;
      bytes -= message.entry().size();
    }
    if (message.header().isFlows()) {
      int from = place.equals(passed.begin().place()) ? passed.begin().skip() : 0;
      int to = whole ? message.header().flows() : passed.end().skip();
      flows -= to - from;
    }
  }

  /** Writes down how far it is, if that failed before. */
  void write() throws IOException {
    if (!unwritten) {
      return;
    }
    if (isEmpty()) {
      if (log.isLong()) {
        // They go one after the other, and the rest of them must not count as something that waits.
        frontFile.write(front);
      }
      log.clear();
      frontFile.delete();
      hour = null;
    } else {
      frontFile.write(front);
      log.trim(front.begin().place());
    }
    unwritten = false;
  }

  /** Messages take the place of the one in hand. */
  void replace(List<Delivery> parts) throws IOException {
    List<Piece> pieces = parts.stream().map(part -> new Piece(part.key(), part.ranges())).toList();
    Front next = front.with(pieces);
    frontFile.write(next);
    front = next;
    // Which flows a format does not write is not to be found out a second time.
    head = parts.get(0).unwritten() == null ? null : parts.get(0);
  }

  /** Removes the folder of a queue in which nothing waits, unless something was set aside in it. */
  void remove() throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("The folder of a queue stays", e);
    }
  }
}
