package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The hours of one flow log: those that are done, those that are listed now, and those that stay
 * open because a blob in them was not read to its end.
 *
 * <p>The hour before which everything is done is on disk and never passes an open blob; after a
 * restart, all hours from there on are listed. Which hours were listed is in memory only, so that
 * one open blob does not make every poll list all hours since: of those before, only the hours of
 * open blobs are listed again.
 *
 * <p>The thread that lists calls everything about its turn in a poll; any thread may report the
 * result for a blob, and ask for its progress.
 */
public final class FlowLogHours {

  private static final Duration BETWEEN_RECHECKS = Duration.ofHours(1);

  private final Source source;
  private final FlowLogPath flowLog;
  private final Schedule schedule;
  private final Progress progress;
  private final Predicate<BlobName> ours;
  private final Instant start;
  private final PollListener listener;
  private final SilenceMonitor silence;
  private final ChangingHours changing;
  private final OpenBlobs open = new OpenBlobs();

  /** Blobs that changed while they waited for their turn. */
  private final Set<String> late = ConcurrentHashMap.newKeySet();

  /** The hour before which everything is done, as on disk. */
  private volatile Instant done;

  /**
   * The hour before which everything was listed after it had settled; at or after {@link #done}.
   */
  private volatile Instant listed;

  private Instant nextRecheck = Instant.MIN;

  /** The begin of its last turn. */
  private volatile Instant now;

  /** Its turn in the present poll; {@code null} while it waits for it. */
  private volatile Turn turn;

  FlowLogHours(
      Source source,
      FlowLogPath flowLog,
      Schedule schedule,
      Progress progress,
      Predicate<BlobName> ours,
      Instant start,
      PollListener listener) {
    this.source = source;
    this.flowLog = flowLog;
    this.schedule = schedule;
    this.progress = progress;
    this.ours = ours;
    this.start = start;
    this.listener = listener;
    this.done = progress.hour(source.name(), flowLog.path()).orElse(start);
    this.listed = done;
    progress.done(source.name(), flowLog.path(), done);
    this.changing = new ChangingHours(progress, source.name(), flowLog.path());
    this.silence =
        new SilenceMonitor(
            source,
            flowLog,
            schedule.silentAfter(),
            progress.newestHour(source.name(), flowLog.path()).orElse(done),
            listener);
  }

  public Source source() {
    return source;
  }

  public FlowLogPath flowLog() {
    return flowLog;
  }

  /** Identifies the flow log: two sources may hold the same folder. */
  String identity() {
    return source.name() + ' ' + flowLog.path();
  }

  /** Whether hours are listed again when they are over. */
  boolean listsHoursThatAreOver() {
    return schedule.listsHoursThatAreOver();
  }

  /** The hour before which everything is done. */
  public Instant done() {
    return done;
  }

  /** The number of hours in its turn; empty if that is unknown before the turn. */
  Optional<Long> hours(Instant now) {
    Turn turn = this.turn;
    if (turn != null) {
      return Optional.of(turn.hours());
    }
    Listing all = new Listing(flowLog.path(), listed, later(listed, schedule.newestDue(now)));
    return all.from().equals(Instant.EPOCH) ? Optional.empty() : Optional.of(all.hours());
  }

  /** How many of them are read. */
  long hoursRead() {
    Turn turn = this.turn;
    return turn == null ? 0 : turn.hoursRead();
  }

  /** Waits for its turn in a poll that has begun. */
  void await() {
    turn = null;
  }

  /** Begins its turn: finds the listings to make now, oldest first, no hour twice. */
  void begin(Instant now) {
    this.now = now;
    if (listed.isAfter(now)) {
      goBack(now);
    }
    Instant newest = schedule.newestDue(now);
    Instant from = earlier(listed, newest.plus(1, ChronoUnit.HOURS));
    boolean recheck = !now.isBefore(nextRecheck);
    Instant first =
        recheck ? earlier(later(schedule.recheckFrom(from, now), firstKnown()), from) : from;
    Listings prefixes = new Listings(flowLog.path(), source.container()::folders);
    List<Listing> all = first.isAfter(newest) ? List.of() : prefixes.between(first, newest, from);
    NavigableSet<Instant> again = open.hoursBefore(first);
    changing.begin().stream().filter(first::isAfter).forEach(again::add);
    nextRecheck = recheck ? now.plus(BETWEEN_RECHECKS) : nextRecheck;
    turn = new Turn(first, newest, prefixes.of(again), all, from);
  }

