package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the command line: exit codes, where settings come from, and what is said. */
final class CommandLineIT {
  private static final int FLOWS = 1631;
  private static final int DENIED = 526;
  private static final String SECRET = "hunter2~TopSecret";

  @TempDir Path dir;

  @Test
  void theShippedFilesForwardTheSampleDataAsTheyAre() throws IOException {
    Program.cloneInto(dir, "sample");
    String shipped = Files.readString(Path.of("application.properties"));
    try (Program program = Program.in(dir, shipped)) {
      program.launch(List.of("./flowlogs", "run", "--once"));

      assertThat(program.exitCode()).as(program.output()).isZero();
      program.assertNoStackTrace();
      Flows out = Flows.inFiles(dir.resolve("out"));
      assertThat(out.ids()).doesNotHaveDuplicates().hasSize(FLOWS);
      assertThat(out.texts("decision").stream().filter("allow"::equals)).hasSize(FLOWS - DENIED);
      assertThat(out.texts("decision").stream().filter("deny"::equals)).hasSize(DENIED);
      assertThat(program.lines("Summary")).singleElement().asString().contains("1631", "1105");
      assertThat(program.lines("Delivered"))
          .singleElement()
          .asString()
          .contains("destination=\"lake\"", "1631");

      program.launch(List.of("./flowlogs", "run", "--once"));
      assertThat(program.exitCode()).as("a second run has nothing to do").isZero();
      assertThat(Flows.inFiles(dir.resolve("out")).size()).isEqualTo(FLOWS);
      assertThat(program.lines("Summary")).singleElement().asString().contains("flows=\"0\"");
    }
  }

  @Test
  void onceExitsWith1AsLongAsADestinationRefusesAndWith0OnceItTakesAll() {
    try (HttpReceiver http = HttpReceiver.start();
        Program program = Program.in(dir, toHttp(http))) {
      http.answerAlways(403);
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      assertThat(program.output()).contains("403").contains("destination=\"siem\"");
      program.assertNoStackTrace();

      http.answerAlways(200);
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(Flows.inBodies(http.accepted()).ids()).doesNotHaveDuplicates().hasSize(FLOWS);
    }
  }

  @Test
  void everyProblemOfTheConfigurationIsSaidAtOnceWithExitCode2() {
    String wrong =
        """
        flowlogs.source.prod.storage-account-url = https://account.blob.core.windows.net
        flowlogs.source.prod.tenant-id = 11111111-2222-3333-4444-555555555555
        flowlogs.source.prod.client-secret = %s
        flowlogs.source.prod.conection-string = x
        flowlogs.source.old.directory = not-there
        flowlogs.poll-intervall = 5s
        flowlogs.delay = soon
        flowlogs.readers = 0
        flowlogs.destination.lake.uri = out
        flowlogs.destination.lake.format = flatt
        flowlogs.destination.lake.compression = zip
        flowlogs.destination.bus.key = source
        flowlogs.allow = lake, lak
        """
            .formatted(SECRET);
    try (Program program = Program.in(dir, wrong)) {
      assertThat(program.once()).isEqualTo(2);
      assertThat(program.output())
          .contains("flowlogs.source.prod.client-id is missing")
          .contains("flowlogs.source.prod.conection-string is not a known key")
          .contains("did you mean flowlogs.source.prod.connection-string?")
          .contains("flowlogs.source.old.directory is 'not-there'")
          .contains("flowlogs.poll-intervall is not a known key")
          .contains("did you mean flowlogs.poll-interval?")
          .contains("flowlogs.delay is 'soon', but must be a duration")
          .contains("flowlogs.readers is '0', but must be a whole number from 1")
          .contains("flowlogs.destination.lake.uri is 'out', but must be a Camel URI")
          .contains("flowlogs.destination.lake.format is 'flatt', but must be one of asim")
          .contains("flowlogs.destination.lake.compression is 'zip'")
          .contains("flowlogs.destination.bus.uri is missing")
          .contains("flowlogs.destination.bus.key")
          .contains("flowlogs.allow names 'lak'")
          .doesNotContain(SECRET);
      program.assertNoStackTrace();
      assertThat(dir.resolve("state")).doesNotExist();
    }
  }

  @Test
  void aMissingFileIsNamedAndAnotherCanBeGiven() throws IOException {
    try (Program program = Program.in(dir, "")) {
      assertThat(program.once("--config", "other.properties")).isEqualTo(2);
      assertThat(program.output()).contains("other.properties");
      program.assertNoStackTrace();

      Files.writeString(dir.resolve("other.properties"), toFiles());
      assertThat(program.once("--config", "other.properties")).as(program.output()).isZero();
      assertThat(Flows.inFiles(dir.resolve("lake")).size()).isEqualTo(FLOWS);
    }
  }

