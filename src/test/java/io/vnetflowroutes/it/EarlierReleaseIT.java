package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state and the route files of an earlier release serve this one. The state is what that
 * release wrote when it had delivered the sample.
 */
final class EarlierReleaseIT {
  private static final Path EARLIER = Path.of("src/test/resources/earlier-release");
  private static final Path SAMPLE = Path.of("sample");
  private static final String PROPERTIES =
      """
      flowlogs.source.sample.directory = %s
      flowlogs.start = beginning
      flowlogs.destination.lake.uri = file:lake
      flowlogs.allow = lake
      flowlogs.deny = lake
      """
          .formatted(SAMPLE.toAbsolutePath());

  @TempDir Path dir;

  @Test
  void itsStateIsTakenOverAndNothingIsDeliveredAgain() throws IOException {
    try (Program program = Program.in(dir.resolve("work"), PROPERTIES)) {
      Path state = Files.createDirectory(dir.resolve("work/state"));
      Files.copy(EARLIER.resolve("flowlogs.db"), state.resolve("flowlogs.db"));
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(dir.resolve("work/lake")).doesNotExist();
      program.assertNoStackTrace();
    }
  }

  @Test
  void howFarItsBlobsAreIsKnown() throws IOException {
    Files.copy(EARLIER.resolve("flowlogs.db"), dir.resolve("flowlogs.db"));
    try (StateDatabase state = StateDatabase.open(dir)) {
      assertThat(new Cursor(state).progress("sample", "flowLogResourceID="))
          .hasSize(10)
          .allSatisfy(
              (blob, progress) -> {
                assertThat(progress.unfinished()).isFalse();
                assertThat(progress.length())
                    .as(blob)
                    .isEqualTo(SAMPLE.resolve(blob).toFile().length());
              });
    }
  }

  @Test
  void itsRouteFilesDeliverWhatTheShippedOnesDo() throws IOException {
    try (Program program = Program.in(dir.resolve("shipped"), PROPERTIES)) {
      assertThat(program.once()).as(program.output()).isZero();
    }
    try (Program program = Program.in(dir.resolve("earlier"), PROPERTIES)) {
      Path routes = dir.resolve("earlier/earlier-routes");
      Program.copy(EARLIER.resolve("routes"), routes);
      assertThat(program.once("--set", "flowlogs.routes=" + routes)).as(program.output()).isZero();
      program.assertNoStackTrace();
    }
    assertThat(Flows.inFiles(dir.resolve("earlier/lake")).all())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(Flows.inFiles(dir.resolve("shipped/lake")).all());
  }
}
