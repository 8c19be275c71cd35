package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.state.Acknowledgements;
import io.vnetflowroutes.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that only an acknowledged delivery is remembered. */
class DeliveryRepositoryTest {

  private static final String KEY = "digest-1-0-100-allow|lake";

  @TempDir private Path folder;
  private StateDatabase database;
  private DeliveryRepository deliveries;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder);
    deliveries = new DeliveryRepository(new Acknowledgements(database, Clock.systemUTC()));
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
}
