package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers read growing blobs while workers are killed, one of them stands still for longer
 * than its session lasts, and the broker is killed: who reads what is committed sees every flow
 * once, and those of an interface in order.
 */
final class ConnectCrashCampaignIT {

  private static final int KILLS = Integer.getInteger("connect.kills", 4);
  private static final Duration BEYOND_THE_SESSION = Duration.ofSeconds(14);
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int WORKERS = 3;
  private static final int NICS = 12;

  @TempDir private Path dir;
  private final Random random = new Random(KILLS);
  private final List<ConnectWorker> workers = new ArrayList<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private ConnectLoad load;
  private KafkaBroker kafka;

  @Test
  void everyFlowIsCommittedOnceAndInOrderWhateverDies() throws Exception {
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")))) {
      kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")));
      load =
          new ConnectLoad(
              kafka,
              azurite.container(Azurite.FLOW_LOG_CONTAINER),
              Instant.now().truncatedTo(ChronoUnit.HOURS));
      load.add(NAMES, NICS);
      load.grow();
      Path plugins = ConnectWorker.plugins(dir);
      for (int worker = 0; worker < WORKERS; worker++) {
        workers.add(ConnectWorker.start(dir.resolve("worker" + worker), "4.1.1", plugins, kafka));
      }
      workers
          .get(0)
          .put(
              "prod",
              ConnectLoad.configuration(azurite, Map.of("tasks.max", "4", "flowlogs.slices", "8")));
      load.awaitFlows(1, workers);
      for (int kill = 1; kill <= KILLS; kill++) {
        campaign(kill);
      }
      load.awaitFlows(load.flows(), workers);
      load.grow();
      startTasksAnew();
      load.awaitFlows(load.flows(), workers);
      load.check();
      theTopicOfProgressProvesIt(azurite);
    } finally {
      later.shutdownNow();
      workers.forEach(ConnectWorker::close);
      kafka.close();
    }
  }

  /**
   * One worker dies while blobs grow; another stands still, or the broker dies, from time to time.
   */
  private void campaign(int kill) throws Exception {
    load.grow();
    int victim = random.nextInt(WORKERS);
    int other = (victim + 1) % WORKERS;
    // Anywhere in a poll, a transaction, or a rebalance.
    later.schedule(workers.get(victim)::kill, random.nextInt(2000), TimeUnit.MILLISECONDS).get();
    load.grow();
    if (kill % 4 == 2) {
      workers.get(other).pause();
      load.grow();
      later
          .schedule(
              workers.get(other)::resume, BEYOND_THE_SESSION.toMillis(), TimeUnit.MILLISECONDS)
          .get();
    }
    if (kill % 4 == 3) {
      kafka.kill();
      load.grow();
      kafka.start();
    }
    workers.get(victim).start();
    if (kill % 2 == 0) {
      load.awaitFlows(load.flows(), workers);
    }
  }

  /**
   * A long campaign outlasts the hour of its blobs. Once that has settled, it is listed once an
   * hour, and when a task starts.
   */
  private void startTasksAnew() {
    await()
        .atMost(Duration.ofMinutes(10))
        .ignoreExceptions()
        .until(
            () -> {
              workers.get(0).rest("POST", "/connectors/prod/restart?includeTasks=true", Map.of());
              return true;
            });
  }

  private void theTopicOfProgressProvesIt(Azurite azurite) {
    String settings =
        """
        flowlogs.delay = 0
        flowlogs.source.prod.connection-string = %s
        flowlogs.receive.kafka.bootstrap.servers = %s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
            .formatted(azurite.connectionString(), kafka.bootstrapServers());
    try (Program program = Program.in(dir.resolve("audit"), settings)) {
      assertThat(program.verb("audit", "--from-topic", "flowlogs.progress", "--to", "0s", "--all"))
          .as(program.output())
          .isZero();
      assertThat(program.lines("  delivered ")).hasSize(NICS);
    }
    System.out.printf(
        "%d kills of workers, %d stops beyond the session, %d kills of the broker: %d flows, each once%n",
        KILLS, (KILLS + 2) / 4, (KILLS + 1) / 4, load.flows());
  }
}
