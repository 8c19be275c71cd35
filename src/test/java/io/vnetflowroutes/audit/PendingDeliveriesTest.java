package io.vnetflowroutes.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.flow.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that messages and dead letters are found by the digest of their blob. */
final class PendingDeliveriesTest {

  private static final Origin BLOB = new Origin("prod", "some/PT1H.json", Instant.EPOCH);
  private static final Origin OTHER = new Origin("prod", "other/PT1H.json", Instant.EPOCH);

  @TempDir private Path folder;
  private PendingDeliveries pending;

  @BeforeEach
  void look() throws IOException {
    pending =
        new PendingDeliveries(
            Map.of(
                "siem", Set.of(BLOB.digest() + "-0-12-99-allow-0-5"),
                "lake", Set.of(BLOB.digest() + "-0-12-99-deny-0-1")),
            List.of(
                Files.writeString(folder.resolve(BLOB.digest() + "-0-12-99.ndjson"), "12345"),
                Files.writeString(folder.resolve(BLOB.digest() + "-0-99-120.ndjson"), "12"),
                folder.resolve(BLOB.digest() + "-0-120-150.ndjson")));
  }

  @Test
  void messagesAndDeadLettersBelongToTheirBlob() {
    assertThat(pending.destinations(BLOB)).containsExactly("lake", "siem");
    assertThat(pending.deadLetters(BLOB))
        .as("one was replayed meanwhile")
        .isEqualTo(new DeadLetterCount(2, 7, 0, 0));
  }

  @Test
  void anotherBlobHasNone() {
    assertThat(pending.destinations(OTHER)).isEmpty();
    assertThat(pending.deadLetters(OTHER)).isEqualTo(DeadLetterCount.NONE);
  }
}
