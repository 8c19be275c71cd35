package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The promises about when blobs are read, and what listing them costs. */
final class HourlyReadingIT {
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";
  private static final Names HUB = Names.of(SUBSCRIPTION, "westus", "hub-vnet", "net-rg");
  private static final Names SPOKE = Names.of(SUBSCRIPTION, "westus", "spoke-vnet", "net-rg");

  private static Azurite azurite;

  @TempDir Path dir;
  private final Instant now = Instant.now();
  private BlobContainerClient container;

  @BeforeAll
  static void startAccount(@TempDir Path azuriteDir) {
    azurite = Azurite.start(azuriteDir);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @BeforeEach
  void createContainer(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    container = azurite.container("flows" + Integer.toHexString(name.hashCode()));
  }

  @Test
  void dueHoursOfADayAreReadOnceAndLateGrowthIsPickedUpAfterARestart() {
    GrowingBlob tooOld = hour(HUB, hoursAgo(26), 3);
    GrowingBlob first = hour(HUB, hoursAgo(22), 3);
    GrowingBlob late = hour(HUB, hoursAgo(3), 3);
    GrowingBlob newest = hour(HUB, now.minus(75, ChronoUnit.MINUTES), 3);
    GrowingBlob notDue = hour(HUB, now, 3);
    try (Program program = Program.in(dir, settings("1m"))) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows read = Flows.inFiles(dir.resolve("lake"));
      read.assertExactly(tuples(List.of(first, late, newest)));
      assertThat(read.tuples()).doesNotContainAnyElementsOf(tuples(List.of(tooOld, notDue)));
      assertThat(reads()).as("each due blob is opened once, and no other").hasSize(3);

      assertThat(program.once()).isZero();
      assertThat(reads()).as("what was read is not opened again").hasSize(3);

      late.append(next(HUB, hoursAgo(3), 77));
      assertThat(program.once()).isZero();
      Flows.inFiles(dir.resolve("lake")).assertExactly(tuples(List.of(first, late, newest)));
      assertThat(reads()).hasSize(4);
      assertThat(program.lines("Summary")).singleElement().asString().contains("records=\"1\"");
    }
  }

  @Test
  void aPollListsFewFoldersAndAnIdlePollNone() {
    for (int back = 2; back < 23; back++) {
      hour(HUB, hoursAgo(back), 1);
      hour(SPOKE, hoursAgo(back), 1);
    }
    String properties =
        settings("1s")
            + "flowlogs.discovery-interval = 1d\nflowlogs.delay = "
            + delayThatEndsLater()
            + "\n";
    try (Program program = Program.in(dir, properties).start()) {
      program.awaitLine("Poll finished.*records=\"42\"");
      List<String> first = lists();
      assertThat(first)
          .as("four folder levels down to two flow logs; of each a day and up to two single hours")
          .hasSizeLessThanOrEqualTo(1 + 1 + 1 + 2 + 2 * 3);
      program.awaitPolls(4);
      assertThat(program.lines("Poll finished")).as("idle polls have no line").hasSize(1);
      assertThat(lists()).as("idle polls ask for nothing").isEqualTo(first);
      assertThat(program.sigterm()).isZero();
    }
  }

  /** Such that the next hour becomes due in forty minutes, long after the test. */
  private static String delayThatEndsLater() {
    int dueAtMinute = (LocalTime.now(ZoneOffset.UTC).getMinute() + 40) % 60;
    return 60 + dueAtMinute + "m";
  }

  @Test
  void aFlowLogThatAppearsIsReadFromTheSameStartAfterARestart() {
    GrowingBlob hub = hour(HUB, hoursAgo(5), 2);
    try (Program program = Program.in(dir, settings("1m"))) {
      assertThat(program.once()).as(program.output()).isZero();
      GrowingBlob spoke = hour(SPOKE, hoursAgo(6), 2);
      assertThat(program.once()).isZero();
      Flows.inFiles(dir.resolve("lake")).assertExactly(tuples(List.of(hub, spoke)));
    }
  }

  @Test
  void settingsOfTheSeedNameOneFlowLogInAnyCase() {
    GrowingBlob wanted = hour(HUB, hoursAgo(4), 2);
    hour(SPOKE, hoursAgo(4), 2);
    String names =
        """
        flowlogs.source.prod.subscription-id = %s
        flowlogs.source.prod.region = WestUS
        flowlogs.source.prod.virtual-network = Hub-VNet
        flowlogs.source.prod.resource-group = NET-rg
        """
            .formatted(SUBSCRIPTION);
    try (Program program = Program.in(dir, settings("1m") + names)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inFiles(dir.resolve("lake")).assertExactly(tuples(List.of(wanted)));
    }
  }

  private Instant hoursAgo(int hours) {
    return now.truncatedTo(ChronoUnit.HOURS).minus(hours, ChronoUnit.HOURS);
  }

  /** A blob of an hour with so many records. */
  private GrowingBlob hour(Names flowLog, Instant hour, int records) {
    GrowingBlob blob = new GrowingBlob(container, flowLog.blob(hour, mac(flowLog)));
    for (int minute = 0; minute < records; minute++) {
      blob.append(next(flowLog, hour, minute));
    }
    return blob;
  }

  private static String mac(Names flowLog) {
    return flowLog.equals(HUB) ? "000D3A0A0001" : "000D3A0A0002";
  }

  /** A record of ten tuples that no other call gives. */
  private static String next(Names flowLog, Instant hour, int minute) {
    Instant time = hour.truncatedTo(ChronoUnit.HOURS).plusSeconds(60L * minute + 6);
    return new Records(flowLog, mac(flowLog), time.getEpochSecond(), 0.3).next(time, 10);
  }

  private static List<String> tuples(List<GrowingBlob> blobs) {
    return blobs.stream()
        .flatMap(blob -> blob.records().stream())
        .flatMap(record -> Records.tuples(record).stream())
        .toList();
  }

  private List<String> reads() {
    return requests().filter(request -> !request.contains("comp=list")).toList();
  }

  private List<String> lists() {
    return requests().filter(request -> request.contains("comp=list")).toList();
  }

  private Stream<String> requests() {
    azurite.awaitLog();
    return azurite.requests().stream()
        .filter(request -> request.contains("/" + container.getBlobContainerName()))
        .filter(request -> request.matches("\\d+ GET .*"));
  }

  private String settings(String interval) {
    return """
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.container = %s
        flowlogs.poll-interval = %s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
        .formatted(azurite.connectionString(), container.getBlobContainerName(), interval);
  }
}
