package io.vnetflowroutes.queue;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.outcome.DeliveryProblem;
import io.vnetflowroutes.outcome.NotTakenException;
import io.vnetflowroutes.outcome.SendOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where the messages of one destination wait on disk: while it is down, so that the others go on,
 * or to be sent together.
 *
 * <p>While anything waits, all that is new waits behind it, and so the order stays. Any thread may
 * put messages in; one takes them out.
 */
public final class Spool {

  private final String destination;
  private final Path folder;
  private final String format;
  private final Gatherer gatherer;
  private final long limit;
  private final Clock clock;
  private final RetrySchedule pauses;
  private final SpoolReason reason;
  private final SpoolLanes lanes;
  private final SpoolLog log;
  private final AtomicLong steps = new AtomicLong();
  private SpoolLane inHand;
  private boolean stuck;
  private boolean full;

  /** Whether an attempt has failed, or messages waited at the start. */
  private boolean away;

  private String problem;
  private boolean closing;
  private Predicate<Instant> settled = hour -> false;
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
    this(destination, folder, format, null, limit, clock);
  }

  /** Opens the spool of a destination that may gather. */
  public Spool(
      String destination, Path folder, String format, Gatherer gatherer, long limit, Clock clock)
      throws IOException {
    this.destination = destination;
    this.folder = folder == null ? null : folder.resolve(destination);
    this.format = format;
    this.gatherer = gatherer;
    this.limit = limit;
    this.clock = clock;
    this.pauses = new RetrySchedule(clock);
    this.reason = new SpoolReason(this.folder);
    this.log = new SpoolLog(destination, clock);
    this.lanes = SpoolLanes.open(destination, this.folder, gatherer);
    this.away = lanes.messages() > 0 && !gathers();
  }

  /** A spool in which nothing can wait: what is not taken stays with whoever sends it. */
  public static Spool none(String destination) {
    try {
      return new Spool(destination, null, "", null, 0, Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether new messages have to wait: behind others, or to be sent together. */
  public synchronized boolean holds() {
    return gathers() || size() > 0;
  }

  private boolean gathers() {
    return gatherer != null && gatherer.gathers();
  }

  /** Hands on the keys of the messages that wait, but for queues that cannot be read. */
  public void eachKey(Consumer<String> keys) {
    if (folder != null) {
      SpoolReader.lookAtReadable(folder, message -> keys.accept(message.key()));
    }
  }

  /** How many messages wait. */
  public synchronized int size() {
    return lanes.messages();
  }

  /** The folders of the files and objects that wait. */
  public synchronized Set<String> folders() throws IOException {
    return lanes.folders();
  }

  /** How many bytes wait, as they lie on disk. */
  public synchronized long bytes() {
    return lanes.bytes();
  }

  /** Since when a message waits that could have been sent; empty if none does. */
  public synchronized Optional<Instant> since() {
    Instant now = clock.instant();
    return lanes.all().stream()
        .flatMap(lane -> lane.dueSince(now).stream())
        .min(Comparator.naturalOrder());
  }

  /** Whether what waits was tried, and is not to be expected to go on within seconds. */
  public synchronized boolean stuck() {
    return size() > 0 && (stuck || pauses.hopeless());
  }

  /**
   * Grows whenever the drain takes a turn, or what waits has become less; asked without waiting for
   * a disk that hangs.
   */
  public long steps() {
    return steps.get();
  }

  /** What becomes of a message that is not taken, to be said behind it. */
  public String whereItWaits() {
    return folder == null ? "" : " and is set aside; what it is to get waits in the spool";
  }

  /** Sends at once what was gathered of an hour to which nothing is to come any more. */
  public synchronized void closeWhen(Predicate<Instant> hourIsSettled) {
    settled = hourIsSettled;
  }

  /** Sends at once all that was gathered, as nothing is to come any more. */
  public synchronized void close() {
    closing = true;
  }

  /** Whether flows wait no longer; of an hour, or of any if it is {@code null}. */
  private boolean closed(Instant hour) {
    boolean noRoom = lanes.diskIsFull() || bytes() >= limit;
    return closing || noRoom || !gathers() || (hour != null && settled.test(hour));
  }

  /**
   * That a message is acknowledged is on disk; so it can be sent together with others. Waits for
   * nobody.
   */
  public void acknowledged(String key) {
    lanes.acknowledged(key);
  }

  /** That all messages of a batch are acknowledged is on disk. */
  public synchronized void committed(String batch) {
    lanes.all().forEach(lane -> lane.committed(batch));
  }

  /**
   * The acknowledgements of messages of batches that were in hand when the program ended: they are
   * here, whether or not that was noted.
   *
   * @param name the acknowledgement of a message, by its key and whether it is gathered
   */
  public synchronized List<String> acknowledgements(
      Predicate<String> inHand, BiFunction<String, Boolean, String> name) throws IOException {
    List<String> keys = new ArrayList<>();
    lanes.each(
        message -> {
          if (inHand.test(message.key())) {
            keys.add(name.apply(message.key(), message.header().isFlows()));
          }
        });
    return keys;
  }

  /**
   * Keeps a message until the destination takes it. Returns once it is safely on disk; those who
   * call at the same time share the way there. What waits already does not wait twice; other flows
   * under the same key, of a blob that was written anew, do.
   *
   * @throws SpoolException if the spool has reached its limit, or its disk does not take it
   */
  public void keep(Delivery delivery) throws SpoolException {
    Kept kept = null;
    try {
      synchronized (this) {
        lanes.noteAcknowledged();
        Optional<Kept> same = lanes.find(delivery);
        if (same.isEmpty() && bytes() >= limit) {
          sayFull();
          throw SpoolException.full(destination, limit);
        }
        kept = same.isPresent() ? same.get() : lanes.add(delivery, format, clock.instant());
      }
      kept.force();
    } catch (IOException e) {
      lanes.failed(e);
      lost(kept);
      throw SpoolException.ofTheDisk(destination, folder, e);
    }
  }

  private synchronized void lost(Kept kept) {
    if (kept != null) {
      kept.lane().lost(kept);
    }
  }

  /**
   * Keeps what an attempt has left of a message.
   *
   * @throws NotTakenException if nothing can wait here
   */
  public void keepRest(SendOutcome outcome) throws SpoolException, NotTakenException {
    if (folder == null) {
      throw new NotTakenException(outcome);
    }
    keep(outcome.rest());
    synchronized (this) {
      reason.note(outcome.reason());
      away |= !outcome.works();
      pauses.begin(outcome);
    }
  }

  private void sayFull() {
    if (!full) {
      full = true;
      log.full(bytes());
    }
  }

  /**
   * The messages that can be sent, oldest first, read as they are asked for; none before it is time
   * for another attempt. They end at one that was not {@link #sent}: when a split stops, Camel goes
   * through what is left of it. They end, too, when the program is to stop.
   */
  public Iterator<Delivery> oldestFirst() throws IOException {
    steps.incrementAndGet();
    synchronized (this) {
      lanes.noteAcknowledged();
      lanes.write();
    }
    return new SpoolTurn(this);
  }

  /** Grows with each message that makes way for the next. */
  private long taken;

  /** Whether messages may be handed out now. */
  synchronized boolean due() {
    return !stopping && pauses.due();
  }

  synchronized long taken() {
    return taken;
  }

  /** The queue whose message is the next; {@code null} if none has one. */
  private SpoolLane ready() {
    inHand = lanes.ready(inHand, clock.instant(), this::closed);
    return inHand;
  }

  /** Whether a message can be sent now. */
  synchronized boolean hasReady() {
    return ready() != null;
  }

  /** Whether another one can be, behind the one in hand. */
  synchronized boolean hasReadyBehind() {
    return inHand != null && lanes.readyBehind(inHand, clock.instant(), this::closed);
  }

  /** The message to send now. */
  synchronized Delivery head() {
    SpoolLane lane = ready();
    if (lane == null) {
      throw new NoSuchElementException();
    }
    try {
      return lane.head();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands out no more messages; the one in hand is finished. */
  public void stop() {
    stopping = true;
  }

  /**
   * Forgets a message that the destination has acknowledged.
   *
   * @throws IOException if that cannot be written down; it is not handed out again all the same
   */
  public synchronized void sent(Delivery delivery) throws IOException {
    SpoolLane lane = requireHead(delivery);
    try {
      lane.done();
    } catch (IOException e) {
      log.notRemoved(folder, e);
      throw e;
    }
    taken++;
    steps.incrementAndGet();
    works();
    if (lane.isEmpty()) {
      lanes.removeEmpty(lane);
      inHand = null;
    }
    if (size() == 0) {
      reason.note(null);
      if (away) {
        away = false;
        log.back();
      }
    }
  }

  private SpoolLane requireHead(Delivery delivery) throws IOException {
    SpoolLane lane = ready();
    if (lane == null || !lane.head().key().equals(delivery.key())) {
      throw new IllegalStateException("Only the oldest message of a spool is sent");
    }
    return lane;
  }

  private void works() {
    stuck = false;
    full = full && bytes() > limit / 2;
    problem = null;
    pauses.end();
  }

  /**
   * Puts smaller messages in the place of the one in hand, in their order, however full the spool.
   */
  public synchronized void replace(Delivery whole, List<Delivery> parts) throws SpoolException {
    try {
      requireHead(whole).replace(parts);
      taken++;
      works();
    } catch (IOException e) {
      throw SpoolException.ofTheDisk(destination, folder, e);
    }
  }

  /** Leaves in its place what an attempt has left of the message in hand. */
  public synchronized void leave(SendOutcome outcome) throws SpoolException {
    reason.note(outcome.reason());
    away |= !outcome.works();
    pauses.failed(outcome);
    if (outcome.rest().flows() == outcome.message().flows()) {
      return;
    }
    try {
      requireHead(outcome.message()).replace(List.of(outcome.rest()));
    } catch (IOException e) {
      throw SpoolException.ofTheDisk(destination, folder, e);
    }
  }

  /** Notes that no attempt could be made, or not be brought to its end, and says so once. */
  public synchronized void notSent(Exception error) {
    stuck = true;
    pauses.failed(SendOutcome.Kind.LATER, null);
    log.debug(error);
    String sentence = DeliveryProblem.sentence(error);
    reason.note(sentence);
    if (!sentence.equals(problem)) {
      problem = sentence;
      log.notSent(sentence);
    }
  }
}
