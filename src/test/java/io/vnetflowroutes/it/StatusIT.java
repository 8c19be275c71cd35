package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code status}: beside a running service, and without one. */
final class StatusIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path dir;
  private final HttpReceiver http = HttpReceiver.start();

  @AfterEach
  void stopReceiver() {
    http.close();
  }

  @Test
  void lagSpoolAndLastPollAreToldWhileTheServiceRunsAndWhenItIsStopped() {
    Archive archive = new Archive(dir.resolve("archive")).grow(10);
    String siem = "flowlogs.destination.siem.uri = " + http.url("/in\n");
    String properties = archive.everythingTo("lake", "file:lake") + siem;
    try (Program service = Program.in(dir.resolve("work"), properties);
        Program status = service.again()) {
      assertThat(status.verb("status")).as(status.output()).isEqualTo(3);
      assertThat(status.output()).contains("nothing was delivered from here yet");

      service.start();
      service.awaitLine("Poll finished");
      await().atMost(LONG).until(() -> status.verb("status") == 0);
      assertThat(status.output()).contains("The service runs; its last poll ended");
      assertThat(status.lines("archive .* none .*WESTUS_HUB-VNET")).hasSize(1);
      assertThat(status.lines("siem +nothing")).hasSize(1);
      assertThat(status.output()).contains("No dead letters.");
      status.assertNoStackTrace();

      assertThat(service.sigterm()).isZero();
      http.stop();
      service.start("--set", "flowlogs.allow=siem", "--set", "flowlogs.deny=siem");
      archive.grow(5);
      service.awaitLine("the spool");
      await()
          .atMost(LONG)
          .until(() -> json(status).path("destinations").get(1).has("oldest_spooled_seconds"));
      assertThat(status.verb("status", "--json")).isEqualTo(1);
      JsonNode now = json(status);
      assertThat(now.path("running").asBoolean()).isTrue();
      assertThat(now.path("well").asBoolean()).isFalse();
      assertThat(now.path("flow_logs").get(0).path("lag_seconds").asInt()).isZero();
      assertThat(now.path("flow_logs").get(0).path("newest_hour_read").asText())
          .isEqualTo(archive.hour().toString());
      assertThat(now.path("destinations").get(1).path("spooled_messages").asInt()).isPositive();

      service.kill();
      assertThat(status.verb("status")).isEqualTo(3);
      assertThat(status.output()).contains("The service does not run; its last poll ended");
      assertThat(status.lines("siem +[12] messages? .*(refused|Connect|answered)")).hasSize(1);
    }
  }

  @Test
  void theQuestionNeverKeepsTheServiceFromStarting() {
    Archive archive = new Archive(dir.resolve("archive")).grow(2);
    try (Program service =
            Program.in(dir.resolve("work"), archive.everythingTo("lake", "file:lake"));
        Program watch = service.again()) {
      assertThat(service.once()).as(service.output()).isZero();
      watch.startVerb("status", "--watch", "--interval", "1ms");
      watch.awaitLine("The service does not run");
      for (int i = 0; i < 3; i++) {
        assertThat(service.once()).as(service.output()).isZero();
      }
      watch.awaitLine("The service runs");
      assertThat(watch.running()).isTrue();
    }
  }

  private static JsonNode json(Program status) {
    status.verb("status", "--json");
    return Flows.inTexts(List.of(status.output())).all().get(0);
  }
}
