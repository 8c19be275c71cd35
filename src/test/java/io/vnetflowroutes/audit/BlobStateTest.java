package io.vnetflowroutes.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.source.ListedBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves which word of docs/commands.md an audit has for a blob. */
final class BlobStateTest {

  private final AuditedFolder audited;

  BlobStateTest(@TempDir Path folder) {
    Instant start = AuditedFolder.NINE;
    this.audited = new AuditedFolder(folder, start, start.plus(2, ChronoUnit.HOURS));
  }

  private String write(int hour) throws IOException {
    return audited.write(hour, 1);
  }

  /** Notes how far a blob was read. */
  private void read(ListedBlob blob, long length, long created, long cut) {
    audited.read(audited.account(), blob, length, created, cut);
  }

  @Test
  void hoursThatNobodyReadsYetOrAtAllAreNotMissing() throws IOException {
    write(8);
    write(9);
    write(11);
    assertThat(audited.states())
        .containsExactly(BlobState.BEFORE_START, BlobState.MISSING, BlobState.NOT_DUE);
  }

  @Test
  void aBlobThatIsGoneIsExpiredIfAllOfItWasDeliveredAndLostIfNot() throws IOException {
    String whole = write(9);
    String part = write(10);
    ListedBlob wholly = audited.listed(whole);
    ListedBlob partly = audited.listed(part);
    read(wholly, wholly.length(), wholly.created(), 0);
    read(partly, 0, partly.created(), 0);
    audited.remove(whole);
    audited.remove(part);
    assertThat(audited.states()).containsExactly(BlobState.EXPIRED, BlobState.LOST);
    read(wholly, wholly.length(), wholly.created(), 7);
    assertThat(audited.states()).as("it ended inside a record").containsOnly(BlobState.LOST);
  }

  @Test
  void whatIsGoneAtAzureAndInTheDeadLetterIsNotComplete() throws IOException {
    String blob = write(9);
    ListedBlob wholly = audited.listed(blob);
    read(wholly, wholly.length(), wholly.created(), 0);
    audited.remove(blob);
    audited.deadLetters(blob, "one", 2);
    assertThat(audited.states()).containsExactly(BlobState.DEAD_LETTER);
  }

  @Test
  void aBlobThatEndsInsideARecordIsCutAndOneOfAnotherCreationIsRecreated() throws IOException {
    ListedBlob cut = audited.listed(write(9));
    ListedBlob anew = audited.listed(write(10));
    read(cut, cut.length(), cut.created(), 7);
    read(anew, anew.length() - 1, anew.created() - 1, 0);
    assertThat(audited.states()).containsExactly(BlobState.CUT, BlobState.RECREATED);
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
