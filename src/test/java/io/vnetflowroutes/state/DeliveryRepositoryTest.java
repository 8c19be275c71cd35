package io.vnetflowroutes.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that only an acknowledged delivery is remembered, and for how long. */
class DeliveryRepositoryTest {

  private static final String KEY = "digest-1-0-100-allow|lake";
  private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");

  private static final ListedBlob BLOB =
      new ListedBlob("prod", "log/y=2026/PT1H.json", 9, "etag", 0, 0, 0);

  @TempDir private Path folder;
  private StateDatabase database;
  private DeliveryRepository deliveries;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder);
    deliveries = new DeliveryRepository(database, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aDeliveryThatBeganIsNotYetADelivery() {
    assertThat(deliveries.add(KEY)).isTrue();
    assertThat(deliveries.contains(KEY)).isFalse();
    close();
    open();
    assertThat(deliveries.add(KEY)).as("after a crash it is sent again").isTrue();
  }

  @Test
  void anAcknowledgedDeliveryIsNotSentAgain() {
    deliveries.add(KEY);
    assertThat(deliveries.confirm(KEY)).isTrue();
    assertThat(deliveries.confirm(KEY)).isTrue();
    close();
    open();
    assertThat(deliveries.contains(KEY)).isTrue();
    assertThat(deliveries.add(KEY)).isFalse();
    assertThat(deliveries.add("digest-1-0-100-allow|siem")).isTrue();
    assertThat(deliveries.add("digest-1-0-100-allow-1|lake")).isTrue();
  }

  @Test
  void aFailedDeliveryTakesNothingBackThatWasAcknowledged() {
    deliveries.confirm(KEY);
    deliveries.add(KEY);
    deliveries.remove(KEY);
    assertThat(deliveries.contains(KEY)).isTrue();
  }

  @Test
  void acknowledgementsAreForgottenByTheirAge() {
    deliveries.confirm(KEY);
    Cursor cursor = new Cursor(database);
    cursor.forgetDeliveriesBefore(NOW);
    assertThat(deliveries.contains(KEY)).isTrue();
    cursor.forgetDeliveriesBefore(NOW.plusSeconds(1));
    assertThat(deliveries.contains(KEY)).isFalse();
  }

  @Test
  void whatWasAcknowledgedCountsThoughItCannotBeWritten() throws SQLException {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("flowlogs.db"));
        Statement statement = other.createStatement()) {
      statement.execute(
          "CREATE TRIGGER full BEFORE INSERT ON delivery BEGIN SELECT RAISE(FAIL, 'full'); END");
      String digest = new Origin("prod", BLOB.name(), NOW).digest();
      for (String key : List.of(digest + "-1-0-9-allow-0-3|lake", digest + "-2-9-18-deny-0-3|b")) {
        deliveries.confirm(key);
        database.writeSoon(statements -> {}).exceptionally(failed -> null).join();
        assertThat(deliveries.contains(key)).as("the destination has it").isTrue();
      }
      new Cursor(database).startOver(BLOB);
      assertThat(database.underWay()).as("of the blob that was there before").isEmpty();
    }
  }

  @Test
  void allCanBeForgotten() {
    deliveries.confirm(KEY);
    deliveries.clear();
    assertThat(deliveries.contains(KEY)).isFalse();
  }

  @Test
  void aClosedStateIsASentence(@TempDir Path other) {
    StateDatabase closed = StateDatabase.open(other);
    closed.close();
    assertThatThrownBy(() -> new DeliveryRepository(closed, Clock.systemUTC()).confirm(KEY))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("closed");
  }
}
