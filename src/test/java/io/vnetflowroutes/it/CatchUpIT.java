package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that whoever starts the program sees how far it is. */
final class CatchUpIT {

  @TempDir Path dir;

  @Test
  void onATerminalOneLineShowsHowFarItIsBelowTheLinesOfTheLog() {
    Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(10);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.everythingTo("siem", siem.url("/in") + "?httpMethod=POST"))) {
      siem.hold();
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String jar = Path.of(System.getProperty("bundle.jar", "target/flowlogs.jar")).toString();
      program.launch(
          List.of(
              "script",
              "-qefc",
              "'%s' -jar '%s' run --once".formatted(java, Path.of(jar).toAbsolutePath()),
              "/dev/null"));
      await().atMost(Duration.ofMinutes(10)).until(() -> siem.held() > 0);
      program.awaitLine("Catching up +\\d+% .*\\d+/\\d+ h .*0 B, 0 flows, 0/s");
      siem.release();
      assertThat(program.exitCode()).as(program.output()).isZero();
      assertThat(program.lines("^(\\S+\\[K)?\\S+Z INFO  (Flow log found|Poll finished|Summary)"))
          .as(program.output())
          .hasSize(3);
      assertThat(program.lines("hours=")).as("lines of the log").isEmpty();
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples());
    }
  }
}
