package io.vnetflowroutes.audit;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.handover.BlobNote;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The evidence in the progress topic of a connector. For a blob the newest record counts, which is
 * the last one, because all records of a blob are in one partition.
 */
final class TopicEvidence implements Evidence {

  private final Instant from;
  private final Instant to;
  private final Map<String, Account> accounts = new HashMap<>();

  /** The instant before which the topic may have lost records. */
  private Instant kept = Instant.EPOCH;

  /** The evidence about an account. */
  private static final class Account {

    /** The earliest of several connectors' starts; {@code null} if none is known. */
    private Instant start;

    /** How far blobs are, by flow log and name. */
    private final Map<String, Map<String, BlobProgress>> blobs = new HashMap<>();

    /** How many dead letters each batch made, by blob; a record may come twice. */
    private final Map<String, Map<String, Integer>> letters = new HashMap<>();
  }

  /** Keeps what is about the hours from one to another, both counted. */
  TopicEvidence(Instant from, Instant to) {
    this.from = from;
    this.to = to;
  }

  /** Takes a record. */
  void add(BlobNote note) {
    Account account = accounts.computeIfAbsent(note.account(), place -> new Account());
    if (note.start() != null) {
      account.start =
          account.start == null || note.start().isBefore(account.start)
              ? note.start()
              : account.start;
    }
    BlobName.parse(note.blob())
        .filter(name -> !name.hour().isBefore(from) && !name.hour().isAfter(to))
        .ifPresent(name -> add(account, name, note));
  }

  private static void add(Account account, BlobName name, BlobNote note) {
    if (note.deadLetters() > 0) {
      account
          .letters
          .computeIfAbsent(note.blob(), blob -> new HashMap<>())
          .put(note.batch(), note.deadLetters());
    } else {
      account
          .blobs
          .computeIfAbsent(name.flowLogPath(), flowLog -> new HashMap<>())
          .put(note.blob(), note.progress());
    }
  }

  /** Notes that records of before an instant are no longer in the topic. */
  void keptSince(Instant first) {
    kept = first.isAfter(kept) ? first : kept;
  }

  /** Whether anything is known of a source. */
  boolean knows(Source source) {
    return accounts.containsKey(place(source));
  }

  /** The accounts that the topic speaks of. */
  Set<String> places() {
    return Set.copyOf(accounts.keySet());
  }

  static String place(Source source) {
    return source.container().place().toString();
  }

  private Account of(Source source) {
    return accounts.getOrDefault(place(source), new Account());
  }

  /** {@inheritDoc} Where the topic no longer holds it, all hours count. */
  @Override
  public Instant start(Source source) {
    Instant start = of(source).start;
    return start == null ? Instant.MIN : start;
  }

  @Override
  public Instant forgottenBefore(Source source, String flowLog) {
    return kept;
  }

  @Override
  public Map<String, BlobProgress> blobs(Source source, String flowLog) {
    return of(source).blobs.getOrDefault(flowLog, Map.of());
  }

  /** {@inheritDoc} A connector has no spool. */
  @Override
  public Set<String> spooledFor(Origin blob) {
    return Set.of();
  }

  /** {@inheritDoc} A connector has a topic for them. */
  @Override
  public DeadLetterCount deadLetters(Origin blob) {
    return DeadLetterCount.NONE;
  }

  @Override
  public int letters(Source source, String blob) {
    return of(source).letters.getOrDefault(blob, Map.of()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }
}
