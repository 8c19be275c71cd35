package io.vnetflowroutes.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Proves that messages and dead letters are found by the digest of their blob. */
final class PendingDeliveriesTest {

  private static final Origin BLOB = new Origin("prod", "some/PT1H.json", Instant.EPOCH);
  private static final Origin OTHER = new Origin("prod", "other/PT1H.json", Instant.EPOCH);

  private final PendingDeliveries pending =
      new PendingDeliveries(
          Map.of(
              "siem", Set.of(BLOB.digest() + "-0-12-99-allow-0-5"),
              "lake", Set.of(BLOB.digest() + "-0-12-99-deny-0-1")),
          List.of(
              Path.of("dead-letter", BLOB.digest() + "-0-12-99.ndjson"),
              Path.of("dead-letter", BLOB.digest() + "-0-99-120.ndjson")));

  @Test
  void messagesAndLettersBelongToTheirBlob() {
    assertThat(pending.destinations(BLOB)).containsExactly("lake", "siem");
    assertThat(pending.letters(BLOB)).isEqualTo(2);
  }

  @Test
  void anotherBlobHasNone() {
    assertThat(pending.destinations(OTHER)).isEmpty();
    assertThat(pending.letters(OTHER)).isZero();
  }
}
