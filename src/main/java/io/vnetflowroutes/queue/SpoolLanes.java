package io.vnetflowroutes.queue;

import io.vnetflowroutes.format.FlowsFormat;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Gatherer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * The queues of a spool: one for all, or one for each folder into whose files it gathers.
 *
 * <p>Its spool calls it with its monitor held, but for {@link #acknowledged}.
 */
final class SpoolLanes {

  private static final String FLOWS = '.' + Syntax.FLOWS.extension();

  private final String destination;
  private final Path folder;
  private final DiskReserve reserve;
  private final Gatherer gatherer;
  private final NavigableMap<String, SpoolLane> lanes = new TreeMap<>();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  private SpoolLanes(String destination, Path folder, Gatherer gatherer) {
    this.destination = destination;
    this.folder = folder;
    this.reserve = new DiskReserve(folder);
    this.gatherer = gatherer;
  }

  /**
   * Opens them with what waits in them.
   *
   * @param folder the folder of the spool; {@code null} if nothing can wait
   */
  static SpoolLanes open(String destination, Path folder, Gatherer gatherer) throws IOException {
    SpoolLanes lanes = new SpoolLanes(destination, folder, gatherer);
    if (folder != null) {
      SpoolLane first = new SpoolLane(destination, folder, gatherer);
      EarlierSpool.takeOver(first, new SpoolDamage(destination));
      lanes.lanes.put("", first);
      for (Path lane : SpoolReader.lanes(folder)) {
        if (!lane.equals(folder)) {
          String name = lane.getFileName().toString();
          lanes.lanes.put(name, new SpoolLane(destination, lane, gatherer));
        }
      }
    }
    return lanes;
  }

  /** All of them, those of older hours first. */
  Collection<SpoolLane> all() {
    return lanes.values();
  }

  /** The folders of the files that wait. */
  Set<String> folders() throws IOException {
    Set<String> folders = new HashSet<>();
    each(
        message -> {
          String name = message.header().fileName();
          folders.add(name.substring(0, name.lastIndexOf('/') + 1));
        });
    return folders;
  }

  /** How many messages wait. */
  int messages() {
    return lanes.values().stream().mapToInt(SpoolLane::messages).sum();
  }

  /** How many bytes wait, as they lie on disk. */
  long bytes() {
    return lanes.values().stream().mapToLong(SpoolLane::bytes).sum();
  }

  /** Goes through what waits. */
  void each(SpoolReader.Consumer consumer) throws IOException {
    for (SpoolLane lane : lanes.values()) {
      lane.each(consumer);
    }
  }

  /** That a message is acknowledged is on disk. */
  void acknowledged(String key) {
    acknowledged.add(key);
  }

  /** Hands on what was acknowledged since the last call. */
  void noteAcknowledged() {
    for (String key = acknowledged.poll(); key != null; key = acknowledged.poll()) {
      for (SpoolLane lane : lanes.values()) {
        lane.acknowledged(key);
      }
    }
  }

  /** A message that is there already, and may come again as its acknowledgement is not on disk. */
  Optional<Kept> find(Delivery delivery) throws IOException {
    return lane(delivery).find(delivery);
  }

  /**
   * Adds a message.
   *
   * @param format the name of the format it was made in, if it was
   */
  Kept add(Delivery delivery, String format, Instant now) throws IOException {
    reserve.require(delivery);
    return lane(delivery).add(delivery, isFlows(delivery) ? FlowsFormat.NAME : format, now);
  }

  /** Notes why a message was not kept. */
  void failed(IOException error) {
    reserve.failed(error);
  }

  /** Whether the last message was not kept because of the disk. */
  boolean diskIsFull() {
    return reserve.isGone();
  }

  private static boolean isFlows(Delivery delivery) {
    return delivery.fileName().endsWith(FLOWS);
  }

  private SpoolLane lane(Delivery delivery) throws IOException {
    String name = "";
    if (gatherer != null && gatherer.byFolder() && isFlows(delivery)) {
      int slash = Math.max(delivery.fileName().lastIndexOf('/'), 0);
      name = delivery.fileName().substring(0, slash).replace('/', ',');
    }
    SpoolLane lane = lanes.get(name);
    if (lane == null) {
      lane = new SpoolLane(destination, folder.resolve(name), gatherer);
      lanes.put(name, lane);
    }
    return lane;
  }

  /** Writes down how far queues are, if that failed before. */
  void write() throws IOException {
    for (SpoolLane lane : lanes.values()) {
      lane.write();
    }
  }

  /**
   * The queue whose message is the next: the same as before for as long as it has one; {@code null}
   * if none has.
   */
  SpoolLane ready(SpoolLane before, Instant now, Predicate<Instant> closed) {
    if (before != null && before.ready(now, closed)) {
      return before;
    }
    return lanes.values().stream().filter(lane -> lane.ready(now, closed)).findFirst().orElse(null);
  }

  /** Whether there is another message behind the next one of a queue. */
  boolean readyBehind(SpoolLane inHand, Instant now, Predicate<Instant> closed) {
    return inHand.readyBehind(now, closed)
        || lanes.values().stream().anyMatch(lane -> lane != inHand && lane.ready(now, closed));
  }

  /** Removes a queue in which nothing waits, but not the one that all have. */
  void removeEmpty(SpoolLane lane) throws IOException {
    if (!lane.folder().equals(folder)) {
      lanes.remove(lane.folder().getFileName().toString());
      lane.remove();
    }
  }
}
