package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.SpoolFolder.Kept;
import io.vnetflowroutes.disk.DiskProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the messages of one destination wait on disk while it is down, so that the others go on.
 *
 * <p>While anything waits, all that is new waits behind it, and so the order stays. Any thread may
 * put messages in; one takes them out.
 */
public final class Spool {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  static final String ENDING = ".delivery";

  private final String destination;
  private final SpoolFolder folder;
  private final long limit;
  private final RetrySchedule pauses;
  private final SpoolQueue waiting = new SpoolQueue();
  private final AtomicLong steps = new AtomicLong();
  private long lastPlace;
  private boolean stuck;
  private boolean full;
  private boolean removing;

  /** Whether the destination took nothing, or what it was sent before the start, at some time. */
  private boolean away;

  private String problem;

  /** Why the destination did not take what waits, as it was noted last. */
  private String why = "";

  private volatile boolean stopping;

  /**
   * Opens a spool with what waits in it.
   *
   * @param folder the folder of all spools; made when it is first needed
   * @param format the name of the format that new messages are made in
   * @param limit how many bytes may wait
   */
  public Spool(String destination, Path folder, String format, long limit, Clock clock)
      throws IOException {
    this(
        new SpoolFolder(destination, folder.resolve(destination), format),
        destination,
        limit,
        clock);
    for (Kept kept : this.folder.load()) {
      waiting.add(kept);
      away = true;
      lastPlace = Math.max(lastPlace, Long.parseLong(kept.place().replaceFirst("\\..*", "")));
    }
  }

  private Spool(SpoolFolder folder, String destination, long limit, Clock clock) {
    this.destination = destination;
    this.folder = folder;
    this.limit = limit;
    this.pauses = new RetrySchedule(clock);
  }

  /** A spool in which nothing can wait: what is not taken stays with whoever sends it. */
  public static Spool none(String destination) {
    return new Spool(null, destination, 0, Clock.systemUTC());
  }

  /** How many messages wait that a destination cannot be sent as it is set now. */
  public synchronized int unsendable(Destination now) {
    return (int)
        waiting.all().stream()
            .filter(kept -> !now.takes(kept.header(), () -> SpoolFolder.readNow(kept)))
            .count();
  }

  /** Whether messages wait, so that new ones have to wait behind them. */
  public synchronized boolean holds() {
    return !waiting.isEmpty();
  }

  /** The keys of the messages that wait. */
  public synchronized Set<String> keys() {
    return waiting.keys();
  }

  /** How many messages wait. */
  public synchronized int size() {
    return waiting.size();
  }

  /** How many bytes wait, as they lie on disk. */
  public synchronized long bytes() {
    return waiting.bytes();
  }

  /** Since when the oldest message waits; empty where none does. */
  public synchronized Optional<Instant> since() {
    return Optional.ofNullable(waiting.oldest()).map(Kept::since);
  }

  /** Whether what waits was tried, and is not to be expected to go on within seconds. */
  public synchronized boolean stuck() {
    return !waiting.isEmpty() && (stuck || pauses.hopeless());
  }

  /**
   * Grows whenever the drain takes a turn, or what waits has become less; asked without waiting for
   * a disk that hangs.
   */
  public long steps() {
    return steps.get();
  }

  /** What becomes of a message that is not taken, to be said behind it. */
  String whereItWaits() {
    return folder == null ? "" : " and is set aside; what it is to get waits in the spool";
  }

  /**
   * Keeps a message until the destination takes it. Returns once it is safely on disk. What waits
   * already does not wait twice; other flows under the same key, of a blob that was written anew,
   * do.
   *
   * @throws SpoolException if the spool has reached its limit, or its disk does not take it
   */
  public synchronized void keep(Delivery delivery) throws SpoolException {
    try {
      if (waiting.has(delivery)) {
        return;
      }
      if (waiting.bytes() >= limit) {
        sayFull();
        throw SpoolException.full(destination, limit);
      }
      waiting.add(folder.write("%016d".formatted(lastPlace + 1), delivery));
      lastPlace++;
    } catch (IOException e) {
      throw SpoolException.ofTheDisk(destination, folder.path(), e);
    }
  }

  /**
   * Keeps what an attempt has left of a message.
   *
   * @throws NotTakenException if nothing can wait here
   */
  public synchronized void keepRest(SendOutcome outcome) throws SpoolException, NotTakenException {
    if (folder == null) {
      throw new NotTakenException(outcome);
    }
    keep(outcome.rest());
    why(outcome.reason());
    away |= !outcome.works();
    pauses.begin(outcome);
  }

  private void why(String reason) {
    if (!Objects.equals(why, reason)) {
      why = reason;
      folder.why(reason == null ? "" : reason);
    }
  }

  private void sayFull() {
    if (!full) {
      full = true;
      LOG.atWarn()
          .addKeyValue("destination", destination)
          .addKeyValue("bytes", waiting.bytes())
          .log(
              "The spool has reached flowlogs.spool-limit; nothing is lost, but reading waits until"
                  + " there is room");
    }
  }

