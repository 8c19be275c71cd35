package io.vnetflowroutes.audit;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Listing;
import io.vnetflowroutes.poll.Listings;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what Azure holds now, by listing it, with what was delivered. */
final class Audit {

  private final Evidence evidence;
  private final Schedule schedule;
  private final Instant now;

  /**
   * @param evidence what shows how far blobs are delivered
   * @param schedule when hours are due
   * @param now the instant to which undelivered bytes lag
   */
  Audit(Evidence evidence, Schedule schedule, Instant now) {
    this.evidence = evidence;
    this.schedule = schedule;
    this.now = now;
  }

  /**
   * Lists a source, and says how it stands with every blob of the hours from one to another, both
   * counted.
   */
  List<BlobAudit> of(Source source, Instant from, Instant to) {
    Instant start = evidence.start(source);
    return source.flowLogs(Set.of()).stream()
        .filter(source.selection()::wants)
        .flatMap(flowLog -> new OfFlowLog(source, flowLog, start).findings(from, to).stream())
        .toList();
  }

  /** The audit of one flow log. */
  private final class OfFlowLog {

    private final Source source;
    private final FlowLogPath flowLog;
    private final Instant start;
    private final Instant forgotten;
    private final Map<String, BlobProgress> known;
    private final List<BlobAudit> findings = new ArrayList<>();

    OfFlowLog(Source source, FlowLogPath flowLog, Instant start) {
      this.source = source;
      this.flowLog = flowLog;
      this.start = start;
      this.forgotten = evidence.forgottenBefore(source, flowLog.path());
      this.known = new HashMap<>(evidence.blobs(source, flowLog.path()));
    }

    List<BlobAudit> findings(Instant from, Instant to) {
      Listings listings = new Listings(flowLog.path(), source.container()::folders);
      for (Listing listing : listings.between(from, to, to)) {
        source
            .container()
            .list(
                listing.prefix(),
                blob ->
                    BlobName.parse(blob.name())
                        .filter(name -> listing.counts(name.hour()) && blob.length() > 0)
                        .ifPresent(name -> listed(blob, name)));
      }
      known.forEach(
          (blob, progress) ->
              BlobName.parse(blob)
                  .filter(name -> !name.hour().isBefore(from) && !name.hour().isAfter(to))
                  .ifPresent(name -> gone(blob, name, progress)));
      findings.sort(
          Comparator.comparing(
              BlobAudit::blob,
              Comparator.comparing(BlobName::hour).thenComparing(BlobName::macAddress)));
      return findings;
    }

    private void listed(ListedBlob blob, BlobName name) {
      BlobProgress progress = known.remove(blob.name());
      Origin origin = new Origin(source.name(), blob.name(), name.hour());
      if (progress == null || !progress.isOf(blob)) {
        BlobState state = unread(blob, name.hour(), progress);
        if (state == BlobState.FORGOTTEN) {
          add(blob.name(), name, state, blob.length(), 0, null, "");
          return;
        }
        long delivered = state == BlobState.BEHIND ? progress.position() : 0;
        add(blob.name(), name, state, blob.length(), blob.length() - delivered, since(blob), "");
      } else if (progress.cut() > 0) {
        add(blob.name(), name, BlobState.CUT, blob.length(), progress.cut(), since(blob), "");
      } else if (!keptBack(blob.name(), name, origin, blob.length(), since(blob))) {
        add(blob.name(), name, BlobState.DELIVERED, blob.length(), 0, until(blob, progress), "");
      }
    }

    /**
     * Whether all of it was read, but messages wait or are in the dead letter; then that counts.
     */
    private boolean keptBack(String blob, BlobName name, Origin origin, long length, Duration lag) {
      if (!evidence.spooledFor(origin).isEmpty()) {
        String destinations = String.join(", ", evidence.spooledFor(origin));
        add(blob, name, BlobState.SPOOLED, length, 0, lag, "for " + destinations);
      } else if (evidence.deadLetters(origin).files() > 0) {
        add(blob, name, BlobState.DEAD_LETTER, length, 0, lag, "");
      } else if (evidence.letters(source, blob) > 0) {
        String letters = HumanUnits.count(evidence.letters(source, blob), "record");
        String where = letters + " in the topic of dead letters";
        add(blob, name, BlobState.DEAD_LETTER, length, 0, lag, where);
      } else {
        return false;
      }
      return true;
    }

    private BlobState unread(ListedBlob blob, Instant hour, BlobProgress progress) {
      if (progress == null && hour.isBefore(start)) {
        return BlobState.BEFORE_START;
      } else if (progress == null && hour.isBefore(forgotten)) {
        return BlobState.FORGOTTEN;
      } else if (hour.isAfter(schedule.newestDue(now))) {
        return BlobState.NOT_DUE;
      } else if (progress == null) {
        return BlobState.MISSING;
      }
      boolean anew = progress.created() != blob.created() || blob.length() < progress.position();
      return anew ? BlobState.RECREATED : BlobState.BEHIND;
    }

    /**
     * Adds a blob that no longer exists: its unread part is lost; the rest of it may wait or be in
     * the dead letter, like that of others.
     */
    private void gone(String blob, BlobName name, BlobProgress progress) {
      Origin origin = new Origin(source.name(), blob, name.hour());
      if (progress.length() == 0 || progress.cut() > 0) {
        add(blob, name, BlobState.LOST, 0, 0, null, "");
      } else if (!keptBack(blob, name, origin, 0, null)) {
        add(blob, name, BlobState.EXPIRED, 0, 0, null, "");
      }
    }

    private void add(
        String blob,
        BlobName name,
        BlobState state,
        long length,
        long undelivered,
        Duration lag,
        String where) {
      findings.add(
          new BlobAudit(
              source.name(),
              name,
              state,
              length,
              state.complete() ? 0 : undelivered,
              lag,
              where,
              evidence.deadLetters(new Origin(source.name(), blob, name.hour()))));
    }
  }

  private Duration since(ListedBlob blob) {
    return positive(Duration.between(Instant.ofEpochMilli(blob.modified()), now));
  }

  private static Duration until(ListedBlob blob, BlobProgress progress) {
    return progress.at() == 0
        ? null
        : positive(
            Duration.between(
                Instant.ofEpochMilli(blob.modified()), Instant.ofEpochSecond(progress.at())));
  }

  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
