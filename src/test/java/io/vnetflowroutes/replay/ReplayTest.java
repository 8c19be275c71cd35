package io.vnetflowroutes.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deadletter.DeadLetterFiles;
import io.vnetflowroutes.deadletter.DeadLetterJson;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.parse.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what a replay sends of a dead-letter file, and what it leaves in it. */
final class ReplayTest {

  private static final Origin BLOB =
      new Origin(
          "prod",
          "flowLogResourceID=/S_G/NW_V-FLOWLOG/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json",
          Instant.parse("2026-09-01T08:00:00Z"));

  @TempDir private Path folder;
  private final List<Batch> sent = new ArrayList<>();
  private boolean taken = true;
  private Path file;

  @BeforeEach
  void letters() throws IOException {
    file = folder.resolve("letters.ndjson");
    DeadLetterJson letters = new DeadLetterJson();
    letters.unreadable(record(12, FlowLogText.twoFlows(1), "It was too large"));
    letters.unreadable(record(500, "{\"time\": no record", "It is no JSON"));
    Files.write(file, letters.toByteArray());
  }

  private static Unreadable record(long offset, String text, String reason) {
    return new Unreadable(BLOB, offset, -1, "record", null, FlowLogText.utf8(text), reason);
  }

  private Replay replay() {
    return new Replay(
        FlowLogText.NO_LIMITS,
        RecordJson.within(1 << 16, 100),
        batch -> {
          sent.add(batch);
          return taken;
        },
        (destination, delivery) -> false,
        letter -> Optional.of("made as 'flat'"));
  }

  @Test
  void aMessageThatTheSettingsDoNotFitStaysWithItsReason() throws IOException {
    DeadLetterJson letters = new DeadLetterJson();
    letters.refused(
        "siem",
        "flat",
        new Delivery("d-1-0-9-allow-0-2", "f", new byte[3], new int[0], List.of(), 2),
        "why");
    Files.write(file, letters.toByteArray());
    List<String> before = Files.readAllLines(file);
    Replayed done = replay().replay(file);
    assertThat(done.staying()).containsExactly(Map.entry("made as 'flat'", 1));
    assertThat(done.unsendable()).isTrue();
    assertThat(done.flows()).isZero();
    assertThat(Files.readAllLines(file)).isEqualTo(before);
  }

  @Test
  void whatCanBeReadNowIsSentAndTheRestStays() throws IOException {
    Replayed done = replay().replay(file);
    assertThat(done.flows()).isEqualTo(2);
    assertThat(done.staying()).containsExactly(Map.entry("It is no JSON", 1));
    assertThat(sent).singleElement().extracting(Batch::origin).isEqualTo(BLOB);
    assertThat(Files.readAllLines(file))
        .singleElement()
        .asString()
        .contains("no record", "It is no JSON");
    assertThat(DeadLetterFiles.in(folder)).containsExactly(file);
    assertThat(DeadLetterFiles.others(folder)).isEmpty();
    Path copy = Files.copy(file, folder.resolve("copy.ndjson.gz"));
    Files.createDirectory(folder.resolve(".replay"));
    Files.createFile(folder.resolve(".replay/flowlogs.db"));
    assertThat(DeadLetterFiles.others(folder)).containsExactly(copy);
  }

  @Test
  void whatIsNotTakenStaysAsItWas() throws IOException {
    taken = false;
    List<String> before = Files.readAllLines(file);
    Replayed done = replay().replay(file);
    assertThat(done.flows()).isZero();
    assertThat(done.notTaken()).isEqualTo(2);
    assertThat(Files.readAllLines(file)).isEqualTo(before);
  }

  @Test
  void theSameFlowsMakeTheSameBatchAgain() throws IOException {
    taken = false;
    replay().replay(file);
    replay().replay(file);
    assertThat(sent).extracting(Batch::id).hasSize(2);
    assertThat(sent.get(0).id()).isEqualTo(sent.get(1).id());
  }

  @Test
  void oneThatIsStoppedSendsNothingMore() throws IOException {
    Replay stopped = replay();
    stopped.stop();
    assertThat(stopped.replay(file).notTaken()).isEqualTo(2);
    assertThat(sent).isEmpty();
  }

  @Test
  void aLineThatIsNoDeadLetterIsLeftAlone() throws IOException {
    Files.writeString(file, "{\"some\":\"json\"}\n");
    Replayed done = replay().replay(file);
    assertThat(done.staying()).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo("{\"some\":\"json\"}\n");
  }
}
