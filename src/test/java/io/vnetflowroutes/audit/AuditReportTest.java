package io.vnetflowroutes.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.deadletter.DeadLetterCount;
import io.vnetflowroutes.source.BlobName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves what an audit prints, and when everything counts as delivered. */
final class AuditReportTest {

  private static final Instant HOUR = Instant.parse("2026-01-31T08:00:00Z");
  private static final String HUB = "flowLogResourceID=/S_G/hub";
  private static final BlobAudit DELIVERED =
      new BlobAudit(
          "prod",
          new BlobName(HUB, HOUR, "000D3A1B2C01"),
          BlobState.DELIVERED,
          5_000,
          0,
          Duration.ofMinutes(17),
          "",
          DeadLetterCount.NONE);
  private static final BlobAudit BEHIND =
      new BlobAudit(
          "prod",
          new BlobName(HUB, HOUR, "000D3A1B2C02"),
          BlobState.BEHIND,
          5_000,
          2_000,
          Duration.ofMinutes(90),
          "",
          DeadLetterCount.NONE);
  private static final BlobAudit SPOOLED =
      new BlobAudit(
          "prod",
          new BlobName("flowLogResourceID=/S_G/spoke", HOUR, "000D3A1B2C03"),
          BlobState.SPOOLED,
          700,
          0,
          null,
          "for siem",
          DeadLetterCount.NONE);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private AuditReport report(BlobAudit... findings) {
    return new AuditReport(
        List.of(findings), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onlyWhatIsNotDeliveredIsListedUnderItsFlowLog() {
    report(DELIVERED, BEHIND, SPOOLED).table(false);
    assertThat(printed())
        .contains("prod: hub\n", "prod: spoke\n")
        .contains("000D3A1B2C02  behind       2,000 of 5,000 bytes not delivered for 90 min")
        .contains("000D3A1B2C03  spooled      for siem")
        .contains("2 blobs, 10,000 bytes: 1 delivered, 1 behind")
        .endsWith("Not complete: 2 of 3 blobs, 2,000 bytes not delivered.\n")
        .doesNotContain("000D3A1B2C01");
  }

  private static BlobAudit withLetters(String path, int files, long bytes) {
    return new BlobAudit(
        "prod",
        new BlobName(path, HOUR, "000D3A1B2C04"),
        BlobState.DEAD_LETTER,
        5_000,
        0,
        null,
        "",
        new DeadLetterCount(files, bytes, 12, 1));
  }

  @Test
  void whatLiesInTheDeadLetterIsCountedApart() throws IOException {
    report(BEHIND, withLetters(HUB, 2, 1_234)).table(false);
    assertThat(printed())
        .contains(
            "000D3A1B2C04  dead letter  2 files, 1,234 bytes with 12 flows and 1 unreadable"
                + " record in the dead letter\n")
        .endsWith(
            "Not complete: 2 of 2 blobs, 2,000 bytes not delivered; 2 files, 1,234 bytes with 12"
                + " flows and 1 unreadable record in the dead letter, which 'flowlogs replay' sends.\n");
    report(withLetters(HUB, 1, 7)).json();
    assertThat(printed())
        .contains(
            "\"dead_letter_files\":1,\"dead_letter_bytes\":7,"
                + "\"dead_letter_flows\":12,\"dead_letter_records\":1}");
  }

  @Test
  void twoFlowLogsOfOneNameAreTwo() {
    report(BEHIND, withLetters("flowLogResourceID=/S2_G/hub", 1, 7)).table(false);
    assertThat(printed())
        .contains("prod: hub, " + HUB + "\n", "prod: hub, flowLogResourceID=/S2_G/hub\n");
  }

  @Test
  void deliveredBlobsAreListedWhereAllAreAskedFor() {
    report(DELIVERED).table(true);
    assertThat(printed())
        .contains("000D3A1B2C01  delivered    5,000 bytes after 17 min")
        .endsWith("Complete: everything that is due was delivered.\n");
  }

  @Test
  void nothingFoundIsNotComplete() {
    AuditReport nothing = report();
    nothing.table(false);
    assertThat(nothing.complete()).isFalse();
    assertThat(printed()).isEqualTo("Nothing was found in these hours: no flow log, or no blob.\n");
    assertThat(report(DELIVERED).complete()).isTrue();
    assertThat(report(DELIVERED, SPOOLED).complete()).isFalse();
  }

  @Test
  void jsonHasALineForEachBlob() throws IOException {
    report(BEHIND, SPOOLED).json();
    assertThat(printed().lines())
        .containsExactly(
            "{\"source\":\"prod\",\"flow_log\":\"hub\",\"path\":\"flowLogResourceID=/S_G/hub\",\"mac_address\":\"000D3A1B2C02\",\"hour\":\"2026-01-31T08:00:00Z\",\"standing\":\"behind\",\"complete\":false,\"bytes\":5000,\"undelivered_bytes\":2000,\"lag_minutes\":90}",
            "{\"source\":\"prod\",\"flow_log\":\"spoke\",\"path\":\"flowLogResourceID=/S_G/spoke\",\"mac_address\":\"000D3A1B2C03\",\"hour\":\"2026-01-31T08:00:00Z\",\"standing\":\"spooled\",\"complete\":false,\"bytes\":700,\"undelivered_bytes\":0,\"where\":\"for siem\"}");
  }
}