  /** Goes back by the recheck, after a clock that was ahead has marked future hours as done. */
  private void goBack(Instant now) {
    listener.clockWasAhead(source, flowLog, done);
    listed = later(start, schedule.recheckFrom(Schedule.hour(now), now));
    nextRecheck = Instant.MIN;
    if (done.isAfter(listed)) {
      done = listed;
      progress.done(source.name(), flowLog.path(), done);
    }
  }

  /** Whether listings are left to make in this poll. */
  boolean hasMore() {
    return turn.hasMore();
  }

  /**
   * Continues the present listing, or begins the next one; returns the blobs of a page that have
   * grown, or must be compared.
   */
  List<DueBlob> next() {
    Turn turn = this.turn;
    if (turn.hasPage(source.container(), open.hours())) {
      return grown(turn, turn.page());
    }
    turn.missing().forEach(this::removed);
    changing.listed(turn.listing());
    turn.endListing();
    advance(turn);
    return List.of();
  }

  private List<DueBlob> grown(Turn turn, List<ListedBlob> page) {
    Map<String, BlobProgress> known =
        progress.blobs(source.name(), page.stream().map(ListedBlob::name).toList());
    Map<String, Instant> waiting = new HashMap<>();
    List<DueBlob> due = new ArrayList<>();
    for (ListedBlob blob : page) {
      BlobName.parse(blob.name())
          .filter(ours)
          .map(BlobName::hour)
          .filter(hour -> blob.length() > 0 && turn.listing().counts(hour))
          .ifPresent(
              hour -> {
                addIfGrown(blob, hour, known, due);
                if (known.getOrDefault(blob.name(), BlobProgress.NONE).cut() > 0) {
                  waiting.put(blob.name(), hour);
                }
              });
    }
    // Only now, when nothing more can throw: an open blob that is forgotten would not be listed.
    for (ListedBlob blob : page) {
      if (turn.found(blob.name())) {
        open.close(blob.name());
      }
    }
    // A cut blob that did not grow is not due, but open.
    waiting.forEach(open::endsInside);
    due.stream()
        .filter(blob -> !blob.onlyToCompare())
        .forEach(blob -> open.toRead(blob.listed().name(), blob.hour()));
    due.sort(Comparator.comparing(blob -> !late.contains(blob.listed().name())));
    return due;
  }

  /** Whether the last poll left no blob that changed while it waited to be read. */
  boolean nothingLate() {
    return late.isEmpty();
  }

  /**
   * Requests a blob that changed since it was listed, by its name; empty if there is nothing to
   * read now. Until it is read, each listing has it among the first.
   */
  Optional<DueBlob> again(DueBlob blob) {
    String name = blob.listed().name();
    late.add(name);
    Optional<ListedBlob> fresh = source.container().look(blob.listed());
    List<DueBlob> due = new ArrayList<>();
    fresh.ifPresentOrElse(
        now -> addIfGrown(now, blob.hour(), progress.blobs(source.name(), List.of(name)), due),
        () -> removed(name));
    return due.stream().findFirst();
  }

  private void addIfGrown(
      ListedBlob blob, Instant hour, Map<String, BlobProgress> known, List<DueBlob> due) {
    silence.blob(hour);
    BlobProgress progress = known.getOrDefault(blob.name(), BlobProgress.NONE);
    Instant there = source.container().now(now);
    boolean quiet = quiet(blob, progress, there);
    boolean over = quiet && schedule.over(hour, there);
    boolean mayBePart = !quiet && !source.container().remote();
    if (mayBePart || (progress.cut() > 0 && !over && schedule.over(hour, now))) {
      changing.add(hour);
    }
    if (progress.isOf(blob) && !(over && progress.unfinished())) {
      return;
    }
    if (progress.isOfAnother(blob)) {
      if (mayBePart) {
        return;
      }
      writtenAnew(blob, hour);
      progress = progress.writtenAnew();
    }
    due.add(new DueBlob(this, blob, hour, progress, over, mayBePart));
  }

