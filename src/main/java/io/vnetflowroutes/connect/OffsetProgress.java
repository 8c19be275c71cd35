package io.vnetflowroutes.connect;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.offsets.BlobKey;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Progress;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.ListedBlob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The progress as Connect keeps it: in offsets, which are committed in one transaction with the
 * records that they speak of. Whatever is noted waits in line with the records, so what this object
 * knows is ahead of what is committed; after a crash the latter counts, and nothing of the rest was
 * seen by anybody.
 *
 * <p>Any thread may call it, for different blobs; what is about flow logs comes from the one that
 * lists.
 */
final class OffsetProgress implements Progress {

  /** What a change takes in the queue, about. */
  private static final int CHANGE_BYTES = 200;

  private final OffsetRows rows;
  private final Lanes lanes;
  private final SendQueue queue;
  private final Duration recheck;
  private final Clock clock;
  private final Map<Lane, LaneState> states = new ConcurrentHashMap<>();

  private boolean startNoted;

  /** How far blobs are of which that waits to be sent. */
  private final Map<String, BlobProgress> ahead = new ConcurrentHashMap<>();

  /** The records of the batch that each blob has in hand. */
  private final Map<String, Encoded> inHand = new ConcurrentHashMap<>();

  /** The records of a batch, and the room that was made for them. */
  private record Encoded(List<Outgoing> records, long bytes, int deadLetters) {}

  OffsetProgress(OffsetRows rows, Lanes lanes, SendQueue queue, Duration recheck, Clock clock) {
    this.rows = rows;
    this.lanes = lanes;
    this.queue = queue;
    this.recheck = recheck;
    this.clock = clock;
  }

  /** What this task reads: its lanes, but for hours of which it is no longer kept what was read. */
  Share share() {
    Share ofLanes = lanes.share();
    return new Share(
        ofLanes.flowLogs(),
        blob -> {
          Lane lane = lanes.of(blob);
          return lane != null && state(lane).keeps(blob.hour().getEpochSecond());
        });
  }

  private LaneState state(Lane lane) {
    return states.getOrDefault(lane, LaneState.NONE);
  }

  @Override
  public Instant start(String source, Instant ifFirst) {
    Instant start = rows.start().orElse(ifFirst);
    if (lanes.first() && !startNoted) {
      // Each run notes it, so that whoever reads the progress topic finds it there.
      startNoted = true;
      queue.add(Advance.of(start));
    }
    return start;
  }

  /**
   * {@inheritDoc} It is the first time that somebody asks about a flow log, so its rows are read.
   */
  @Override
  public Optional<Instant> hour(String source, String flowLogPath) {
    states.putAll(rows.load(flowLogPath));
    List<LaneState> known = states(flowLogPath);
    return known.stream().allMatch(LaneState::known)
        ? known.stream().map(LaneState::done).min(Long::compare).map(Instant::ofEpochSecond)
        : Optional.empty();
  }

  private List<LaneState> states(String flowLogPath) {
    return lanes.of(flowLogPath).stream().map(this::state).toList();
  }

  @Override
  public Optional<Instant> newestHour(String source, String flowLogPath) {
    return states(flowLogPath).stream()
        .map(LaneState::newest)
        .max(Long::compare)
        .filter(newest -> newest >= 0)
        .map(Instant::ofEpochSecond);
  }

  /** {@inheritDoc} With it goes which hours are forgotten, as the rows of those have to be few. */
  @Override
  public void done(String source, String flowLogPath, Instant hour) {
    long newest = newestHour(source, flowLogPath).map(Instant::getEpochSecond).orElse(0L);
    long kept = recheck.plus(LaneState.SPARE).toSeconds();
    long forgotten = Math.min(hour.getEpochSecond(), newest) - kept;
    change(
        lanes.of(flowLogPath),
        state -> state.withDone(hour.getEpochSecond(), Math.max(forgotten, 0)));
  }

  /**
   * Changes the states of lanes and puts them in line in one step. The last state in line counts,
   * so none may overtake another.
   */
  private void change(Collection<Lane> all, UnaryOperator<LaneState> change) {
    synchronized (queue) {
      Map<Lane, LaneState> changed = new LinkedHashMap<>();
      for (Lane lane : all) {
        changed.put(
            lane,
            states.merge(lane, change.apply(LaneState.NONE), (now, first) -> change.apply(now)));
      }
      queue.add(Advance.of(changed));
    }
  }

  @Override
  public Set<Instant> changing(String source, String flowLogPath) {
    return states(flowLogPath).stream()
        .flatMap(state -> state.changing().stream())
        .map(Instant::ofEpochSecond)
        .collect(Collectors.toSet());
  }

  @Override
  public void changing(String source, String flowLogPath, Set<Instant> hours) {
    Set<Long> seconds = hours.stream().map(Instant::getEpochSecond).collect(Collectors.toSet());
    change(lanes.of(flowLogPath), state -> state.withChanging(seconds));
  }

