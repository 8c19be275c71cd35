package io.vnetflowroutes.audit;

import static io.vnetflowroutes.audit.AuditedFolder.EIGHT;
import static io.vnetflowroutes.audit.AuditedFolder.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.source.ListedBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what an audit makes of the records of a progress topic. */
final class TopicEvidenceTest {

  private final AuditedFolder audited;

  TopicEvidenceTest(@TempDir Path folder) {
    this.audited = new AuditedFolder(folder, EIGHT, NINE);
  }

  /** Notes that a blob was read, but for the bytes at its end. */
  private void read(String account, String blob, long behind) {
    ListedBlob listed = audited.listed(blob);
    audited.read(account, listed, listed.length() - behind, listed.created(), 0);
  }

  private void read(String blob, long behind) {
    read(audited.account(), blob, behind);
  }

  @Test
  void theNewestRecordOfABlobCounts() throws IOException {
    String blob = audited.write(8, 1);
    read(blob, 100);
    assertThat(audited.states()).containsExactly(BlobState.BEHIND);
    read(blob, 0);
    assertThat(audited.states()).containsExactly(BlobState.DELIVERED);
  }

  @Test
  void whatNoRecordSpeaksOfIsMissing() throws IOException {
    read(audited.write(8, 1), 0);
    audited.write(9, 1);
    assertThat(audited.states()).containsExactly(BlobState.DELIVERED, BlobState.MISSING);
  }

  @Test
  void whatAnotherAccountHoldsProvesNothing() throws IOException {
    String blob = audited.write(8, 1);
    read("elsewhere/insights", blob, 0);
    assertThat(audited.states()).containsExactly(BlobState.MISSING);
    assertThat(audited.evidence().places()).contains("elsewhere/insights");
  }

  @Test
  void whatWasInRecordsThatKafkaDeletedIsForgotten() throws IOException {
    audited.write(8, 1);
    read(audited.write(8, 2), 0);
    audited.write(9, 1);
    audited.evidence().keptSince(NINE);
    assertThat(audited.states())
        .containsExactly(BlobState.FORGOTTEN, BlobState.DELIVERED, BlobState.MISSING);
  }

  @Test
  void deadLettersOfEachBatchCountOnce() throws IOException {
    String blob = audited.write(8, 1);
    read(blob, 0);
    audited.deadLetters(blob, "one", 2);
    audited.deadLetters(blob, "one", 2);
    audited.deadLetters(blob, "two", 1);
    assertThat(audited.states()).containsExactly(BlobState.DEAD_LETTER);
    assertThat(audited.evidence().letters(audited.source(), blob)).isEqualTo(3);
  }

  @Test
  void hoursBeforeTheEarliestStartWereNotToBeRead(@TempDir Path folder) {
    AuditedFolder later = new AuditedFolder(folder, NINE, NINE);
    assertThat(later.evidence().start(later.source())).isEqualTo(NINE);
    later.start(EIGHT);
    later.start(NINE);
    assertThat(later.evidence().start(later.source())).isEqualTo(EIGHT);
    assertThat(new TopicEvidence(EIGHT, NINE).start(later.source())).isEqualTo(Instant.MIN);
  }
}
