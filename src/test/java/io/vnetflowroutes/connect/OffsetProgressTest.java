package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.core.CoreReader;
import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves what a task remembers in offsets: through restarts, other tasks, other slices, and time.
 */
class OffsetProgressTest {

  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final int NICS = 20;

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final KeptOffsets offsets = new KeptOffsets();
  private final List<String> taken = new ArrayList<>();

  private static Lanes lanes(int slices, int task, int tasks) {
    return new Lanes("host/container", new Slices(slices, Map.of()), task, tasks);
  }

  private ConnectHost host(Lanes lanes, Schedule schedule) {
    Source source =
        new Source("lake", new DirectoryContainer("lake", folder), FlowLogSelection.EVERYTHING);
    return new ConnectHost(source, schedule, clock, LoopHost.LIMITS, this::take, offsets, lanes);
  }

  private ConnectHost host(Lanes lanes) {
    return host(lanes, CoreReader.schedule(Duration.ofMinutes(75)));
  }

  private void take(Batch batch) {
    taken.add(batch.id());
  }

  private void write(String hour, int nics, int records) throws IOException {
    for (int nic = 0; nic < nics; nic++) {
      Path file =
          folder.resolve(
              "%s/y=%s/m=%s/d=%s/h=%s/m=00/macAddress=000D3A%06X/PT1H.json"
                  .formatted(
                      FLOW_LOG,
                      hour.substring(0, 4),
                      hour.substring(5, 7),
                      hour.substring(8, 10),
                      hour.substring(11, 13),
                      nic));
      Files.createDirectories(file.getParent());
      String[] all = new String[records];
      for (int record = 0; record < records; record++) {
        all[record] = FlowLogText.twoFlows(record);
      }
      Files.writeString(file, FlowLogText.blob(all));
      Files.setLastModifiedTime(
          file, java.nio.file.attribute.FileTime.from(clock.instant().minusSeconds(3600)));
    }
  }

  private void polledWell(ConnectHost host) throws InterruptedException {
    PollResult result = host.poll();
    assertThat(result.failures()).isZero();
    assertThat(result.openBlobs()).isZero();
  }

  @Test
  void afterARestartNothingIsReadAgainAndRowsAreAskedForTogether() throws Exception {
    write("2026-09-01T07", NICS, 2);
    write("2026-09-01T08", NICS, 2);
    ConnectHost host = host(lanes(1, 0, 1));
    polledWell(host);
    assertThat(taken).hasSize(2 * NICS).doesNotHaveDuplicates();
    int questions = offsets.questions();
    host.restart();
    polledWell(host);
    assertThat(taken).hasSize(2 * NICS);
    assertThat(offsets.questions() - questions)
        .as("the start, the lane, and its hours")
        .isEqualTo(3);
  }

  @Test
  void whatWasReadAndNotSentIsReadAgain() throws Exception {
    write("2026-09-01T08", NICS, 2);
    ConnectHost host = host(lanes(1, 0, 1));
    host.pollAndSendNothing();
    assertThat(taken).hasSize(NICS);
    assertThat(offsets.rows()).isZero();
    host.restart();
    polledWell(host);
    assertThat(taken).hasSize(2 * NICS);
    assertThat(taken.subList(NICS, 2 * NICS)).hasSameElementsAs(taken.subList(0, NICS));
  }

