package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that many batches make few files and few requests, and that each flow is in one. */
final class GatherIT {

  @TempDir Path dir;

  private Archive archive(int records) {
    return new Archive(dir.resolve("archive")).grow(records);
  }

  @Test
  void manyBatchesMakeOneFileADecisionAndFullBodies() {
    Archive archive = archive(60);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.source()
                    + """
                    flowlogs.batch-flows = 20
                    flowlogs.destination.lake.uri = file:lake
                    flowlogs.destination.lake.gather = 100MB, 1h
                    flowlogs.destination.siem.uri = %s
                    flowlogs.destination.siem.gather = 20KB, 1h
                    flowlogs.allow = lake, siem
                    flowlogs.deny = lake
                    """
                        .formatted(siem.url("/in")))) {
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(Flows.files(dir.resolve("work/lake"))).filteredOn(Files::isRegularFile).hasSize(2);
      Flows.inFiles(dir.resolve("work/lake")).assertExactly(archive.tuples());
      Flows.inBodies(siem.accepted()).assertExactly(archive.tuples(false));
      List<Integer> bodies =
          siem.accepted().stream().map(request -> request.bodyText().length()).toList();
      assertThat(bodies).allMatch(size -> size <= 20 * 1024);
      assertThat(bodies.subList(0, bodies.size() - 1)).allMatch(size -> size > 18 * 1024);
      assertThat(dir.resolve("work/spool/lake")).isEmptyDirectory();
    }
  }

  @Test
  void ofAGatheredBodyOnlyWhatIsRefusedGoesToTheDeadLetter() throws Exception {
    Archive archive = archive(12);
    String refused = archive.tuples(false).get(archive.tuples(false).size() / 2);
    try (HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.source()
                    + """
                    flowlogs.batch-flows = 20
                    flowlogs.destination.siem.uri = %s
                    flowlogs.destination.siem.gather = 1MB, 1h
                    flowlogs.allow = siem
                    flowlogs.deny =
                    """
                        .formatted(siem.url("/in")))) {
      Pattern port = Pattern.compile("\"src_port\":\"?" + refused.split(",", -1)[3] + "\\b");
      siem.refuse(body -> port.matcher(body).find());
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      assertThat(program.lines("refuses a message")).isNotEmpty();
      int accepted = Flows.inBodies(siem.accepted()).size();
      String letters = "";
      for (Path file : Flows.files(dir.resolve("work/dead-letter"))) {
        letters += Files.readString(file);
      }
      assertThat(letters).contains("400");
      int dead = letters.split(Pattern.quote("\\\"id\\\":"), -1).length - 1;
      assertThat(dead).isPositive();
      assertThat(accepted + dead).isEqualTo(archive.tuples(false).size());
    }
  }
}
