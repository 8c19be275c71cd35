package io.vnetflowroutes.poll;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.read.ReadListener;
import io.vnetflowroutes.read.ReadLoop;
import io.vnetflowroutes.source.BlobName;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateSummary;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.PollLog;
import io.vnetflowroutes.telemetry.ReadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A directory source with a real state folder, polled and read as the routes do. */
final class PolledDirectory implements AutoCloseable {

  static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  static final String OTHER = "flowLogResourceID=/S_G/NETWORKWATCHER_WESTUS_V-G-FLOWLOG";

  private final Path directory;
  private final Path stateFolder;
  private final Clock clock;
  private final List<PollResult> results = new ArrayList<>();
  private final List<String> deadLetters = new ArrayList<>();
  private long fileTime = 1_000_000;
  private StateDatabase state;
  private DirectoryContainer container;
  private DueBlobs dueBlobs;
  private ReadLoop loop;
  private DueBlob ended;
  private int flows;
  private long bytesRead;

  PolledDirectory(Path folder, Clock clock) throws IOException {
    this.directory = Files.createDirectories(folder.resolve("container"));
    this.stateFolder = Files.createDirectory(folder.resolve("state"));
    this.clock = clock;
  }

  /** Starts the program, or starts it again. */
  void start(Schedule schedule) {
    start(schedule, FlowLogText.NO_LIMITS);
  }

  void start(Schedule schedule, ParseLimits limits) {
    if (state != null) {
      state.close();
    }
    state = StateDatabase.open(stateFolder);
    container = new DirectoryContainer("lake", directory);
    FlowLogSelection all = new FlowLogSelection("*", "*", "*", "*", null, null);
    dueBlobs =
        new DueBlobs(
            List.of(new Source("lake", container, all)),
            Duration.ofMinutes(10),
            schedule,
            cursor(),
            Share.ALL,
            clock,
            new PollLog(new WarningThrottle(clock), clock));
    ReadListener listener = new Noted(new ReadLog(new Counters(), new WarningThrottle(clock)));
    BlobReader reader =
        new BlobReader(
            cursor(),
            listener,
            blob -> EarlierReading.NONE,
            limits,
            RecordJson.within(1 << 20, 100));
    loop = new ReadLoop(dueBlobs, reader, cursor(), listener, this::deliver);
  }

  /** Notes which blob was read last to its end. */
  private final class Noted implements ReadListener {

    private final ReadListener log;

    Noted(ReadListener log) {
      this.log = log;
    }

    @Override
    public void read(DueBlob blob) {
      ended = blob;
    }

    @Override
    public void endsInsideRecord(DueBlob blob, long bytes) {
      log.endsInsideRecord(blob, bytes);
    }

    @Override
    public void changed(DueBlob blob) {
      log.changed(blob);
    }

    @Override
    public void failed(DueBlob blob, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void notDelivered(DueBlob blob, String reason) {
      throw new AssertionError(reason);
    }
  }

  private void deliver(DueBlob blob, Batch batch) {
    flows += batch.flows();
    batch.unreadable().forEach(letter -> deadLetters.add(letter.reason()));
  }

  Cursor cursor() {
    return new Cursor(state);
  }

  StateSummary summary() {
    return new StateSummary(state);
  }

  DueBlobs dueBlobs() {
    return dueBlobs;
  }

  long listCalls() {
    return container.listCalls();
  }

  /** How many bytes of blobs were read so far. */
  long bytesRead() {
    return bytesRead;
  }

  PollResult lastResult() {
    return results.get(results.size() - 1);
  }

  /** The name of a blob, its hour given as in {@code 2026-09-01T08}. */
  static String name(String flowLog, String hour, String mac) {
    return "%s/y=%s/m=%s/d=%s/h=%s/m=00/macAddress=%s/PT1H.json"
        .formatted(
            flowLog,
            hour.substring(0, 4),
            hour.substring(5, 7),
            hour.substring(8, 10),
            hour.substring(11, 13),
            mac);
  }

  /** Writes a blob of so many records, each with an allowed and a denied flow. */
  void write(String name, int records) throws IOException {
    writeText(
        name,
        FlowLogText.blob(
            IntStream.range(0, records)
                .mapToObj(i -> FlowLogText.twoFlows(i))
                .toArray(String[]::new)));
  }

  void writeText(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(fileTime += 1000));
  }

  /** The time that the next file gets, but for a second. */
  void fileTime(Instant time) {
    fileTime = time.toEpochMilli() - 1000;
  }

  /** The reasons of what could not be read so far. */
  List<String> deadLetters() {
    return deadLetters;
  }

  void delete(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  /** Lets listings of a folder fail, by a link that leads back to it. */
  void breakListing(String folder) throws IOException {
    Path broken = directory.resolve(folder);
    Files.createSymbolicLink(broken.resolve("loop"), broken);
  }

  /** Lets them work again. */
  void mendListing(String folder) throws IOException {
    Files.delete(directory.resolve(folder).resolve("loop"));
  }

  /** One poll that reads and delivers everything; the names read, with how many flows. */
  List<String> poll() throws IOException {
    return poll("nothing fails");
  }

  /** One poll in which blobs are left undelivered whose names hold a text. */
  List<String> poll(String failing) throws IOException {
    List<String> read = new ArrayList<>();
    Poll poll = dueBlobs.begin();
    while (poll.hasNext()) {
      DueBlob blob = poll.next();
      if (blob.listed().name().contains(failing)) {
        poll.failed();
      } else {
        read.add(label(blob) + '=' + read(poll, blob));
      }
    }
    results.add(poll.finish());
    return read;
  }

  private static String label(DueBlob blob) {
    String name = blob.listed().name();
    String log = BlobName.parse(name).orElseThrow().flowLogPath().equals(FLOW_LOG) ? "" : "other ";
    return log
        + blob.hour().toString().substring(8, 13)
        + ' '
        + name.replaceFirst(".*=(.*)/.*", "$1");
  }

  /** Reads a blob to its end; returns how many flows it brought, or -1 if it was written anew. */
  private int read(Poll poll, DueBlob blob) throws IOException {
    flows = 0;
    ended = null;
    bytesRead += blob.toRead();
    try {
      loop.read(poll, blob);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return blob.equals(ended) ? flows : -1;
  }

  @Override
  public void close() {
    if (state != null) {
      state.close();
    }
  }
}
