package io.vnetflowroutes.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.source.ListedBlob;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves how long acknowledgements are remembered, and what counts if they cannot be written. */
class AcknowledgementsTest {

  private static final String KEY = "digest-1-0-100-allow|lake";
  private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");

  private static final ListedBlob BLOB =
      new ListedBlob("prod", "log/y=2026/PT1H.json", 9, "etag", 0, 0, 0);

  @TempDir private Path folder;
  private StateDatabase database;
  private Acknowledgements acknowledged;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder);
    acknowledged = new Acknowledgements(database, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void acknowledgementsAreForgottenByTheirAge() {
    acknowledged.add(KEY);
    acknowledged.forgetBefore(NOW);
    assertThat(acknowledged.contains(KEY)).isTrue();
    acknowledged.forgetBefore(NOW.plusSeconds(1));
    assertThat(acknowledged.contains(KEY)).isFalse();
  }

  @Test
  void whatWasAcknowledgedCountsThoughItCannotBeWritten() throws SQLException {
    fill();
    String digest = new Origin("prod", BLOB.name(), NOW).digest();
    for (String key : List.of(digest + "-1-0-9-allow-0-3|lake", digest + "-2-9-18-deny-0-3|b")) {
      acknowledged.add(key);
      assertThatThrownBy(() -> database.write(statements -> {})).hasMessageContaining("full");
      assertThat(acknowledged.contains(key)).as("the destination has it").isTrue();
      assertThat(acknowledged.mustSend(key)).isFalse();
    }
    makeRoom();
    new Cursor(database).startOver(BLOB);
    assertThat(database.underWay()).as("of the blob that was there before").isEmpty();
    assertThat(acknowledged.of(digest)).isEmpty();
  }

  @Test
  void nothingMoreIsSentUntilWhatWasAcknowledgedIsOnDisk() throws SQLException {
    Cursor cursor = new Cursor(database);
    BatchPart none = new BatchPart("digest-1-0-9", FlowLogText.ORIGIN, Decision.ALLOW, List.of());
    Batch planned =
        new Batch(
            none.id(), FlowLogText.ORIGIN, 0, 9, 1, none, none, List.of(), new byte[0], false);
    cursor.plan(BLOB, planned);
    fill();
    acknowledged.add(KEY);
    assertThatThrownBy(() -> database.write(statements -> {})).hasMessageContaining("full");
    assertThatThrownBy(() -> acknowledged.mustSend("digest-1-100-200-allow|lake"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("The state file")
        .hasMessageContaining("full");
    assertThatThrownBy(() -> cursor.plan(BLOB, planned))
        .as("the plan itself is on disk and needs no room")
        .isInstanceOf(StateException.class);
    makeRoom();
    assertThat(acknowledged.mustSend("digest-1-100-200-allow|lake")).isTrue();
    cursor.plan(BLOB, planned);
    close();
    open();
    assertThat(acknowledged.contains(KEY)).as("it was written when there was room").isTrue();
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenAtTheEndIfThereIsRoomByThen() throws SQLException {
    fill();
    acknowledged.add(KEY);
    assertThatThrownBy(() -> database.write(statements -> {})).hasMessageContaining("full");
    makeRoom();
    close();
    open();
    assertThat(acknowledged.contains(KEY)).isTrue();
  }

  /** Lets no acknowledgement be written, as a full disk does. */
  private void fill() throws SQLException {
    change("CREATE TRIGGER full BEFORE INSERT ON delivery BEGIN SELECT RAISE(FAIL, 'full'); END");
  }

  private void makeRoom() throws SQLException {
    change("DROP TRIGGER full");
  }

  private void change(String sql) throws SQLException {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("flowlogs.db"));
        Statement statement = other.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aKeyThatIsJustWrittenIsListedOnce() {
    CompletableFuture<Void> listing = new CompletableFuture<>();
    acknowledged.listener(key -> listing.complete(null));
    acknowledged.add(KEY);
    listing.join();
    database.underWay().add(KEY); // as it is between the commit and the removal
    assertThat(acknowledged.of("digest-1-0-100")).containsExactly(KEY);
  }

  @Test
  void allCanBeForgotten() {
    acknowledged.add(KEY);
    acknowledged.clear();
    assertThat(acknowledged.contains(KEY)).isFalse();
  }

  @Test
  void aClosedStateIsASentence(@TempDir Path other) {
    StateDatabase closed = StateDatabase.open(other);
    closed.close();
    assertThatThrownBy(() -> new Acknowledgements(closed, Clock.systemUTC()).add(KEY))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("closed");
  }
}
