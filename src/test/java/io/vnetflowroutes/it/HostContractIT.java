package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import io.vnetflowroutes.camel.RoutesHost;
import io.vnetflowroutes.connect.ConnectHost;
import io.vnetflowroutes.core.CoreReader;
import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.core.PollingHost;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.source.Source;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every host of the core keeps: each flow of each blob is delivered, under the same ids,
 * whatever becomes of the blob meanwhile. The core's own loop, Camel's routes and a task of Connect
 * read the same account; they remember in memory, in the state file, and in offsets.
 */
final class HostContractIT {

  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  private static Azurite azurite;

  @TempDir private Path folder;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final SettableClock clock = new SettableClock(Instant.now().toString());
  private final List<Batch> taken = new ArrayList<>();
  private Runnable before = () -> {};
  private BlobContainerClient container;
  private PollingHost host;

  /** Who drives the core. */
  enum Host {
    LOOP,
    ROUTES,
    CONNECT
  }

  @BeforeAll
  static void startAccount(@TempDir Path data) {
    azurite = Azurite.start(data);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void start(Host which, Duration delay, TestInfo test) throws Exception {
    String name = test.getTestMethod().orElseThrow().getName() + which + folder;
    container = azurite.container("flows" + Integer.toHexString(name.hashCode()));
    Source source = CoreReader.source(azurite.connectionString(), container.getBlobContainerName());
    Schedule schedule = CoreReader.schedule(delay);
    host =
        switch (which) {
          case LOOP -> new LoopHost(source, schedule, clock, this::take);
          case ROUTES -> new RoutesHost(folder, source, schedule, clock, this::take);
          case CONNECT -> new ConnectHost(source, schedule, clock, this::take);
        };
  }

  private void take(Batch batch) {
    Runnable first = before;
    before = () -> {};
    first.run();
    taken.add(batch);
  }

  private GrowingBlob blob(Instant hour, int nic) {
    return new GrowingBlob(container, NAMES.blob(hour, mac(nic)));
  }

  private static String mac(int nic) {
    return "%012X".formatted(0x000D3A000000L + nic);
  }

  /** Records of ten flows each, from a minute on. */
  private List<String> records(int nic, int minute, int count) {
    return new Records(NAMES, mac(nic), 100L * nic + minute, 0.5)
        .next(hour.plusSeconds(6 + 60L * minute), count, 10);
  }

  /** The ids of the flows in a blob as it is now, read at once. */
  private static List<String> ids(GrowingBlob blob, Instant hour) {
    return ids(batches(blob, hour));
  }

  private static List<Batch> batches(GrowingBlob blob, Instant hour) {
    byte[] bytes = blob.content().getBytes(StandardCharsets.UTF_8);
    List<Batch> all = new ArrayList<>();
    new Batches(
            new Origin("prod", blob.name(), hour),
            new ByteArrayInputStream(bytes),
            LoopHost.LIMITS,
            LoopHost.JSON)
        .forEachRemaining(all::add);
    return all;
  }

  private static List<String> ids(List<Batch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.parts().stream())
        .flatMap(part -> part.flows().stream())
        .map(Flow::id)
        .toList();
  }

