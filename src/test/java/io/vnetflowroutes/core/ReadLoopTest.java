package io.vnetflowroutes.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves how the work of reading is shared: among threads, and among several who read. */
class ReadLoopTest {

  private static final int BLOBS = 40;
  private static final List<String> FLOW_LOGS =
      List.of(
          "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG",
          "flowLogResourceID=/S_G/NETWORKWATCHER_WESTUS_V-G-FLOWLOG");

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:20:00Z");
  private final Queue<Batch> taken = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void write() throws IOException {
    for (String flowLog : FLOW_LOGS) {
      for (int nic = 0; nic < BLOBS; nic++) {
        Path file =
            folder.resolve(
                "%s/y=2026/m=09/d=01/h=08/m=00/macAddress=%012X/PT1H.json".formatted(flowLog, nic));
        Files.createDirectories(file.getParent());
        Files.writeString(file, FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1)));
      }
    }
  }

  private LoopHost host(Share share) {
    Source source =
        new Source("lake", new DirectoryContainer("lake", folder), FlowLogSelection.EVERYTHING);
    return new LoopHost(
        source, CoreReader.schedule(Duration.ofMinutes(75)), clock, share, taken::add);
  }

  private List<String> blobs() {
    return taken.stream().map(batch -> batch.origin().blob()).toList();
  }

  @Test
  void severalThreadsReadEachBlobOnce() throws Exception {
    PollResult result = host(Share.ALL).poll(4);
    assertThat(result.caughtUp()).isTrue();
    assertThat(blobs()).hasSize(2 * BLOBS).doesNotHaveDuplicates();
  }

  @Test
  void anErrorCostsOneBlobAndTheSameThreadReadsTheOthers() throws Exception {
    Error noMemory = new OutOfMemoryError("no more");
    AtomicInteger left = new AtomicInteger(3);
    Source source =
        new Source("lake", new DirectoryContainer("lake", folder), FlowLogSelection.EVERYTHING);
    LoopHost host =
        new LoopHost(
            source,
            CoreReader.schedule(Duration.ofMinutes(75)),
            clock,
            Share.ALL,
            batch -> {
              if (left.getAndDecrement() > 0) {
                throw noMemory;
              }
              taken.add(batch);
            });
    List<Throwable> thrown = new ArrayList<>();
    PollResult result = host.pollOn(thrown::add);
    assertThat(thrown).hasSize(3).containsOnly(noMemory);
    assertThat(result.failures()).isEqualTo(3);
    assertThat(blobs()).hasSize(2 * BLOBS - 3);
    assertThat(host.pollOn(thrown::add).caughtUp()).isTrue();
    assertThat(blobs()).hasSize(2 * BLOBS).doesNotHaveDuplicates();
  }

  @Test
  void sharesThatCoverAllReadEachBlobOnceAndListNoMoreFlowLogsThanTheyOwn() throws Exception {
    for (int part = 0; part < 3; part++) {
      int own = part;
      LoopHost half =
          host(
              new Share(
                  flowLog -> flowLog.name().contains("EASTUS"),
                  blob -> Long.parseLong(blob.macAddress(), 16) % 3 == own));
      assertThat(half.poll()).isEqualTo(new PollResult(1, 0, 0, 0));
    }
    assertThat(blobs())
        .hasSize(BLOBS)
        .doesNotHaveDuplicates()
        .allMatch(blob -> blob.contains("EASTUS"));
    assertThat(host(new Share(flowLog -> false, blob -> true)).poll())
        .as("who owns nothing has nothing to read, and that is no failure")
        .isEqualTo(new PollResult(0, 0, 0, 0));
  }
}
