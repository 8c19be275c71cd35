package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.queue.Spooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves what becomes of questions about a spool whose files cannot be read. */
class SpoolQuestionsTest extends GatheringSpool {

  private Path segment(Decision decision) throws IOException {
    return left().stream()
        .filter(file -> file.toString().contains("=" + decision.word()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSpoolThatCannotBeReadHasNoAcknowledgementsToTell() throws Exception {
    open(HTTP, "flat", 1 << 20);
    for (int i = 0; i < 2; i++) {
      spool.keep(Spooled.body("k" + i, "x".repeat(17 << 20)));
    }
    assertThat(spool.acknowledgements(key -> true, destination::acknowledgement)).hasSize(2);
    Files.delete(
        left().stream()
            .filter(file -> file.endsWith("0000000000000001.segment"))
            .findFirst()
            .get());
    assertThatThrownBy(() -> spool.acknowledgements(key -> true, destination::acknowledgement))
        .isInstanceOf(IOException.class);
  }

  @Test
  void sinceWhenTheOldestWaitsIsKnownWithoutTheDisk() throws Exception {
    open(HTTP, "flat", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    Instant first = clock.instant();
    spool.keep(Spooled.body("a", "x"));
    clock.minutes(1);
    Instant second = clock.instant();
    spool.keep(Spooled.body("b", "x"));
    open(HTTP, "flat", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    assertThat(spool.since()).contains(first);
    Files.move(away, folder);
    spool.sent(spool.oldestFirst().next());
    Files.move(folder, away);
    assertThat(spool.since()).contains(second);
    Files.move(away, folder);
    spool.sent(spool.oldestFirst().next());
    assertThat(spool.since()).isEmpty();
    spool.keep(Spooled.body("c", "x"));
    assertThat(spool.since()).contains(second);
  }

  @Test
  void aQuestionForKeysChangesNothingAndPassesOverAQueueThatCannotBeRead() throws Exception {
    open("file:lake", "flat", 1 << 20);
    keep(Decision.ALLOW, HOUR, 2);
    List<String> denied = put(part(Decision.DENY, HOUR, 2));
    Path segment = segment(Decision.ALLOW);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[8] = 0x7f;
    Files.write(segment, bytes);
    List<Path> before = left();
    List<String> keys = new ArrayList<>();
    spool.eachKey(keys::add);
    assertThat(keys).isEqualTo(denied);
    assertThat(left()).as("nothing is set aside by a question").isEqualTo(before);
    Files.delete(segment);
    Files.createDirectory(segment);
    keys.clear();
    spool.eachKey(keys::add);
    assertThat(keys).isEqualTo(denied);
  }
}
