package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about HTTP destinations: what is sent, and what happens when it is refused. */
final class HttpDestinationIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();
  private final HttpReceiver other = HttpReceiver.start();
  private Archive archive;

  @BeforeEach
  void fillArchive() {
    archive = new Archive(dir).grow(10);
  }

  @AfterEach
  void stopReceivers() {
    http.close();
    other.close();
  }

  @Test
  void linesAndArraysArriveWithTheHeadersAndCredentialsThatWereAskedFor() {
    http.requireBearer("t0ken");
    other.requireBasic("alice", "wonder");
    String properties =
        archive.source()
            + """
            flowlogs.destination.lines.uri = %s
            flowlogs.destination.lines.header.Authorization = Bearer t0ken
            flowlogs.destination.lines.header.X-Scope-OrgID = tenant-7
            flowlogs.destination.lines.compression = zstd
            flowlogs.destination.array.uri = %s
            flowlogs.destination.array.framing = array
            flowlogs.destination.array.compression = gzip
            flowlogs.destination.array.body-limit = 32KB
            flowlogs.allow = lines, array
            """
                .formatted(
                    http.url("/in?stream=flows"),
                    other.url(
                        "/in?authMethod=Basic&authUsername=alice&authPassword=wonder"
                            + "&authenticationPreemptive=true"));
    try (Program program = Program.in(dir.resolve("work"), properties)) {
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.output()).doesNotContain("t0ken").doesNotContain("wonder");

      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
      assertThat(http.requests())
          .allSatisfy(
              request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.path()).isEqualTo("/in?stream=flows");
                assertThat(request.headers())
                    .containsEntry("content-type", "application/x-ndjson")
                    .containsEntry("x-scope-orgid", "tenant-7")
                    .containsEntry("content-encoding", "zstd");
                assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("camel"));
                assertThat(request.bodyText()).endsWith("}\n");
              });
      Flows.inBodies(other.accepted()).assertExactly(archive.tuples(false));
      assertThat(other.requests()).hasSizeGreaterThan(1);
      assertThat(other.requests())
          .as("credentials are shown without being asked for")
          .allSatisfy(
              request -> {
                assertThat(request.status()).isEqualTo(200);
                assertThat(request.headers())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("content-encoding", "gzip");
                assertThat(request.bodyText()).startsWith("[{").endsWith("}]");
                assertThat(request.bodyText().length()).isLessThanOrEqualTo(32 * 1024);
              });
    }
  }

  @Test
  void aBusyServerIsAskedAgainWhenItWantsTo() {
    http.answerNext(503, Map.of());
    http.answerNext(429, Map.of("Retry-After", "3"));
    String properties =
        archive.source()
            + "flowlogs.destination.siem.uri = "
            + http.url("/in")
            + "\nflowlogs.allow = siem\n";
    try (Program program = Program.in(dir.resolve("work"), properties).start("--once")) {
      assertThat(program.exitCode()).as(program.output()).isZero();
      List<HttpReceiver.Request> requests = http.requests();
      assertThat(Duration.between(requests.get(1).at(), requests.get(2).at()))
          .isBetween(Duration.ofMillis(2_990), Duration.ofMinutes(1));
      assertThat(http.requests())
          .extracting(HttpReceiver.Request::status)
          .containsExactly(503, 429, 200);
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void whatWillNotChangeIsNotTriedAgainAtOnceAndIsExplained() {
    Map<Integer, String> advice = new LinkedHashMap<>();
    advice.put(401, "credentials are missing or wrong");
    advice.put(403, "credentials do not allow this");
    advice.put(404, "nothing at its path");
    advice.put(405, "it answered 405");
    advice.keySet().forEach(status -> http.answerNext(status, Map.of()));
    StringBuilder destinations = new StringBuilder("flowlogs.allow =");
    advice
        .keySet()
        .forEach(status -> destinations.append(status == 401 ? " s" : ", s").append(status));
    for (int status : advice.keySet()) {
      String uri = http.url("/secret-path");
      destinations.append("\nflowlogs.destination.s" + status + ".uri = " + uri);
    }
    try (Program program =
        Program.in(dir.resolve("work"), archive.source() + destinations + "\n").start()) {
      program.awaitLines("does not take a message", advice.size());
      assertThat(http.requests())
          .extracting(HttpReceiver.Request::status)
          .containsExactlyElementsOf(advice.keySet());
      advice.forEach(
          (status, sentence) ->
              assertThat(program.lines("does not take.*destination=\"s" + status + "\""))
                  .singleElement()
                  .asString()
                  .contains(sentence)
                  .doesNotContain("secret-path"));

      await().atMost(LONG).until(() -> http.accepted().size() == advice.size());
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();
      Flows flows = Flows.inBodies(http.accepted());
      assertThat(flows.size()).isEqualTo(advice.size() * archive.tuples(false).size());
    }
  }

  @Test
  void oneBadDestinationDoesNotKeepAnotherFromItsFlows() {
    http.answerAlways(403);
    String properties =
        archive.source()
            + """
            flowlogs.batch-flows = 60
            flowlogs.destination.bad.uri = %s
            flowlogs.destination.good.uri = %s
            flowlogs.destination.lake.uri = file:lake
            flowlogs.allow = bad, good, lake
            flowlogs.deny = good
            """
                .formatted(http.url("/in"), other.url("/in"));
    try (Program program = Program.in(dir.resolve("work"), properties).start()) {
      Path lake = program.folder().resolve("lake");
      program.awaitLine("Poll finished.*flows=\"[1-9]");
      assertThat(http.accepted()).isEmpty();
      Flows.inBodies(other.accepted()).assertExactly(archive.tuples());
      Flows.inFiles(lake).assertExactly(archive.tuples(false));

      program.kill();
      archive.grow(3);
      program.start();
      program.awaitLine("Poll finished.*flows=\"[1-9]");
      assertThat(http.accepted()).as("what waits keeps its order").isEmpty();
      http.answerAlways(200);
      await()
          .atMost(LONG)
          .until(() -> Flows.inBodies(http.accepted()).size() >= archive.tuples(false).size());
      assertThat(program.sigterm()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples(false));
      assertThat(Flows.inBodies(http.accepted()).tuples()).isEqualTo(archive.tuples(false));
      Flows.inBodies(other.accepted()).assertExactly(archive.tuples());
      Flows.inFiles(lake).assertExactly(archive.tuples(false));
    }
  }

  @Test
  void aSlowDestinationGetsEachBatchOnceThoughItIsSetAside() {
    http.hold();
    try (Program program =
        Program.in(dir.resolve("work"), archive.everythingTo("siem", http.url("/in"))).start()) {
      await().atMost(LONG).until(() -> http.held() == 1);
      program.awaitLine("The destination does not take a message and is set aside");
      assertThat(http.held()).as("others go on, and it is sent once").isEqualTo(1);
      http.release();
      await()
          .atMost(LONG)
          .until(() -> Flows.inBodies(http.accepted()).size() >= archive.tuples().size());
      assertThat(program.sigterm()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples());
    }
  }

  @Test
  void aServerThatIsDownGetsItsFlowsOnceItIsBack() {
    http.stop();
    try (Program program =
        Program.in(dir.resolve("work"), archive.everythingTo("siem", http.url("/in"))).start()) {
      program.awaitLine("Flow log found");
      http.restart();
      await().atMost(LONG).until(() -> caughtUp(program));
      assertThat(program.sigterm()).isZero();
      Flows.inBodies(http.accepted()).assertExactly(archive.tuples());
    }
  }

  private boolean caughtUp(Program program) {
    return Flows.inBodies(http.accepted()).size() >= archive.tuples(false).size()
        && !program.lines("Poll finished.*flows=\"[1-9]").isEmpty();
  }
}
