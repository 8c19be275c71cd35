package io.vnetflowroutes.poll;

import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.BlobProgress;
import io.vnetflowroutes.state.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hours of one flow log: which are done, which are listed now, and which stay open because a
 * blob in them was not read to its end.
 */
public final class FlowLogHours {

  private static final Logger LOG = LoggerFactory.getLogger(FlowLogHours.class);
  private static final Duration BETWEEN_RECHECKS = Duration.ofHours(1);

  private final Source source;
  private final FlowLogPath flowLog;
  private final Schedule schedule;
  private final Cursor cursor;
  private final Instant start;
  private final Silence silence;
  private final NavigableMap<String, Instant> open = new ConcurrentSkipListMap<>();
  private Instant done;
  private Instant nextRecheck = Instant.MIN;
  private Instant newestDue;
  private Instant now;
  private boolean listedAll;

  FlowLogHours(
      Source source, FlowLogPath flowLog, Schedule schedule, Cursor cursor, Instant start) {
    this.source = source;
    this.flowLog = flowLog;
    this.schedule = schedule;
    this.cursor = cursor;
    this.start = start;
    this.done = cursor.hour(source.name(), flowLog.path()).orElse(start);
    cursor.done(source.name(), flowLog.path(), done);
    this.silence =
        new Silence(
            source.name(),
            flowLog.name(),
            schedule.silentAfter(),
            cursor.newestHour(source.name(), flowLog.path()).orElse(done));
  }

  public Source source() {
    return source;
  }

  public FlowLogPath flowLog() {
    return flowLog;
  }

  /** The hour before which all is done. */
  public Instant done() {
    return done;
  }

  /** Waits for its turn in a poll that has begun. */
  void await() {
    open.clear();
    listedAll = false;
    newestDue = null;
  }

  /** Begins its turn: the listings to make now, oldest first. */
  List<Listing> begin(Instant now) {
    this.now = now;
    newestDue = schedule.newestDue(now);
    if (done.isAfter(now)) {
      goBack(now);
    }
    Instant from = done.isAfter(newestDue) ? newestDue.plus(1, ChronoUnit.HOURS) : done;
    Instant first = from;
    if (!now.isBefore(nextRecheck)) {
      nextRecheck = now.plus(BETWEEN_RECHECKS);
      first = earlier(later(schedule.recheckFrom(from), firstKnown()), from);
    }
    return first.isAfter(newestDue)
        ? List.of()
        : new Listings(flowLog.path(), source.container()::folders).between(first, newestDue, from);
  }

  /** Goes back by the recheck: a clock that was ahead has put hours to come among those done. */
  private void goBack(Instant now) {
    LOG.atWarn()
        .addKeyValue("source", source.name())
        .addKeyValue("flow_log", flowLog.name())
        .addKeyValue("done_before", done)
        .log("The clock was ahead when this flow log was read; its last hours are listed again");
    done = later(start, schedule.recheckFrom(Schedule.hour(now)));
    cursor.done(source.name(), flowLog.path(), done);
  }

  /** Lists, and keeps the blobs that hold more than was read of them. */
  List<DueBlob> due(Listing listing) {
    Map<String, BlobProgress> known = cursor.progress(source.name(), listing.prefix());
    List<DueBlob> due = new ArrayList<>();
    source
        .container()
        .list(
            listing.prefix(),
            blob ->
                BlobName.parse(blob.name())
                    .map(BlobName::hour)
                    .filter(hour -> blob.length() > 0 && listing.counts(hour))
                    .ifPresent(
                        hour -> {
                          silence.blob(hour);
                          addIfGrown(blob, hour, known, due);
                        }));
    due.forEach(blob -> open.put(blob.listed().name(), blob.hour()));
    return due;
  }

  private void addIfGrown(
      ListedBlob blob, Instant hour, Map<String, BlobProgress> known, List<DueBlob> due) {
    BlobProgress progress = known.getOrDefault(blob.name(), BlobProgress.NONE);
    boolean over = schedule.over(hour, now);
    boolean same = progress.etag().equals(blob.etag()) && progress.length() == blob.length();
    if (same && (progress.cut() == 0 || !over)) {
      return;
    }
    if (writtenAnew(blob, progress)) {
      cursor.startOver(blob);
      progress = BlobProgress.NONE;
    }
    due.add(new DueBlob(this, blob, hour, progress, over));
  }

  private static boolean writtenAnew(ListedBlob blob, BlobProgress progress) {
    return progress.position() + progress.planned() + progress.length() > 0
        && (blob.length() < Math.max(progress.position(), progress.planned())
            || progress.created() != blob.created());
  }

  /** Notes that every listing of this poll was made. */
  void listedAll() {
    listedAll = true;
  }

  /** Notes that a blob was read to its end. */
  void done(DueBlob blob) {
    open.remove(blob.listed().name());
  }

  /** Ends a poll: moves the hour before which all is done, up to the first open one. */
  void end(Instant now) {
    if (newestDue == null) {
      return;
    }
    if (listedAll) {
      silence.check(newestDue);
    }
    Instant upTo = earlier(schedule.settledBefore(now), newestDue.plus(1, ChronoUnit.HOURS));
    for (Instant hour : open.values()) {
      upTo = earlier(upTo, hour);
    }
    if (!listedAll || open.values().stream().anyMatch(hour -> hour.isBefore(done))) {
      nextRecheck = Instant.MIN;
    }
    if (listedAll && upTo.isAfter(done)) {
      cursor.done(source.name(), flowLog.path(), upTo);
      done = upTo;
      cursor.forgetBefore(source.name(), flowLog.path(), schedule.forgetBefore(done));
    }
  }

  /** How many blobs were not read to their end in this poll. */
  int openBlobs() {
    return open.size();
  }

  /** The first hour whose blobs are still known; an older one would be delivered again. */
  private Instant firstKnown() {
    return later(start, cursor.forgottenBefore(source.name(), flowLog.path()));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