  /**
   * The messages that wait, oldest first, read as they are asked for; none before it is time for
   * another attempt. They end at one that was not {@link #sent}: when a split stops, Camel goes
   * through what is left of it. They end, too, when the program is to stop.
   */
  public Iterator<Delivery> oldestFirst() throws IOException {
    steps.incrementAndGet();
    removeSent();
    return new Iterator<>() {

      private String handedOut = "";
      private boolean askedAhead;
      private boolean over;

      /** Once it has ended it stays so, whatever comes in: Camel asks again when it cleans up. */
      @Override
      public boolean hasNext() {
        over = over || stopping || !due() || !another();
        return !over;
      }

      private boolean another() {
        if (oldestPlace().compareTo(handedOut) > 0) {
          return true;
        }
        boolean first = !askedAhead;
        askedAhead = true;
        return first && size() > 1;
      }

      @Override
      public Delivery next() {
        handedOut = oldestPlace();
        askedAhead = false;
        return oldest();
      }
    };
  }

  private synchronized boolean due() {
    return pauses.due();
  }

  private synchronized String oldestPlace() {
    return waiting.isEmpty() ? "" : waiting.oldest().place();
  }

  /** Hands out no more messages; the one in hand is finished. */
  public void stop() {
    stopping = true;
  }

  /**
   * Forgets a message that the destination has acknowledged.
   *
   * @throws IOException if its file cannot be removed; it is not handed out again all the same
   */
  public synchronized void sent(Delivery delivery) throws IOException {
    requireOldest(delivery);
    removing = true;
    removeOldest();
  }

  private Kept requireOldest(Delivery delivery) {
    Kept oldest = waiting.oldest();
    if (oldest == null || !oldest.key().equals(delivery.key())) {
      throw new IllegalStateException("Only the oldest message of a spool is sent");
    }
    return oldest;
  }

  private void removeOldest() throws IOException {
    Kept oldest = waiting.oldest();
    try {
      folder.delete(oldest);
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("destination", destination)
          .log(
              "A message that was sent cannot be removed from the spool '{}': {}",
              folder.path(),
              DiskProblem.sentence(e));
      throw e;
    }
    removing = false;
    steps.incrementAndGet();
    waiting.remove(oldest);
    works();
    if (waiting.isEmpty()) {
      why(null);
    }
    if (waiting.isEmpty() && away) {
      away = false;
      LOG.atInfo()
          .addKeyValue("destination", destination)
          .log("The destination is back; its spool is drained");
    }
  }

  private void works() {
    stuck = false;
    full = full && waiting.bytes() > limit / 2;
    problem = null;
    pauses.end();
  }

  /** Removes the file of a message that was sent, where that failed before. */
  private synchronized void removeSent() throws IOException {
    if (removing) {
      removeOldest();
    }
  }

  /**
   * Puts smaller messages in the place of the oldest one, in their order, however full the spool.
   */
  public synchronized void replace(Delivery whole, List<Delivery> parts) throws SpoolException {
    Kept oldest = requireOldest(whole);
    try {
      TreeMap<String, Kept> written = new TreeMap<>();
      for (Delivery part : parts) {
        String place = oldest.place() + '.' + (written.size() + 1);
        written.put(place, folder.write(place, part));
      }
      folder.delete(oldest);
      waiting.remove(oldest);
      written.values().forEach(waiting::add);
      works();
    } catch (IOException e) {
      throw SpoolException.ofTheDisk(destination, folder.path(), e);
    }
  }

  /** Leaves in its place what an attempt has left of the oldest message. */
  public synchronized void leave(SendOutcome outcome) throws SpoolException {
    why(outcome.reason());
    away |= !outcome.works();
    pauses.failed(outcome);
    if (outcome.rest().flows() == outcome.message().flows()) {
      return;
    }
    Kept oldest = requireOldest(outcome.message());
    try {
      Kept smaller = folder.write(oldest.place(), outcome.rest());
      waiting.remove(oldest);
      waiting.add(smaller);
    } catch (IOException e) {
      throw SpoolException.ofTheDisk(destination, folder.path(), e);
    }
  }

  /** Notes that no attempt could be made, or not be brought to its end, and says so once. */
  public synchronized void notSent(Exception error) {
    stuck = true;
    pauses.failed(SendOutcome.Kind.LATER, null);
    LOG.debug("The spool is not drained", error);
    String sentence = DeliveryProblem.sentence(error);
    why(sentence);
    if (!sentence.equals(problem)) {
      problem = sentence;
      LOG.atWarn()
          .addKeyValue("destination", destination)
          .log("What waits in the spool cannot be sent, and is tried again: {}", sentence);
    }
  }

  private synchronized Delivery oldest() {
    if (waiting.isEmpty()) {
      throw new NoSuchElementException();
    }
    Kept first = waiting.oldest();
    try {
      return SpoolFolder.read(first);
    } catch (IOException e) {
      if (!DiskProblem.is(e)) {
        dropDamaged(first);
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Lets those behind a damaged file go on at the next turn. */
  private void dropDamaged(Kept damaged) {
    try {
      folder.setAside(damaged.file());
      waiting.remove(damaged);
    } catch (IOException e) {
      LOG.debug("The damaged file cannot be moved", e);
    }
  }
}
