package io.vnetflowroutes.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.parse.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what is counted and shown of a file that is only tried. */
final class TrialTest {

  private static final String IN_AZURES_FOLDERS =
      "flowLogResourceID=/S_G/NW_V-FLOWLOG/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json";

  @TempDir private Path dir;

  private TriedFile file(String path, String content) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return new TriedFile(
        file, "mine.json", "prod", FlowLogText.NO_LIMITS, RecordJson.within(1 << 16, 100));
  }

  private static Trial trial(TriedFile file) throws IOException {
    Trial trial = new Trial(1);
    trial.incomplete(file.read(trial::batch));
    return trial;
  }

  @Test
  void aFileInAzuresFoldersHasTheNameOfItsBlob() throws IOException {
    String blob = FlowLogText.blob(FlowLogText.twoFlows(1));
    TriedFile named = file(IN_AZURES_FOLDERS, blob);
    assertThat(named.named()).isTrue();
    named.read(batch -> assertThat(batch.origin().blob()).isEqualTo(IN_AZURES_FOLDERS));
    TriedFile other = file("elsewhere.json", blob);
    assertThat(other.named()).isFalse();
    other.read(
        batch -> {
          assertThat(batch.origin().blob()).isEqualTo("mine.json");
          assertThat(batch.origin().hour()).isEqualTo("2026-09-01T08:00:00Z");
        });
  }

  @Test
  void flowsAreCountedByDecision() throws IOException {
    Trial trial =
        trial(file("two.json", FlowLogText.blob(FlowLogText.twoFlows(1), FlowLogText.twoFlows(2))));
    assertThat(trial.records()).isEqualTo(2);
    assertThat(trial.allowed()).isEqualTo(2);
    assertThat(trial.denied()).isEqualTo(2);
    assertThat(trial.clean()).isTrue();
  }

  @Test
  void aFileThatEndsInsideARecordIsNotClean() throws IOException {
    String whole = FlowLogText.blob(FlowLogText.twoFlows(1));
    Trial trial = trial(file("cut.json", whole + ",{\"time\":"));
    assertThat(trial.clean() && trial.incompleteBytes() == 0).isFalse();
    assertThat(trial(file("none.json", "{\"records\":[]}")).clean()).as("no flow").isFalse();
  }

  @Test
  void unreadableRecordsAreCountedByReasonAndTheFirstAreKept() throws IOException {
    Trial trial =
        trial(
            file(
                "bad.json", FlowLogText.blob("{\"no\":1}", "{\"no\":2}", FlowLogText.twoFlows(1))));
    assertThat(trial.reasons().values()).containsExactly(2);
    assertThat(trial.unreadable()).hasSize(1);
    assertThat(trial.clean()).isFalse();
  }

  @Test
  void whatADestinationWouldGetIsShownUpToTheNumberAskedFor() {
    Trial trial = new Trial(3);
    trial.received("lake", "file:out", "one", List.of("a", "b"), 2, 10);
    trial.received("lake", "file:out", "two", List.of("c", "d"), 2, 20);
    Received lake = trial.received().get("lake");
    assertThat(lake.messages()).isEqualTo(2);
    assertThat(lake.flows()).isEqualTo(4);
    assertThat(lake.bytes()).isEqualTo(30);
    assertThat(lake.shown())
        .extracting(Received.Message::texts)
        .containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(lake.more()).isEqualTo(1);
  }
}
