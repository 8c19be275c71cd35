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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves which word of docs/commands.md an audit has for a blob. */
final class BlobStateTest {

  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final Instant EIGHT = Instant.parse("2026-09-01T08:00:00Z");
  private static final Instant ELEVEN = Instant.parse("2026-09-01T11:00:00Z");
  private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

  @TempDir private Path folder;
  private final TopicEvidence evidence = new TopicEvidence(EIGHT, ELEVEN);
  private Source source;
  private String account;

  @BeforeEach
  void open() {
    DirectoryContainer container = new DirectoryContainer("prod", folder, SourceListener.NONE);
    source = new Source("prod", container, FlowLogSelection.EVERYTHING);
    account = TopicEvidence.place(source);
    evidence.add(
        new BlobNote(account, "", BlobProgress.NONE, Instant.parse("2026-09-01T09:00:00Z"), "", 0));
  }

  private String write(int hour) throws IOException {
    String blob =
        FLOW_LOG
            + "/y=2026/m=09/d=01/h=%02d/m=00/macAddress=000D3A1B2C01/PT1H.json".formatted(hour);
    Path file = folder.resolve(blob);
    Files.createDirectories(file.getParent());
    Files.writeString(file, FlowLogText.blob(FlowLogText.twoFlows(0)));
    return blob;
  }

  private ListedBlob listed(String blob) {
    List<ListedBlob> listed = new ArrayList<>();
    source.container().list(blob.substring(0, blob.lastIndexOf('/')), listed::add);
    return listed.get(0);
  }

  /** Notes how far a blob was read. */
  private void read(ListedBlob blob, long length, long created, long cut) {
    BlobProgress progress =
        new BlobProgress(
            blob.length() - cut,
            Anchor.NONE,
            0,
            length,
            blob.etag(),
            created,
            NOW.getEpochSecond(),
            cut,
            Anchor.NONE,
            0,
            0);
    evidence.add(new BlobNote(account, blob.name(), progress, null, "", 0));
  }

  private void remove(String blob) throws IOException {
    Files.delete(folder.resolve(blob));
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
        .of(source, EIGHT, ELEVEN).stream().map(BlobAudit::standing).toList();
  }

  @Test
  void hoursThatNobodyReadsYetOrAtAllAreNotMissing() throws IOException {
    write(8);
    write(9);
    write(11);
    assertThat(states())
        .containsExactly(BlobState.BEFORE_START, BlobState.MISSING, BlobState.NOT_DUE);
  }

  @Test
  void aBlobThatIsGoneIsExpiredIfAllOfItWasDeliveredAndLostIfNot() throws IOException {
    String whole = write(9);
    String part = write(10);
    ListedBlob wholly = listed(whole);
    ListedBlob partly = listed(part);
    read(wholly, wholly.length(), wholly.created(), 0);
    read(partly, 0, partly.created(), 0);
    remove(whole);
    remove(part);
    assertThat(states()).containsExactly(BlobState.EXPIRED, BlobState.LOST);
    read(wholly, wholly.length(), wholly.created(), 7);
    assertThat(states()).as("it ended inside a record").containsOnly(BlobState.LOST);
  }

  @Test
  void whatIsGoneAtAzureAndInTheDeadLetterIsNotComplete() throws IOException {
    String blob = write(9);
    ListedBlob wholly = listed(blob);
    read(wholly, wholly.length(), wholly.created(), 0);
    remove(blob);
    evidence.add(new BlobNote(account, blob, BlobProgress.NONE, null, "one", 2));
    assertThat(states()).containsExactly(BlobState.DEAD_LETTER);
  }

  @Test
  void aBlobThatEndsInsideARecordIsCutAndOneOfAnotherCreationIsRecreated() throws IOException {
    ListedBlob cut = listed(write(9));
    ListedBlob anew = listed(write(10));
    read(cut, cut.length(), cut.created(), 7);
    read(anew, anew.length() - 1, anew.created() - 1, 0);
    assertThat(states()).containsExactly(BlobState.CUT, BlobState.RECREATED);
  }

  @Test
  void thePageHasAllWordsAndThoseOfExitCode0First() throws IOException {
    String page = Files.readString(Path.of("docs/commands.md"));
    List<String> words =
        page.substring(page.indexOf("## audit"), page.indexOf("## state"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> Arrays.stream(line.split("\\|", -1)[1].split(",", -1)))
            .map(word -> word.replace("`", "").strip())
            .toList();
    assertThat(words)
        .containsExactlyElementsOf(
            Arrays.stream(BlobState.values()).map(BlobState::word).collect(Collectors.toList()));
    assertThat(page).contains("if all blobs have one of the first four words");
    assertThat(Arrays.stream(BlobState.values()).filter(BlobState::complete).map(BlobState::word))
        .containsExactlyElementsOf(words.subList(0, 4));
  }
}
