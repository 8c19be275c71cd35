package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.receiver.DestinationsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The type clickhouse against a real server, with the table of docs/destinations.md. */
final class ClickHouseIT {
  @TempDir Path dir;

  @Test
  void aFlowThatIsSentTwiceIsMergedAndOneThatCannotBeReadIsADeadLetterAlone() throws Exception {
    Path data = Files.createDirectory(dir.resolve("clickhouse"));
    Archive archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(30);
    try (ClickHouse clickHouse = ClickHouse.start(data)) {
      clickHouse.query(DestinationsPage.blockWith("MergeTree"));
      clickHouse.query("CREATE TABLE strict (id String, src_ip FixedString(9)) ENGINE = Memory");
      String settings =
          archive.source()
              + DestinationsPage.block("clickhouse", "table", clickHouse.url())
              + DestinationsPage.block("clickhouse", "strict", clickHouse.url())
                  .replace("table = flows", "table = strict")
              + "flowlogs.destination.lake.uri = file:lake\n"
              + "flowlogs.allow = table, strict, lake\nflowlogs.deny = table, strict, lake\n"
              + "flowlogs.batch-flows = 200\n";
      Program first = Program.in(dir.resolve("work"), settings);
      try (Program program = first) {
        assertThat(program.once()).as(program.output()).isEqualTo(1);
        program.assertNoStackTrace();
        assertThat(program.output()).contains("so it cannot read a flow");
      }
      Flows lake = Flows.inFiles(dir.resolve("work/lake"));
      lake.assertExactly(archive.tuples());
      List<String> ids = lake.ids();
      assertThat(clickHouse.query("SELECT id FROM flows")).containsExactlyInAnyOrderElementsOf(ids);
      List<String> fitting =
          lake.all().stream()
              .filter(flow -> flow.path("src_ip").asText().length() <= 9)
              .map(flow -> flow.path("id").asText())
              .toList();
      assertThat(fitting).isNotEmpty().hasSizeLessThan(ids.size());
      assertThat(clickHouse.query("SELECT id FROM strict"))
          .containsExactlyInAnyOrderElementsOf(fitting);
      assertThat(
              Flows.inFiles(dir.resolve("work/dead-letter")).all().stream()
                  .mapToInt(letter -> letter.path("flows").asInt())
                  .sum())
          .isEqualTo(ids.size() - fitting.size());

      Files.move(dir.resolve("work/state"), dir.resolve("state-that-was-lost"));
      try (Program again = first.again()) {
        again.once();
      }
      assertThat(clickHouse.query("SELECT id FROM flows FINAL"))
          .as("what was sent twice, merged")
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }
}
