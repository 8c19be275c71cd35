package io.vnetflowroutes.connect;

import io.vnetflowroutes.bench.StubAccount;
import io.vnetflowroutes.it.Names;
import io.vnetflowroutes.it.Records;
import io.vnetflowroutes.offsets.HourCodec;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.settings.SourceSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * The task of a connector that has the largest share of an estate, hour after hour, on a clock that
 * is set: the task as it is, with the Azure SDK and HTTP, against an account that only answers.
 * What the runtime does with the records is left out, except that it keeps the offsets. Each blob
 * has two flows, so that what flows cost is left out, too.
 */
public final class EstateSimulation implements AutoCloseable {

  private static final Instant FIRST_HOUR = Instant.parse("2026-09-01T04:00:00Z");

  /** Hours of the same day that are there, too, and not read. */
  private static final int HOURS_BEFORE = 4;

  /** A day is listed again, and progress is kept for four hours more. */
  private static final int HOURS_KEPT = 28;

  private static final Names RECORDS =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  /**
   * What an hour took.
   *
   * @param lists listing calls
   * @param reads reads of blobs
   * @param processorSeconds of the task, and of what keeps its offsets
   */
  public record Hour(long lists, long reads, double processorSeconds) {}

  private final SettableClock clock = new SettableClock(FIRST_HOUR.plusSeconds(4_800).toString());
  private final KeptOffsets offsets = new KeptOffsets();
  private final Set<String> done = new HashSet<>();
  private final StubAccount account;
  private final Map<String, String> configuration = new HashMap<>();
  private final int lanes;
  private Instant hour = FIRST_HOUR;
  private FlowLogsSourceTask task;

  /**
   * @param interfaces how many each flow log has
   * @param slices into how many each flow log is divided
   * @param tasks how many tasks the connector has
   */
  public EstateSimulation(int flowLogs, int interfaces, int slices, int tasks) throws IOException {
    List<Names> names =
        IntStream.range(0, flowLogs)
            .mapToObj("vnet-%05d"::formatted)
            .map(EstateSimulation::names)
            .toList();
    account = new StubAccount(names, interfaces, blobs(), Duration.ZERO);
    configuration.put("name", "estate");
    configuration.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    configuration.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
    configuration.put("flowlogs.storage-account-url", account.url());
    configuration.put("flowlogs.account-key", "a2V5");
    configuration.put("flowlogs.flow-log", "*");
    configuration.put("flowlogs.slices", "" + slices);
    configuration.put("flowlogs.start", FIRST_HOUR.toString());
    configuration.put("flowlogs.poll-interval", "100ms");
    int[] shares = shares(names, tasks);
    lanes = Arrays.stream(shares).max().orElseThrow();
    int task = IntStream.range(0, tasks).filter(i -> shares[i] == lanes).findFirst().orElseThrow();
    configuration.put("flowlogs.task", task + "/" + tasks);
  }

  /** How many lanes each task owns. */
  private int[] shares(List<Names> names, int tasks) {
    ConnectorSettings settings = new ConnectorSettings(configuration);
    ConnectLog log = new ConnectLog(new WarningThrottle(clock), new TaskCounts());
    String place =
        SourceSettings.source(settings.source(), Optional::empty, log)
            .container()
            .place()
            .toString();
    return IntStream.range(0, tasks)
        .mapToObj(task -> new Lanes(place, settings.get(ConnectorKeys.SLICES), task, tasks))
        .mapToInt(
            owned ->
                names.stream().map(EstateSimulation::path).mapToInt(l -> owned.of(l).size()).sum())
        .toArray();
  }

  private static Names names(String network) {
    return Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", network, "net-rg");
  }

  private static String path(Names names) {
    return names.prefix().substring(0, names.prefix().length() - 1);
  }

  /** The bytes of a blob, by its name: the counters at its end differ between interfaces. */
  private static Function<String, byte[]> blobs() {
    String record = new Records(RECORDS, "000D3A000000", 1, 0).next(FIRST_HOUR, 2);
    int counter = record.lastIndexOf(',') + 1;
    String head = "{\"records\":[" + record.substring(0, counter);
    String end = record.substring(record.indexOf('"', counter)) + "]}";
    return blob -> (head + StubAccount.number(blob) + end).getBytes(StandardCharsets.UTF_8);
  }

