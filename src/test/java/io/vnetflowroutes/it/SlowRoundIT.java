package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that all grow faster than a slow destination lets a round of them be read. */
final class SlowRoundIT {
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int BLOBS = 12;

  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final List<GrowingBlob> blobs = new ArrayList<>();
  private final List<Records> interfaces = new ArrayList<>();
  private int round;

  private void grow() {
    for (int i = 0; i < BLOBS; i++) {
      blobs.get(i).append(interfaces.get(i).next(hour.plusSeconds(round), 1));
    }
    round++;
  }

  private static Set<String> delivered(HttpReceiver siem) {
    Set<String> digests = new HashSet<>();
    for (HttpReceiver.Request request : siem.requests()) {
      digests.add(request.bodyText().replaceFirst("(?s).*\"id\":\"(\\w+)-.*", "$1"));
    }
    return digests;
  }

  /** Between any two messages every blob grows, so that all that was listed is another by then. */
  @Test
  void theLastBlobsOfAListingGetTheirTurn(@TempDir Path azuriteDir, @TempDir Path dir) {
    try (Azurite azurite = Azurite.start(azuriteDir);
        HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir,
                """
                flowlogs.source.prod.connection-string = %s
                flowlogs.delay = 0
                flowlogs.readers = 1
                flowlogs.poll-interval = 500ms
                flowlogs.destination.siem.uri = %s
                flowlogs.allow = siem
                flowlogs.deny = siem
                """
                    .formatted(azurite.connectionString(), siem.url("/in")))) {
      for (int i = 0; i < BLOBS; i++) {
        String mac = "000D3A5107%02d".formatted(i);
        interfaces.add(new Records(NAMES, mac, i, 0));
        blobs.add(
            new GrowingBlob(azurite.container(Azurite.FLOW_LOG_CONTAINER), NAMES.blob(hour, mac)));
      }
      grow();
      siem.hold();
      program.start();
      for (int messages = 0; messages < 3 * BLOBS; messages++) {
        await().atMost(LONG).until(() -> siem.held() > 0);
        grow();
        siem.release();
        siem.hold();
      }
      siem.release();
      assertThat(delivered(siem)).hasSize(BLOBS);
      assertThat(program.lines("WARN|ERROR")).isEmpty();
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
    }
  }
}