  /**
   * Whether a blob has not changed for some minutes, according to the times of its container or to
   * earlier listings. A time in the future only shows that some clock is wrong.
   */
  private static boolean quiet(ListedBlob blob, BlobProgress progress, Instant there) {
    long limit = there.minus(Schedule.QUIET).toEpochMilli();
    long changed = blob.changed() > there.toEpochMilli() ? blob.modified() : blob.changed();
    long seen = Duration.ofSeconds(progress.at()).toMillis();
    return changed <= limit || (progress.isOf(blob) && seen > 0 && seen <= limit);
  }

  /**
   * Notes that a blob was read to its end. One that ends inside a record stays open until it grows,
   * or until it is over and the rest is unreadable.
   *
   * @param inside whether it ends inside a record
   */
  void done(DueBlob blob, boolean inside) {
    String name = blob.listed().name();
    turn.read(blob.hour());
    late.remove(name);
    if (!inside) {
      open.close(name);
      return;
    }
    open.endsInside(name, blob.hour());
    if (!blob.over() && schedule.over(blob.hour(), now)) {
      changing.add(blob.hour());
    }
  }

  /**
   * Notes that a blob is no longer the one that was read, so that it is read from its start. One
   * that may still be copied is checked again when it is whole.
   */
  void writtenAnew(DueBlob blob) {
    if (blob.mayBePart()) {
      open.close(blob.listed().name());
      changing.add(blob.hour());
    } else {
      writtenAnew(blob.listed(), blob.hour());
    }
  }

  private void writtenAnew(ListedBlob blob, Instant hour) {
    listener.writtenAnew(source, blob.name());
    progress.startOver(blob);
    open.toRead(blob.name(), hour);
  }

  /** Notes that a blob no longer exists, which is a loss if it was not read to its end. */
  void removed(String blob) {
    late.remove(blob);
    if (open.close(blob)) {
      listener.removed(source, blob);
    }
  }

  /** Ends a poll. */
  void end() {
    Turn turn = this.turn;
    if (turn == null) {
      return;
    }
    if (!turn.hasMore()) {
      silence.check(turn.newestDue());
    }
    changing.end();
    Instant unlisted = turn.firstUnlisted();
    if (unlisted.isBefore(listed)) {
      nextRecheck = Instant.MIN;
    }
    advance(turn);
  }

  /**
   * Moves the hour before which everything is done, up to the first open one. It does so also
   * during a catch-up, so that the hours that are done are not listed again after a crash.
   */
  private void advance(Turn turn) {
    listed = later(listed, earlier(schedule.settledBefore(now), turn.firstUnlisted()));
    Instant upTo = listed;
    for (Instant hour : open.hours().values()) {
      upTo = earlier(upTo, hour);
    }
    if (upTo.isAfter(done)) {
      progress.done(source.name(), flowLog.path(), upTo);
      done = upTo;
      progress.forgetBefore(source.name(), flowLog.path(), schedule.forgetBefore(newestDone()));
    }
  }

  /** The newest hour that is done and had a blob, which no clock that is ahead can exceed. */
  private Instant newestDone() {
    return earlier(done, progress.newestHour(source.name(), flowLog.path()).orElse(done));
  }

  /** Whether an hour was listed after it had settled, and every blob that was found is read. */
  boolean whole(Instant hour) {
    return hour.isBefore(listed) && !open.in(hour);
  }

  /** The number of blobs that were not read to their end. */
  int openBlobs() {
    return open.size();
  }

  /** The number of them that were read up to a record without an end so far. */
  int cutBlobs() {
    return open.endInside();
  }

  /** The first hour whose blobs are still known; an older one would be delivered again. */
  private Instant firstKnown() {
    return later(start, progress.forgottenBefore(source.name(), flowLog.path()));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
