package io.vnetflowroutes.core;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Progress;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.ListedBlob;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Progress that is kept in memory, as a host does that writes it elsewhere. */
public final class MemoryProgress implements Progress {

  private final Map<String, Instant> starts = new HashMap<>();
  private final Map<String, Instant> hours = new HashMap<>();
  private final Map<String, Instant> forgotten = new HashMap<>();
  private final Map<String, Set<Instant>> changing = new HashMap<>();
  private final Map<String, BlobProgress> blobs = new HashMap<>();
  private final Map<String, Instant> planned = new HashMap<>();

  private static String key(String source, String name) {
    return source + ' ' + name;
  }

  private static String key(ListedBlob blob) {
    return key(blob.source(), blob.name());
  }

  @Override
  public synchronized Instant start(String source, Instant ifFirst) {
    return starts.computeIfAbsent(source, first -> ifFirst);
  }

  @Override
  public synchronized Optional<Instant> hour(String source, String flowLogPath) {
    return Optional.ofNullable(hours.get(key(source, flowLogPath)));
  }

  @Override
  public synchronized Optional<Instant> newestHour(String source, String flowLogPath) {
    return blobs.keySet().stream()
        .filter(key -> key.startsWith(key(source, flowLogPath) + '/'))
        .map(MemoryProgress::hour)
        .max(Comparator.naturalOrder());
  }

  private static Instant hour(String key) {
    return BlobName.parse(key.substring(key.indexOf(' ') + 1)).orElseThrow().hour();
  }

  @Override
  public synchronized void done(String source, String flowLogPath, Instant hour) {
    hours.put(key(source, flowLogPath), hour);
  }

  @Override
  public synchronized Set<Instant> changing(String source, String flowLogPath) {
    return changing.getOrDefault(key(source, flowLogPath), Set.of());
  }

  @Override
  public synchronized void changing(String source, String flowLogPath, Set<Instant> hours) {
    changing.put(key(source, flowLogPath), Set.copyOf(hours));
  }

  @Override
  public synchronized Map<String, BlobProgress> blobs(String source, Collection<String> names) {
    return names.stream()
        .filter(name -> blobs.containsKey(key(source, name)))
        .collect(Collectors.toMap(name -> name, name -> blobs.get(key(source, name))));
  }

  @Override
  public synchronized Instant forgottenBefore(String source, String flowLogPath) {
    return forgotten.getOrDefault(key(source, flowLogPath), Instant.EPOCH);
  }

  @Override
  public synchronized void forgetBefore(String source, String flowLogPath, Instant hour) {
    forgotten.merge(
        key(source, flowLogPath), hour, (before, now) -> before.isAfter(now) ? before : now);
    blobs
        .keySet()
        .removeIf(
            key -> key.startsWith(key(source, flowLogPath) + '/') && hour(key).isBefore(hour));
  }

  private BlobProgress of(ListedBlob blob) {
    return blobs.getOrDefault(key(blob), BlobProgress.NONE);
  }

  @Override
  public synchronized Optional<Instant> plan(ListedBlob blob, Batch batch) {
    BlobProgress before = of(blob);
    boolean again = before.planned() == batch.to() && before.position() == batch.from();
    blobs.put(
        key(blob),
        new BlobProgress(
            before.position(),
            before.anchor(),
            batch.to(),
            before.length(),
            before.etag(),
            blob.created(),
            before.at(),
            before.cut(),
            before.kept(),
            before.keptTo(),
            before.edition()));
    Instant since = planned.get(key(blob));
    if (!again) {
      planned.put(key(blob), Instant.now());
    }
    return again ? Optional.ofNullable(since) : Optional.empty();
  }

  @Override
  public synchronized void commit(ListedBlob blob, Batch batch) {
    BlobProgress before = of(blob);
    blobs.put(
        key(blob),
        new BlobProgress(
            batch.to(),
            Anchor.of(batch.anchor()),
            0,
            batch.last() ? blob.length() : before.length(),
            batch.last() ? blob.etag() : before.etag(),
            before.created(),
            Instant.now().getEpochSecond(),
            batch.last() ? 0 : before.cut(),
            before.kept(),
            before.keptTo(),
            before.edition()));
  }

  @Override
  public synchronized void readToEnd(ListedBlob blob, long cut) {
    BlobProgress before = of(blob);
    blobs.put(
        key(blob),
        new BlobProgress(
            before.position(),
            before.anchor(),
            before.planned(),
            blob.length(),
            blob.etag(),
            blob.created(),
            Instant.now().getEpochSecond(),
            cut,
            before.kept(),
            before.keptTo(),
            before.edition()));
  }

  private void kept(ListedBlob blob, Anchor kept, long keptTo) {
    BlobProgress before = of(blob);
    blobs.put(
        key(blob),
        new BlobProgress(
            before.position(),
            before.anchor(),
            before.planned(),
            before.length(),
            before.etag(),
            before.created(),
            before.at(),
            before.cut(),
            kept,
            keptTo,
            before.edition()));
  }

  @Override
  public synchronized void keepAnchor(ListedBlob blob) {
    kept(blob, of(blob).anchor(), of(blob).position());
  }

  @Override
  public synchronized void forgetAnchor(ListedBlob blob) {
    kept(blob, Anchor.NONE, 0);
  }

  @Override
  public synchronized void startOver(ListedBlob blob) {
    blobs.put(key(blob), of(blob).writtenAnew());
  }
}