  /** How many lanes the task owns. */
  public int lanes() {
    return lanes;
  }

  /** How many rows of offsets there are. */
  public int rows() {
    return offsets.rows();
  }

  /** How many bytes they take in the topic. */
  public long offsetBytes() {
    return offsets.bytes();
  }

  /** Starts the task, and reads the first hour that there is. */
  public Hour start() throws InterruptedException {
    task = new FlowLogsSourceTask(clock);
    task.initialize(new Context());
    for (int before = 1; before <= HOURS_BEFORE; before++) {
      account.hour(FIRST_HOUR.minusSeconds(3_600L * before));
    }
    account.hour(hour);
    return measured(() -> task.start(configuration));
  }

  /** Reads the next hour, while the day before it is listed again. */
  public Hour next() throws InterruptedException {
    hour = hour.plusSeconds(3_600);
    account.hour(hour);
    return measured(() -> clock.minutes(60));
  }

  /**
   * Goes on to where all hours that are kept are there: those behind the first one have its rows,
   * as if the task had read them, too. Then it starts again.
   */
  public Hour restartAfterADay() throws InterruptedException {
    task.stop();
    Map<Map<String, ?>, Map<String, ?>> first = offsets.all();
    for (int later = 1; later < HOURS_KEPT; later++) {
      account.hour(FIRST_HOUR.plusSeconds(3_600L * later));
      for (Map.Entry<Map<String, ?>, Map<String, ?>> row : first.entrySet()) {
        repeat(Rows.row(row.getKey()), row.getValue(), later);
      }
    }
    clock.minutes(60 * HOURS_KEPT);
    hour = FIRST_HOUR.plusSeconds(3_600L * HOURS_KEPT);
    return start();
  }

  private void repeat(String row, Map<String, ?> offset, int later) {
    long seconds = 3_600L * later;
    if (row.startsWith("lane\n")) {
      LaneState state = LaneState.of(offset);
      LaneState then =
          new LaneState(
              state.done() + seconds, state.newest() + seconds, state.forgotten(), Set.of());
      offsets.put(Rows.partition(row), then.offset(later + 1));
    } else if (row.startsWith("hour\n")) {
      Instant read = Rows.hour(offset);
      Instant then = read.plusSeconds(seconds);
      NavigableMap<Long, BlobProgress> blobs = new TreeMap<>();
      HourCodec.unpack(read, Rows.packed(offset))
          .forEach((key, blob) -> blobs.put(key, later(blob, seconds)));
      String slot = row.substring(0, row.lastIndexOf('\n') + 1) + later;
      offsets.put(Rows.partition(slot), Rows.ofHour(then, HourCodec.pack(then, blobs)));
    }
  }

  private static BlobProgress later(BlobProgress blob, long seconds) {
    return new BlobProgress(
        blob.position(),
        blob.anchor(),
        blob.planned(),
        blob.length(),
        blob.etag(),
        blob.created(),
        blob.at() + seconds,
        blob.cut(),
        blob.kept(),
        blob.keptTo(),
        blob.edition());
  }

  /** Waits until all lanes are done with the hour, and keeps the offsets that come meanwhile. */
  private Hour measured(Runnable begin) throws InterruptedException {
    long lists = account.lists();
    long reads = account.reads();
    long processor = processorNanos();
    long end = hour.plusSeconds(3_600).getEpochSecond();
    done.clear();
    begin.run();
    while (done.size() < lanes) {
      List<SourceRecord> records = task.poll();
      if (records != null) {
        offsets.commit(records);
        records.forEach(record -> note(record, end));
      }
    }
    return new Hour(
        account.lists() - lists, account.reads() - reads, (processorNanos() - processor) / 1e9);
  }

  private void note(SourceRecord record, long end) {
    String row = Rows.row(record.sourcePartition());
    if (Lane.isRow(row)
        && row.startsWith("lane\n")
        && LaneState.of(record.sourceOffset()).done() == end) {
      done.add(row);
    }
  }

  private long processorNanos() {
    long all =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    return all - account.processorNanos();
  }

  @Override
  public void close() {
    if (task != null) {
      task.stop();
    }
    account.close();
  }

  /** What a worker gives to a task. */
  private final class Context implements SourceTaskContext {

    @Override
    public Map<String, String> configs() {
      return configuration;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      return offsets;
    }
  }
}