  /** So that without transactions, too, nothing is passed over of which a part was acknowledged. */
  @Test
  void recordsOfFlowsHaveTheOffsetOfBeforeAndTheLastRecordOfARowHasTheNewOne() throws Exception {
    write("2026-09-01T08", 1, 2);
    SendQueue queue = new SendQueue(1 << 20);
    Lanes lanes = lanes(1, 0, 1);
    OffsetRows rows = new OffsetRows(new StoredOffsets(offsets, lanes), lanes);
    OffsetProgress progress = new OffsetProgress(rows, lanes, queue, Duration.ofHours(24), clock);
    progress.hour("lake", FLOW_LOG);
    List<Batch> batches =
        FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1)));
    ListedBlob blob =
        blob(FLOW_LOG + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A000001/PT1H.json");
    Outgoing flow =
        new Outgoing(
            "allow", null, org.apache.kafka.connect.data.Schema.STRING_SCHEMA, "flow", Map.of());
    progress.inHand(blob, List.of(flow, flow), 100, 0);
    progress.commit(blob, batches.get(0));
    Outbox outbox =
        new Outbox(
            rows,
            new ProgressRecords("progress", "p", "a", false, clock),
            progress,
            new CrowdedSlices(new WarningThrottle(clock)));
    List<SourceRecord> sent = outbox.records(queue.take(1 << 20, Duration.ZERO));
    List<SourceRecord> ofRow =
        sent.stream()
            .filter(record -> record.sourcePartition().equals(sent.get(0).sourcePartition()))
            .toList();
    assertThat(ofRow).extracting(SourceRecord::topic).containsExactly("allow", "allow", "progress");
    assertThat(ofRow.get(0).sourceOffset().get("blobs").toString()).isEmpty();
    assertThat(ofRow.get(1).sourceOffset()).isEqualTo(ofRow.get(0).sourceOffset());
    assertThat(ofRow.get(2).sourceOffset().get("blobs").toString()).isNotEmpty();
    assertThat(sent).allSatisfy(record -> assertThat(record.sourceOffset()).isNotNull());
  }

  private static ListedBlob blob(String name) {
    return new ListedBlob("lake", name, 10_000, "0x8D1", 1000, 2000, 2000);
  }

  /** The test holds the queue, so that one thread stands still between its change and the line. */
  @Test
  void anOlderStateOfALaneNeverOvertakesANewerOne() throws Exception {
    SendQueue queue = new SendQueue(1 << 20);
    Lanes lanes = lanes(1, 0, 1);
    OffsetRows rows = new OffsetRows(new StoredOffsets(offsets, lanes), lanes);
    OffsetProgress progress = new OffsetProgress(rows, lanes, queue, Duration.ofHours(24), clock);
    progress.hour("lake", FLOW_LOG);
    Batch batch =
        FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1))).get(0);
    Instant hour = Instant.parse("2026-09-01T08:00:00Z");
    Thread lister = new Thread(() -> progress.done("lake", FLOW_LOG, hour), "lister");
    synchronized (queue) {
      lister.start();
      await().until(() -> lister.getState() == Thread.State.BLOCKED);
      progress.commit(
          blob(FLOW_LOG + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A000001/PT1H.json"), batch);
    }
    lister.join();
    List<LaneState> sent =
        queue.take(1 << 20, Duration.ZERO).stream()
            .flatMap(read -> read.lanes().values().stream())
            .toList();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).newest()).isEqualTo(hour.getEpochSecond());
    assertThat(sent.get(1).done()).isEqualTo(hour.getEpochSecond());
  }

  @Test
  void whatIsNotCommittedTakesNoRoomInTheQueue() throws Exception {
    SendQueue queue = new SendQueue(10_000);
    Lanes lanes = lanes(1, 0, 1);
    OffsetRows rows = new OffsetRows(new StoredOffsets(offsets, lanes), lanes);
    OffsetProgress progress = new OffsetProgress(rows, lanes, queue, Duration.ofHours(24), clock);
    Batch batch =
        FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1))).get(0);
    ListedBlob unknown = blob("no blob of a flow log");
    ListedBlob again =
        blob(FLOW_LOG + "/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A000001/PT1H.json");
    Thread reader =
        new Thread(
            () -> {
              try {
                for (int poll = 0; poll < 3; poll++) {
                  progress.inHand(unknown, List.of(), 5_000, 0);
                  assertThatThrownBy(() -> progress.commit(unknown, batch))
                      .isInstanceOf(NoSuchElementException.class);
                }
                progress.inHand(again, List.of(), 5_000, 0);
                progress.inHand(again, List.of(), 100, 0);
                queue.reserve(9_700);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    reader.setDaemon(true);
    reader.start();
    await().until(() -> reader.getState() == Thread.State.TERMINATED);
  }

  @Test
  void withOtherTasksAndSlicesNothingIsReadAgainAndNothingIsLost() throws Exception {
    write("2026-09-01T08", NICS, 2);
    int expected = 0;
    int hour = 8;
    for (int[] division :
        new int[][] {{1, 1}, {1, 3}, {4, 3}, {64, 2}, {8, 5}, {1, 2}, {2, 1}, {64, 1}}) {
      write("2026-09-01T%02d".formatted(hour), NICS, 2);
      expected += NICS;
      for (int task = 0; task < division[1]; task++) {
        polledWell(host(lanes(division[0], task, division[1])));
      }
      assertThat(taken)
          .as("%d slices, %d tasks", division[0], division[1])
          .hasSize(expected)
          .doesNotHaveDuplicates();
      clock.minutes(60);
      hour++;
    }
  }

  @Test
  void thereAreNoMoreRowsThanHoursThatAreKept() throws Exception {
    ConnectHost host = host(lanes(1, 0, 1));
    Instant hour = Instant.parse("2026-09-01T09:00:00Z");
    int most = 0;
    for (int passed = 0; passed < 24 * 4; passed++) {
      write(hour.toString(), 2, 1);
      polledWell(host);
      hour = hour.plus(1, ChronoUnit.HOURS);
      clock.minutes(60);
      if (passed == 24 * 2) {
        most = offsets.rows();
      }
      if (passed % 7 == 0) {
        host.restart();
      }
    }
    assertThat(offsets.rows()).isEqualTo(most).isLessThan(24 + 4 + 6);
    assertThat(taken).doesNotHaveDuplicates();
  }

  @Test
  void whileALongTimeIsCaughtUpWithItIsKeptWhatIsDone() throws Exception {
    Schedule sinceAugust =
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            new Start(null, Instant.parse("2026-08-20T00:00:00Z")),
            Duration.ZERO,
            Duration.ZERO);
    for (int day = 20; day <= 31; day++) {
      for (int hour = 0; hour < 24; hour += 3) {
        write("2026-08-%02dT%02d".formatted(day, hour), 1, 1);
      }
    }
    ConnectHost host = host(lanes(1, 0, 1), sinceAugust);
    polledWell(host);
    assertThat(taken).hasSize(12 * 8).doesNotHaveDuplicates();
    int rows = offsets.rows();
    assertThat(rows).as("of hours that are done no row is kept").isLessThan(40);
    host.restart();
    polledWell(host);
    assertThat(taken).hasSize(12 * 8);
    assertThat(offsets.rows()).isEqualTo(rows);
  }
}
