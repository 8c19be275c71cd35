package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code backfill}: beside the service, nothing missing, resumable. */
final class BackfillIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Names HUB =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final String MAC = "000D3A0A0001";
  private static Azurite azurite;

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Observed observed = new Observed();
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

  @AfterEach
  void stopReceiver() {
    http.close();
  }

  @Test
  void besideTheServiceKilledAndGoneOnWithNoFlowIsMissingAndNoFileIsThereTwice() {
    List<GrowingBlob> past = new ArrayList<>();
    for (int back = 30; back > 20; back--) {
      past.add(blob(back, 3));
    }
    GrowingBlob growing = blob(0, 2);
    try (Program service = program().start("--set", "flowlogs.poll-interval=1s");
        Program backfill = service.again()) {
      service.awaitLine("Poll finished.*records=\"2\"");
      http.hold();
      backfill.startVerb("backfill", "--from", "30h", "--to", "20h");
      await().atMost(LONG).until(() -> http.held() > 0);
      backfill.kill();
      http.release();
      await().atMost(LONG).until(() -> http.held() == 0);
      int inHand = Flows.inBodies(http.accepted()).size();

      growing.append(next(0, 3));
      assertThat(backfill.verb("backfill", "--from", "30h", "--to", "20h"))
          .as(backfill.output())
          .isZero();
      backfill.assertNoStackTrace();
      assertThat(backfill.lines("WARN|ERROR")).as("the service has the port").isEmpty();
      growing.append(next(0, 4));
      past.add(growing);
      await().atMost(LONG).until(() -> Flows.inFiles(folder("lake")).size() == tuples(past).size());
      assertThat(service.sigterm()).as(service.output()).isZero();

      Flows.inFiles(folder("lake")).assertExactly(tuples(past));
      Flows sent = Flows.inBodies(http.accepted());
      sent.assertAll(tuples(past));
      assertThat(sent.size() - tuples(past).size()).isLessThanOrEqualTo(inHand);
      assertThat(service.lines("WARN|ERROR")).isEmpty();
      assertThat(folder("state/backfill")).isEmptyDirectory();
    }
  }

  @Test
  void whatTheServiceDeliveredMinuteByMinuteIsNotWrittenToFilesAgain() {
    GrowingBlob blob = blob(5, 2);
    try (Program program = program()) {
      String[] early = {"--set", "flowlogs.start=24h", "--set", "flowlogs.deny=lake"};
      for (int minute = 2; minute < 5; minute++) {
        assertThat(program.once(early)).as(program.output()).isZero();
        blob.append(next(5, minute));
      }
      assertThat(program.once(early)).isZero();
      List<Path> files = Flows.files(folder("lake"));

      assertThat(program.verb("backfill", "--from", "6h")).as(program.output()).isZero();
      assertThat(Flows.files(folder("lake"))).isEqualTo(files);
      Flows.inFiles(folder("lake")).assertExactly(tuples(List.of(blob)));
      Flows.inBodies(http.accepted()).assertAll(tuples(List.of(blob)));
      assertThat(program.output()).contains("1 flow log, 1 hour with 1 interface hour");
    }
  }

  @Test
  void aDryRunTellsVolumeAndCallsAndOneDestinationGetsWhatIsAskedFor() {
    List<GrowingBlob> past = List.of(blob(9, 2), blob(8, 2), blob(7, 2));
    blob(6, 2);
    String from = hour.minus(9, ChronoUnit.HOURS).toString();
    String to = hour.minus(7, ChronoUnit.HOURS).toString();
    try (Program program = program()) {
      assertThat(program.verb("backfill", "--from", from, "--to", to, "--dry-run"))
          .as(program.output())
          .isZero();
      assertThat(program.output()).contains("3 hours with 3 interface hours");
      assertThat(program.lines("about %d list calls and 3 read calls".formatted(2 * lists())))
          .as(program.output())
          .hasSize(1);
      assertThat(folder("state")).doesNotExist();
      long before = lists();

      assertThat(
              program.verb(
                  "backfill",
                  "--from",
                  from,
                  "--to",
                  to,
                  "--destination",
                  "siem",
                  "--flow-log",
                  "*HUB-vnet-net-rg-flowlog"))
          .as(program.output())
          .isZero();
      Flows.inBodies(http.accepted()).assertExactly(tuples(past));
      assertThat(program.lines("^Done: 60 flows read; delivered: siem 60\\.")).hasSize(1);
      assertThat(folder("lake")).doesNotExist();
      assertThat(lists() - before).as("as many list calls as foretold").isEqualTo(2 * before);
      assertThat(reads()).isEqualTo(3);
      assertThat(program.lines("^100 %  3 of 3 interface hours, .* flows, [\\d,]+/s")).hasSize(1);
      assertThat(program.lines("\r|\033")).as("plain lines where there is no terminal").isEmpty();
    }
  }

  @Test
  void whatADestinationDoesNotTakeWaitsAndTheSameCommandSendsIt() {
    List<GrowingBlob> past = List.of(blob(9, 2), blob(8, 2));
    http.answerAlways(403);
    try (Program program = program()) {
      assertThat(program.verb("backfill", "--from", "9h")).as(program.output()).isEqualTo(1);
      program.assertNoStackTrace();
      assertThat(program.lines("Not finished: .* messages that wait: siem \\d")).hasSize(1);
      Flows.inFiles(folder("lake")).assertExactly(tuples(past));
      http.answerAlways(200);
      assertThat(program.verb("backfill", "--from", "9h")).as(program.output()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(tuples(past));
      Flows.inFiles(folder("lake")).assertExactly(tuples(past));
      assertThat(folder("state/backfill")).isEmptyDirectory();
    }
  }

  @Test
  void aSignalStopsItAndMistakesAreSentences() {
    List<GrowingBlob> past = List.of(blob(9, 2), blob(8, 2));
    try (Program program = program();
        Program second = program.again()) {
      http.hold();
      program.startVerb("backfill", "--from", "9h");
      await().atMost(LONG).until(() -> http.held() > 0);
      assertThat(second.verb("backfill", "--from", "9h")).isEqualTo(2);
      assertThat(second.output()).contains("in use by another process");
      http.release();
      program.sigterm();
      assertThat(program.lines("^(Done|Not finished): [\\d,]+ flows read; delivered: ")).hasSize(1);
      assertThat(program.verb("backfill", "--from", "9h")).as(program.output()).isZero();
      Set<String> arrived = new HashSet<>(Flows.inBodies(http.accepted()).tuples());
      assertThat(arrived).containsExactlyInAnyOrderElementsOf(tuples(past));
      Flows.inFiles(folder("lake")).assertExactly(tuples(past));

      assertThat(program.verb("backfill", "--from", "yesterday")).isEqualTo(2);
      assertThat(program.output()).contains("--from is 'yesterday', but must be a duration");
      assertThat(program.verb("backfill", "--from", "9h", "--to", hour.toString())).isEqualTo(2);
      assertThat(program.output()).contains("the newest hour that has settled is");
      assertThat(program.verb("backfill", "--from", "9h", "--source", "prot")).isEqualTo(2);
      assertThat(program.output()).contains("--source is 'prot', but must be one of prod");
      assertThat(program.verb("backfill", "--from", "4h", "--to", "3h")).isEqualTo(1);
      assertThat(program.output()).contains("Nothing to read: 1 flow log, but no blob");
      program.assertNoStackTrace();
    }
  }

  private Path folder(String name) {
    return dir.resolve(name);
  }

  private GrowingBlob blob(int hoursBack, int records) {
    Instant start = hour.minus(hoursBack, ChronoUnit.HOURS);
    GrowingBlob blob = new GrowingBlob(container, HUB.blob(start, MAC));
    for (int minute = 0; minute < records; minute++) {
      blob.append(next(hoursBack, minute));
    }
    return blob;
  }

  /** A record of ten tuples that no other call gives. */
  private String next(int hoursBack, int minute) {
    Instant time = hour.minus(hoursBack, ChronoUnit.HOURS).plusSeconds(60L * minute + 6);
    return new Records(HUB, MAC, time.getEpochSecond(), 0.3).next(time, 10);
  }

  private static List<String> tuples(List<GrowingBlob> blobs) {
    return blobs.stream()
        .flatMap(blob -> blob.records().stream())
        .flatMap(record -> Records.tuples(record).stream())
        .toList();
  }

  private long lists() {
    return requests("comp=list");
  }

  private long reads() {
    return requests("PT1H.json");
  }

  private long requests(String of) {
    return azurite.requests().stream()
        .filter(request -> request.contains("/" + container.getBlobContainerName()))
        .filter(request -> request.matches("\\d+ GET .*"))
        .filter(request -> request.contains(of))
        .count();
  }

  private Program program() {
    return Program.in(
        dir,
        observed.settings()
            + """
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.container = %s
        flowlogs.start = 1h
        flowlogs.delay = 0
        flowlogs.batch-flows = 15
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.uri = %s
        flowlogs.allow = lake, siem
        flowlogs.deny = lake, siem
        """
                .formatted(
                    azurite.connectionString(), container.getBlobContainerName(), http.url("/in")));
  }
}
