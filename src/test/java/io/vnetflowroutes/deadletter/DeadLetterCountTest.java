package io.vnetflowroutes.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.message.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that flows are counted in dead letters, and records that may hold any number of them. */
final class DeadLetterCountTest {

  private static final Origin BLOB = new Origin("prod", "some/PT1H.json", Instant.EPOCH);

  @TempDir private Path folder;

  private static Unreadable unreadable(FlowGroup group) {
    byte[] text = "{\"flows\": [1, {\"ordinal\": 2}]".getBytes(StandardCharsets.UTF_8);
    return new Unreadable(
        BLOB,
        12,
        group == null ? -1 : 4,
        group == null ? Unreadable.RECORD : Unreadable.TUPLE,
        group,
        text,
        "no reason");
  }

  @Test
  void flowsOfRefusedMessagesAndTuplesAreCountedAndRecordsApart() throws IOException {
    RecordContext record =
        new RecordContext(BLOB, 12, "then", 0, FlowLogType.VNET, "4", "MAC", "log", "target", null);
    byte[] body = "{}\n{}\n".getBytes(StandardCharsets.UTF_8);
    DeadLetterJson lines = new DeadLetterJson();
    lines.unreadable(unreadable(null));
    lines.unreadable(unreadable(new FlowGroup(record, "acl", "rule")));
    lines.refused(
        "siem", "flat", new Delivery("a-0-5", "a/b", body, new int[0], List.of(), 5), "400");
    Path file = Files.write(folder.resolve("a.ndjson"), lines.toByteArray());
    DeadLetterCount count = DeadLetterCount.of(file);
    assertThat(count).isEqualTo(new DeadLetterCount(1, Files.size(file), 6, 1));
    assertThat(count.contents()).isEqualTo("6 flows and 1 unreadable record");
    assertThat(count.plus(count).contents()).isEqualTo("12 flows and 2 unreadable records");
  }

  @Test
  void whatIsGoneCountsForNothingAndWhatIsDamagedAsFarAsItCanBeRead() throws IOException {
    assertThat(DeadLetterCount.of(folder.resolve("gone"))).isEqualTo(DeadLetterCount.NONE);
    Path file = Files.writeString(folder.resolve("cut"), "{\"flows\":1}\n{\"flows\":2,\"te");
    assertThat(DeadLetterCount.of(file)).isEqualTo(new DeadLetterCount(1, 26, 1, 0));
    assertThat(DeadLetterCount.of(file).contents()).isEqualTo("1 flow");
  }
}