  @Test
  void environmentWinsOverTheFileAndSetOverBoth() {
    try (Program program = Program.in(dir, toFiles())) {
      program
          .with("FLOWLOGS_DESTINATION_LAKE_URI", "file:from-environment")
          .with("FLOWLOGS_DESTINATION_LAKE_COMPRESSION", "gzip");
      assertThat(program.once("--set", "flowlogs.deny=")).as(program.output()).isZero();

      assertThat(dir.resolve("lake")).doesNotExist();
      Flows out = Flows.inFiles(dir.resolve("from-environment"));
      assertThat(out.size()).isEqualTo(FLOWS - DENIED);
      assertThat(Flows.files(dir.resolve("from-environment")))
          .allMatch(file -> file.toString().endsWith(".gz"));
      assertThat(
              program.once(
                  "--set",
                  "flowlogs.destination.lake.uri=file:from-set",
                  "--set",
                  "flowlogs.state=other"))
          .as(program.output())
          .isZero();
      assertThat(Flows.inFiles(dir.resolve("from-set")).size()).isEqualTo(FLOWS);

      program.with("FLOWLOGS_DESTINATION_LAKE_COMPRESSON", "x");
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines("WARN .*FLOWLOGS_DESTINATION_LAKE_COMPRESSON is not a known key"))
          .singleElement()
          .asString()
          .contains("did you mean FLOWLOGS_DESTINATION_LAKE_COMPRESSION?");
      assertThat(program.once("--set", "flowlogs.recheque=1h")).isEqualTo(2);
      assertThat(program.output()).contains("did you mean flowlogs.recheck?");
    }
  }

  @Test
  void sigtermEndsItWithASummaryAndASecondProcessOnTheSameStateIsRefused() {
    try (Program first = Program.in(dir, toFiles()).start();
        Program second = Program.in(dir.resolve("second"), toFiles())) {
      first.awaitLine("Poll finished");
      assertThat(second.once("--set", "flowlogs.state=../state")).as(second.output()).isEqualTo(2);
      assertThat(second.output()).contains("'../state' is in use by another process");
      second.assertNoStackTrace();

      assertThat(first.sigterm()).as(first.output()).isZero();
      first.assertNoStackTrace();
      assertThat(first.lines("Summary")).singleElement().asString().contains("1631");
      assertThat(first.lines("WARN|ERROR")).isEmpty();
      assertThat(second.once("--set", "flowlogs.state=../state")).isZero();
      assertThat(second.lines("Summary")).singleElement().asString().contains("flows=\"0\"");
    }
  }

  @Test
  void wrongArgumentsAreSaidAndHelpHelps() {
    try (Program program = Program.in(dir, toFiles())) {
      assertThat(program.once("--onse")).isEqualTo(2);
      assertThat(program.output()).contains("--onse", "--once");
      program.assertNoStackTrace();
      assertThat(program.start("--help").exitCode()).isZero();
      assertThat(program.output()).contains("--config", "--set", "--once", "Exit codes");
      assertThat(program.output()).contains("Examples:");
      assertThat(program.verb("chek")).isEqualTo(2);
      assertThat(program.output()).contains("no verb 'chek'; did you mean check?");
      assertThat(program.verb("check", "--sned")).isEqualTo(2);
      assertThat(program.output()).contains("no option '--sned'; did you mean --send?");
      assertThat(program.verb("--help")).isZero();
      assertThat(program.lines())
          .containsSubsequence(
              "To set it up:", "To run it:", "To see how it stands:", "To repair:");
      assertThat(program.output()).doesNotContain("And besides");
      assertThat(program.verb("settings", "poll-intervall")).isEqualTo(2);
      assertThat(program.output()).contains("did you mean poll-interval?");
    }
  }

  @Test
  void logLinesOfAVerbStandBesideItsResultAndThoseOfRunAreItsOutput() throws IOException {
    Program.copy(Path.of("sample"), dir.resolve("archive"));
    Path flowLog;
    try (Stream<Path> paths = Files.walk(dir.resolve("archive"))) {
      flowLog =
          paths
              .filter(path -> path.getFileName().toString().startsWith("NETWORKWATCHER_"))
              .findFirst()
              .orElseThrow();
    }
    Files.createDirectories(flowLog.resolveSibling(flowLog.getFileName() + "X").resolve("Y=2026"));
    try (Program program = Program.in(dir, toFiles())) {
      program.under(List.of("sh", "-c", "exec \"$0\" \"$@\" 2> standard-error"));
      String archive = "flowlogs.source.sample.directory=archive";
      assertThat(program.verb("flow-logs", "--json", "--set", archive)).isZero();
      assertThat(program.lines())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
      assertThat(standardError()).contains("WARN ").contains("/Y=2026/' is not read");

      assertThat(program.once("--set", archive)).isZero();
      assertThat(program.lines("WARN .*/Y=2026/' is not read")).isNotEmpty();
      assertThat(standardError()).isEmpty();
    }
  }

  private String standardError() throws IOException {
    return Files.readString(dir.resolve("standard-error"));
  }

  private static String toFiles() {
    return source()
        + """
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """;
  }

  private static String toHttp(HttpReceiver http) {
    return source()
        + """
        flowlogs.destination.siem.uri = %s
        flowlogs.allow = siem
        flowlogs.deny = siem
        """
            .formatted(http.url("/in"));
  }

  private static String source() {
    return "flowlogs.source.sample.directory = "
        + Path.of("sample").toAbsolutePath()
        + "\nflowlogs.start = beginning\n";
  }
}
