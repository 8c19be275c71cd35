package io.vnetflowroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.queue.Spool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that messages which no destination gets any more are a warning. */
final class SpoolCheckTest {

  @TempDir private Path folder;
  private final List<CheckResult> lines = new ArrayList<>();

  private void check(String... destinations) {
    SpoolCheck.check(
        new CheckReporter("disk", lines::add), folder.resolve("spool"), List.of(destinations));
  }

  @Test
  void whatWaitsForADestinationThatIsGoneIsSaid() throws Exception {
    Path spools = folder.resolve("spool");
    Spool siem = new Spool("siem", spools, "flat", 1 << 20, Clock.systemUTC());
    byte[] body = "{}\n".getBytes(StandardCharsets.UTF_8);
    siem.keep(new Delivery("a-allow-0-1", "a.ndjson", body, new int[0], List.of(), 1));
    check("lake", "siem");
    assertThat(lines).isEmpty();
    check("lake");
    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line.verdict()).isEqualTo(CheckStatus.WARN))
        .satisfies(
            line ->
                assertThat(line.text())
                    .contains(spools.resolve("siem").toString(), "(1 message)", "'siem'"));
  }

  @Test
  void aSpoolThatIsNotThereYetIsFine() {
    check("lake");
    assertThat(lines).isEmpty();
  }
}
