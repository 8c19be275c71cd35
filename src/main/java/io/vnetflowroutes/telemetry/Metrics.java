package io.vnetflowroutes.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.receive.ReceiveState;
import io.vnetflowroutes.source.AzureCalls;
import io.vnetflowroutes.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The metrics, for Prometheus: {@code flowlogs_} and a noun, with the unit last, and {@code _total}
 * at the end of counters. docs/monitoring.md describes each.
 *
 * <p>One thread makes it; scrapes read on other threads.
 */
public final class Metrics implements AutoCloseable {

  private static final String DESTINATION = "destination";

  /** The buckets of durations: from a local server to a request that is given up. */
  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final ScrapedRegistry registry = new ScrapedRegistry(this::refresh);
  private final Counters counters;
  private final List<Source> sources;
  private final Supplier<List<Lag>> lags;
  private final Map<String, Timer> sends = new ConcurrentHashMap<>();
  private final Set<Tags> found = ConcurrentHashMap.newKeySet();
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MultiGauge lag =
      MultiGauge.builder("flowlogs.lag")
          .description("How long the first hour of a flow log that is not done is overdue")
          .baseUnit("seconds")
          .register(registry);

  /**
   * @param lags how far behind each flow log is
   * @param spools the spool of each destination
   */
  public Metrics(
      Counters counters,
      Readiness readiness,
      List<Source> sources,
      Supplier<List<Lag>> lags,
      Map<String, Spool> spools) {
    this.counters = counters;
    this.sources = List.copyOf(sources);
    this.lags = lags;
    reading();
    spools.forEach(this::destination);
    Gauge.builder("flowlogs.ready", readiness, checks -> checks.ready() ? 1 : 0)
        .description("Whether every check of readiness is well")
        .register(registry);
    Stream.of(
            new JvmMemoryMetrics(),
            collections,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
  }

  /** The registry that Camel serves. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Notes how long an attempt to send a message to a destination took. */
  public void sent(String destination, Duration took) {
    Timer timer = sends.get(destination);
    if (timer != null) {
      timer.record(took);
    }
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void reading() {
    count("flowlogs.blobs", "Blobs read to their end", Tags.empty(), Counts::blobs);
    count("flowlogs.bytes", "Bytes of blobs delivered", Tags.empty(), Counts::bytes);
    count("flowlogs.records", "Records delivered", Tags.empty(), Counts::records);
    count("flowlogs.batches", "Batches delivered", Tags.empty(), Counts::batches);
    String flows = "Flows delivered to all destinations of their decision";
    count("flowlogs.flows", flows, Tags.of("decision", "allow"), Counts::allowed);
    count("flowlogs.flows", flows, Tags.of("decision", "deny"), Counts::denied);
    String letters = "Records, tuples and messages that went to the dead letter";
    for (String kind : List.of(Unreadable.RECORD, Unreadable.BEGINNING, Unreadable.TUPLE)) {
      count(
          "flowlogs.dead.letters",
          letters,
          Tags.of("reason", kind),
          counts -> counts.unreadable().getOrDefault(kind, 0L));
    }
    count("flowlogs.dead.letters", letters, Tags.of("reason", "refused"), Counts::refusedMessages);
  }

  /**
   * Adds the metrics of receiving.
   *
   * @param state its present state
   */
  public void receiving(Supplier<ReceiveState> state) {
    Gauge.builder("flowlogs.receive.partitions", state, now -> now.get().partitions())
        .description("Partitions of the topic that the group has given to this process")
        .strongReference(true)
        .register(registry);
    Gauge.builder("flowlogs.receive.lag", state, now -> now.get().lag())
        .description("Batches of these partitions that are not delivered")
        .strongReference(true)
        .register(registry);
    Gauge.builder("flowlogs.receive.failing", state, now -> now.get().failing())
        .description("Partitions whose first batch was not taken at its last attempt")
        .strongReference(true)
        .register(registry);
    TimeGauge.builder(
            "flowlogs.receive.oldest",
            state,
            TimeUnit.MILLISECONDS,
            now -> now.get().oldest().toMillis())
        .description("How long the oldest batch in hand has been so, pauses counted")
        .strongReference(true)
        .register(registry);
  }

  /** Adds the metrics of polls. */
  public void polling(PollHistory polls) {
    FunctionTimer.builder(
            "flowlogs.poll",
            polls,
            PollHistory::count,
            all -> all.took().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Polls that have ended, and how long they took")
        .register(registry);
    FunctionCounter.builder("flowlogs.poll.failures", polls, PollHistory::failures)
        .description("Polls in which something could not be listed, read or delivered")
        .register(registry);
    TimeGauge.builder(
            "flowlogs.poll.last", polls, TimeUnit.MILLISECONDS, all -> all.lastTook().toMillis())
        .description("How long the last poll took")
        .register(registry);
    TimeGauge.builder(
            "flowlogs.poll.success.time",
            polls,
            TimeUnit.MILLISECONDS,
            all -> all.lastWhole().map(Instant::toEpochMilli).orElse(0L))
        .description("When the last poll without a failure ended, since 1970; 0 for never")
        .register(registry);
    Gauge.builder(
            "flowlogs.open.blobs", polls, all -> all.last().map(end -> end.openBlobs()).orElse(0))
        .description("Blobs that the last poll has not read to their end")
        .register(registry);
    Gauge.builder(
            "flowlogs.flow.logs", polls, all -> all.last().map(end -> end.flowLogs()).orElse(0))
        .description("Flow logs that the last poll looked at")
        .register(registry);
  }

  private void destination(String name, Spool spool) {
    Tags tags = Tags.of(DESTINATION, name);
    count(
        "flowlogs.delivered.flows",
        "Flows that the destination acknowledged",
        tags,
        counts -> counts.delivered().getOrDefault(name, 0L));
    count(
        "flowlogs.refused.flows",
        "Flows that the destination refused for good",
        tags,
        counts -> counts.refused().getOrDefault(name, 0L));
    count(
        "flowlogs.left.alone.flows",
        "Flows not written, as files that hold something else were left alone",
        tags,
        counts -> counts.leftAlone().getOrDefault(name, 0L));
    count(
        "flowlogs.send.failures",
        "Attempts to send a message that did not end with all of it taken",
        tags,
        counts -> counts.failures().getOrDefault(name, 0L));
    count(
        "flowlogs.send.retries",
        "Attempts to send a message for which one had failed before",
        tags,
        counts -> counts.retries().getOrDefault(name, 0L));
    sends.put(
        name,
        Timer.builder("flowlogs.send")
            .description("How long attempts to send a message took")
            .tags(tags)
            .serviceLevelObjectives(BUCKETS)
            .register(registry));
    Gauge.builder("flowlogs.spool.messages", spool, Spool::size)
        .description("Messages that wait for the destination")
        .tags(tags)
        .register(registry);
    Gauge.builder("flowlogs.spool", spool, Spool::bytes)
        .description("Bytes on disk that wait for the destination")
        .baseUnit("bytes")
        .tags(tags)
        .register(registry);
  }

  private void count(String name, String meaning, Tags tags, ToLongFunction<Counts> count) {
    FunctionCounter.builder(name, counters, all -> count.applyAsLong(all.counts()))
        .description(meaning)
        .tags(tags)
        .register(registry);
  }

  /** Adds meters for new flow logs, answers of Azure, and reasons of filters. */
  private void refresh() {
    lag.register(
        lags.get().stream()
            .map(
                flowLog ->
                    Row.of(
                        Tags.of(
                            "source",
                            flowLog.source(),
                            "flow_log",
                            flowLog.flowLog(),
                            "path",
                            flowLog.path()),
                        flowLog.overdue().toMillis() / 1000.0))
            .toList(),
        true);
    for (Source source : sources) {
      source.container().calls().keySet().forEach(call -> azure(source, call));
    }
    counters
        .counts()
        .leftOut()
        .forEach((where, reasons) -> reasons.keySet().forEach(reason -> leftOut(where, reason)));
  }

  private void leftOut(String where, String reason) {
    Tags tags = Tags.of("place", where, "reason", reason);
    if (found.add(tags)) {
      count(
          "flowlogs.left.out.flows",
          "Flows that a filter left out",
          tags,
          counts -> counts.leftOut().getOrDefault(where, Map.of()).getOrDefault(reason, 0L));
    }
  }

  private void azure(Source source, AzureCalls.Call call) {
    Tags tags = Tags.of("source", source.name(), "kind", call.kind(), "status", call.status());
    if (found.add(tags)) {
      FunctionCounter.builder(
              "flowlogs.azure.calls",
              source.container(),
              container -> container.calls().getOrDefault(call, 0L))
          .description("Requests to the storage account, each attempt by itself")
          .tags(tags)
          .register(registry);
    }
  }
}