  private void polledWell() throws Exception {
    PollResult result = host.poll();
    assertThat(result.failures()).isZero();
    assertThat(result.openBlobs()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatGrowsIsReadOnWhereItWasLeft(Host which, TestInfo test) throws Exception {
    start(which, Duration.ZERO, test);
    GrowingBlob blob = blob(hour, 1);
    for (int minute = 0; minute < 4; minute++) {
      blob.append(records(1, minute, 1 + minute));
      clock.minutes(1);
      polledWell();
      assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(ids(blob, hour));
    }
    polledWell();
    assertThat(ids(taken)).doesNotHaveDuplicates();
    assertThat(taken).isSortedAccordingTo((a, b) -> Long.compare(a.from(), b.from()));
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatChangesUnderTheReadIsAskedForAgain(Host which, TestInfo test) throws Exception {
    start(which, Duration.ZERO, test);
    List<GrowingBlob> blobs = blobs(5);
    GrowingBlob last = blobs.get(4);
    before = () -> last.append(records(5, 30, 1));
    PollResult result = host.poll();
    assertThat(result.failures()).isZero();
    if (result.worthAnotherPoll()) {
      polledWell(); // nobody asked for blobs any more when this one had changed
    }
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(all(blobs));
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatIsGoneHoldsUpNobody(Host which, TestInfo test) throws Exception {
    start(which, Duration.ZERO, test);
    List<GrowingBlob> blobs = blobs(5);
    before = () -> blobs.get(4).delete();
    polledWell();
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(all(blobs.subList(0, 4)));
  }

  private List<GrowingBlob> blobs(int count) {
    List<GrowingBlob> blobs = new ArrayList<>();
    for (int nic = 1; nic <= count; nic++) {
      GrowingBlob blob = blob(hour, nic);
      blob.append(records(nic, 0, 2));
      blobs.add(blob);
    }
    return blobs;
  }

  private List<String> all(List<GrowingBlob> blobs) {
    return blobs.stream().flatMap(blob -> ids(blob, hour).stream()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatIsWrittenAnewIsReadFromItsStart(Host which, TestInfo test) throws Exception {
    start(which, Duration.ZERO, test);
    GrowingBlob blob = blob(hour, 1);
    blob.append(records(1, 0, 3));
    polledWell();
    List<String> expected = new ArrayList<>(ids(blob, hour));
    for (int count : List.of(2, 5)) {
      blob.delete();
      blob.append(records(1, 10 * count, count));
      host.poll();
      polledWell();
      expected.addAll(ids(blob, hour));
      assertThat(ids(taken)).as("%d records", count).hasSameElementsAs(expected);
    }
    assertThat(ids(taken)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatShrankIsReadFromItsStart(Host which, TestInfo test) throws Exception {
    start(which, Duration.ZERO, test);
    GrowingBlob blob = blob(hour, 1);
    blob.append(records(1, 0, 4));
    polledWell();
    List<String> expected = new ArrayList<>(ids(blob, hour));
    blob.commitOnly("{\"records\":[" + String.join(",", records(1, 20, 2)) + "]}");
    polledWell();
    expected.addAll(ids(blob, hour));
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void anHourIsReadOnceItHasSettledAndALateBlobByTheRecheck(Host which, TestInfo test)
      throws Exception {
    Duration delay = Duration.ofMinutes(75);
    start(which, delay, test);
    clock.set(hour.plus(Duration.ofMinutes(10)).toString());
    GrowingBlob now = blob(hour, 1);
    now.append(records(1, 0, 2));
    polledWell();
    assertThat(taken).as("its hour is not due").isEmpty();
    String flowLog = NAMES.prefix().substring(0, NAMES.prefix().length() - 1);
    assertThat(host.done(flowLog)).contains(hour.minus(1, ChronoUnit.HOURS));

    clock.set(hour.plus(delay).toString());
    polledWell();
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(ids(now, hour));
    assertThat(host.done(flowLog)).contains(hour.plus(1, ChronoUnit.HOURS));

    Instant earlier = hour.minus(3, ChronoUnit.HOURS);
    GrowingBlob late = blob(earlier, 2);
    late.append(records(2, 0, 2));
    polledWell();
    assertThat(ids(taken)).as("it was listed a moment ago").hasSameSizeAs(ids(now, hour));
    clock.minutes(61);
    polledWell();
    List<String> expected = new ArrayList<>(ids(now, hour));
    expected.addAll(ids(late, earlier));
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aBatchInHandComesAgainAsItWasAfterACrash(Host which, TestInfo test) throws Exception {
    start(which, Duration.ZERO, test);
    GrowingBlob blob = blob(hour, 1);
    blob.append(records(1, 0, 4));
    before =
        () -> {
          throw new IllegalStateException("down");
        };
    PollResult result = host.poll();
    assertThat(result.failures()).isEqualTo(1);
    assertThat(result.openBlobs()).isEqualTo(1);
    assertThat(taken).isEmpty();
    String planned = batches(blob, hour).get(0).id();

    blob.append(records(1, 10, 4));
    host.restart();
    polledWell();
    assertThat(taken.get(0).id()).isEqualTo(planned);
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(ids(blob, hour));
  }

  /** Of Connect nobody sees an unfinished batch, so that it may end elsewhere the next time. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONNECT")
  void aBatchThatIsCutShortByTheBlobsEndIsPlannedAndEndsThereAgain(Host which, TestInfo test)
      throws Exception {
    start(which, Duration.ZERO, test);
    GrowingBlob blob = blob(hour, 1);
    blob.append(records(1, 0, 1));
    before =
        () -> {
          throw new IllegalStateException("down");
        };
    host.poll();
    String planned = batches(blob, hour).get(0).id();
    blob.append(records(1, 10, 1));
    assertThat(batches(blob, hour).get(0).id())
        .as("with the new record it would be longer")
        .isNotEqualTo(planned);
    host.restart();
    polledWell();
    assertThat(taken).hasSize(2);
    assertThat(taken.get(0).id()).isEqualTo(planned);
    assertThat(ids(taken)).containsExactlyInAnyOrderElementsOf(ids(blob, hour));
  }
}
