package io.vnetflowroutes.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.handover.BlobNote;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what an audit makes of the records of a progress topic. */
final class TopicEvidenceTest {

  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final Instant EIGHT = Instant.parse("2026-09-01T08:00:00Z");
  private static final Instant NINE = Instant.parse("2026-09-01T09:00:00Z");
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  @TempDir private Path folder;
  private final TopicEvidence evidence = new TopicEvidence(EIGHT, NINE);
  private Source source;
  private String account;

  @BeforeEach
  void open() {
    DirectoryContainer container = new DirectoryContainer("prod", folder, SourceListener.NONE);
    source = new Source("prod", container, FlowLogSelection.EVERYTHING);
    account = TopicEvidence.place(source);
    evidence.add(new BlobNote(account, "", BlobProgress.NONE, EIGHT, "", 0));
  }

  private String write(int hour, int nic) throws IOException {
    String blob =
        FLOW_LOG + "/y=2026/m=09/d=01/h=%02d/m=00/macAddress=%012X/PT1H.json".formatted(hour, nic);
    Path file = folder.resolve(blob);
    Files.createDirectories(file.getParent());
    Files.writeString(file, FlowLogText.blob(FlowLogText.twoFlows(0)));
    return blob;
  }

  private void read(String blob, long behind) {
    List<ListedBlob> listed = new ArrayList<>();
    source.container().list(blob.substring(0, blob.lastIndexOf('/')), listed::add);
    evidence.add(note(listed.get(0), behind));
  }

  private BlobNote note(ListedBlob listed, long behind) {
    return new BlobNote(
        account,
        listed.name(),
        new BlobProgress(
            listed.length() - 2 - behind,
            Anchor.NONE,
            0,
            listed.length() - behind,
            behind == 0 ? listed.etag() : "older",
            listed.created(),
            NOW.getEpochSecond(),
            0,
            Anchor.NONE,
            0,
            0),
        null,
        "",
        0);
  }

  private List<BlobState> states() {
    Schedule schedule =
        new Schedule(
            Duration.ofMinutes(75),
            Duration.ofHours(24),
            Start.BEGINNING,
            Duration.ZERO,
            Duration.ZERO);
    return new Audit(evidence, schedule, NOW)
        .of(source, EIGHT, NINE).stream().map(BlobAudit::standing).toList();
  }

  @Test
  void theNewestRecordOfABlobCounts() throws IOException {
    String blob = write(8, 1);
    read(blob, 100);
    assertThat(states()).containsExactly(BlobState.BEHIND);
    read(blob, 0);
    assertThat(states()).containsExactly(BlobState.DELIVERED);
  }

  @Test
  void whatNoRecordSpeaksOfIsMissing() throws IOException {
    read(write(8, 1), 0);
    write(9, 1);
    assertThat(states()).containsExactly(BlobState.DELIVERED, BlobState.MISSING);
  }

  @Test
  void whatAnotherAccountHoldsProvesNothing() throws IOException {
    String blob = write(8, 1);
    account = "elsewhere/insights";
    read(blob, 0);
    assertThat(states()).containsExactly(BlobState.MISSING);
    assertThat(evidence.places()).contains("elsewhere/insights");
  }

  @Test
  void whatWasInRecordsThatKafkaDeletedIsForgotten() throws IOException {
    write(8, 1);
    read(write(8, 2), 0);
    write(9, 1);
    evidence.keptSince(NINE);
    assertThat(states())
        .containsExactly(BlobState.FORGOTTEN, BlobState.DELIVERED, BlobState.MISSING);
  }

  @Test
  void deadLettersOfEachBatchCountOnce() throws IOException {
    String blob = write(8, 1);
    read(blob, 0);
    evidence.add(new BlobNote(account, blob, BlobProgress.NONE, null, "one", 2));
    evidence.add(new BlobNote(account, blob, BlobProgress.NONE, null, "one", 2));
    evidence.add(new BlobNote(account, blob, BlobProgress.NONE, null, "two", 1));
    assertThat(states()).containsExactly(BlobState.DEAD_LETTER);
    assertThat(evidence.letters(source, blob)).isEqualTo(3);
  }

  @Test
  void hoursBeforeTheEarliestStartWereNotToBeRead() throws IOException {
    write(8, 1);
    TopicEvidence later = new TopicEvidence(EIGHT, NINE);
    later.add(new BlobNote(account, "", BlobProgress.NONE, NINE, "", 0));
    assertThat(later.start(source)).isEqualTo(NINE);
    later.add(new BlobNote(account, "", BlobProgress.NONE, EIGHT, "", 0));
    later.add(new BlobNote(account, "", BlobProgress.NONE, NINE, "", 0));
    assertThat(later.start(source)).isEqualTo(EIGHT);
    assertThat(new TopicEvidence(EIGHT, NINE).start(source)).isEqualTo(Instant.MIN);
  }
}