  @Override
  public Map<String, BlobProgress> blobs(String source, Collection<String> blobs) {
    Map<String, BlobProgress> found = new HashMap<>();
    for (String blob : blobs) {
      BlobName.parse(blob)
          .map(name -> progress(blob, name))
          .filter(progress -> !progress.equals(BlobProgress.NONE))
          .ifPresent(progress -> found.put(blob, progress));
    }
    return found;
  }

  /**
   * What waits to be sent is looked at first: it is among the rows before it is taken away there.
   */
  private BlobProgress progress(String blob, BlobName name) {
    BlobProgress waiting = ahead.get(blob);
    if (waiting != null) {
      return waiting;
    }
    Lane lane = lanes.of(name);
    return lane == null ? BlobProgress.NONE : rows.blob(lane, name.hour(), BlobKey.of(blob));
  }

  @Override
  public Instant forgottenBefore(String source, String flowLogPath) {
    return Instant.ofEpochSecond(
        states(flowLogPath).stream().mapToLong(LaneState::forgotten).min().orElse(0));
  }

  /** {@inheritDoc} They are forgotten by {@link #done} already. */
  @Override
  public void forgetBefore(String source, String flowLogPath, Instant hour) {}

  /** {@inheritDoc} Nobody sees an unfinished batch here. */
  @Override
  public Optional<Instant> plan(ListedBlob blob, Batch batch) {
    return Optional.empty();
  }

  /**
   * Takes the records of a batch, which count as soon as the batch is committed; waits until there
   * is room for them.
   *
   * @param deadLetters how many of them are dead letters
   */
  void inHand(ListedBlob blob, List<Outgoing> records, long bytes, int deadLetters)
      throws InterruptedException {
    long room = bytes + CHANGE_BYTES;
    queue.reserve(room);
    giveBack(inHand.put(blob.name(), new Encoded(records, room, deadLetters)));
  }

  /** Nobody will send these records, so their room is for others. */
  private void giveBack(Encoded encoded) {
    if (encoded != null) {
      queue.giveBack(encoded.bytes());
    }
  }

  /** Of a blob whose row cannot be read, the records in hand are given up. */
  private BlobProgress inHandBefore(ListedBlob blob) {
    try {
      return progress(blob);
    } catch (RuntimeException e) {
      giveBack(inHand.remove(blob.name()));
      throw e;
    }
  }

  @Override
  public void commit(ListedBlob blob, Batch batch) {
    BlobProgress before = inHandBefore(blob);
    Anchor anchor = Anchor.of(batch.anchor());
    BlobProgress now =
        new BlobProgress(
            batch.to(),
            Anchor.digested(anchor.length(), anchor.digest()),
            0,
            batch.last() ? blob.length() : before.length(),
            batch.last() ? blob.etag() : before.etag(),
            blob.created(),
            clock.instant().getEpochSecond(),
            batch.last() ? 0 : before.cut(),
            Anchor.NONE,
            0,
            before.edition());
    Encoded encoded = inHand.remove(blob.name());
    if (encoded == null) {
      encoded = new Encoded(List.of(), 0, 0);
    }
    note(
        blob,
        now,
        BatchSummary.of(batch, encoded.deadLetters()),
        encoded.records(),
        encoded.bytes());
  }

  private BlobProgress progress(ListedBlob blob) {
    return progress(blob.name(), BlobName.parse(blob.name()).orElseThrow());
  }

  private void note(
      ListedBlob blob, BlobProgress now, BatchSummary batch, List<Outgoing> records, long bytes) {
    BlobName name = BlobName.parse(blob.name()).orElseThrow();
    Lane lane = lanes.of(name);
    ahead.put(blob.name(), now);
    queue.add(
        Advance.of(
            new Advance.BlobMove(
                lane, name.hour(), blob.name(), BlobKey.of(blob.name()), now, batch),
            records,
            bytes));
    long hour = name.hour().getEpochSecond();
    if (hour > state(lane).newest()) {
      change(List.of(lane), state -> state.withNewest(hour));
    }
  }

  /** Notes that what is known of a blob is among the rows by now. */
  void sent(String blob, BlobProgress progress) {
    ahead.remove(blob, progress);
  }

  @Override
  public void readToEnd(ListedBlob blob, long cut) {
    BlobProgress before = progress(blob);
    note(
        blob,
        new BlobProgress(
            before.position(),
            before.anchor(),
            0,
            blob.length(),
            blob.etag(),
            blob.created(),
            clock.instant().getEpochSecond(),
            cut,
            Anchor.NONE,
            0,
            before.edition()),
        null,
        List.of(),
        0);
  }

  /** {@inheritDoc} Each anchor is compared whole, so there is none to keep. */
  @Override
  public void keepAnchor(ListedBlob blob) {}

  @Override
  public void forgetAnchor(ListedBlob blob) {}

  @Override
  public void startOver(ListedBlob blob) {
    BlobProgress before = progress(blob);
    if (!before.equals(BlobProgress.NONE)) {
      note(blob, before.writtenAnew(), null, List.of(), 0);
    }
  }
}
