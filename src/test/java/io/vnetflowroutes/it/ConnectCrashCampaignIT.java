package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers read growing blobs while workers are killed, one of them stands still for longer
 * than its session lasts, and the broker is killed: who reads what is committed sees every flow
 * once, and those of an interface in order.
 */
final class ConnectCrashCampaignIT {

  private static final int KILLS = Integer.getInteger("connect.kills", 4);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration BEYOND_THE_SESSION = Duration.ofSeconds(14);
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int WORKERS = 3;
  private static final int NICS = 12;
  private static final int FLOWS = 10;

  @TempDir private Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Random random = new Random(KILLS);
  private final List<GrowingBlob> blobs = new ArrayList<>();
  private final List<Records> nics = new ArrayList<>();
  private final List<ConnectWorker> workers = new ArrayList<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private int records;
  private KafkaBroker kafka;

  @Test
  void everyFlowIsCommittedOnceAndInOrderWhateverDies() throws Exception {
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")))) {
      kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")));
      kafka.createTopic("flows", 2);
      kafka.createTopic("flowlogs.dead-letter", 1);
      kafka.createTopic("flowlogs.progress", 1);
      write(azurite.container(Azurite.FLOW_LOG_CONTAINER));
      Path plugins = ConnectWorker.plugins(dir);
      for (int worker = 0; worker < WORKERS; worker++) {
        workers.add(ConnectWorker.start(dir.resolve("worker" + worker), "4.1.1", plugins, kafka));
      }
      workers.get(0).put("prod", configuration(azurite));
      awaitFlows(1);
      for (int kill = 1; kill <= KILLS; kill++) {
        campaign(kill);
      }
      grow();
      awaitFlows(records * FLOWS * NICS);
      check();
      theTopicOfProgressProvesIt(azurite);
    } finally {
      later.shutdownNow();
      workers.forEach(ConnectWorker::close);
      kafka.close();
    }
  }

  private void write(BlobContainerClient container) {
    for (int nic = 1; nic <= NICS; nic++) {
      String mac = "%012X".formatted(0x000D3A000000L + nic);
      blobs.add(new GrowingBlob(container, NAMES.blob(hour, mac)));
      nics.add(new Records(NAMES, mac, nic, 0.3));
    }
    grow();
  }

  private void grow() {
    for (int nic = 0; nic < NICS; nic++) {
      blobs.get(nic).append(nics.get(nic).next(hour.plusSeconds(records), 1, FLOWS));
    }
    records++;
  }

  private static Map<String, String> configuration(Azurite azurite) {
    return ConnectWorker.connector(
        azurite,
        Map.of(
            "tasks.max", "4",
            "flowlogs.slices", "8",
            "flowlogs.topic.allow", "flows",
            "flowlogs.topic.deny", "flows",
            "flowlogs.headers", "id, decision"));
  }

  /**
   * One worker dies while blobs grow; another stands still, or the broker dies, from time to time.
   */
  private void campaign(int kill) throws Exception {
    grow();
    int victim = random.nextInt(WORKERS);
    int other = (victim + 1) % WORKERS;
    // Anywhere in a poll, a transaction, or a rebalance.
    later.schedule(workers.get(victim)::kill, random.nextInt(2000), TimeUnit.MILLISECONDS).get();
    grow();
    if (kill % 4 == 2) {
      workers.get(other).pause();
      grow();
      later
          .schedule(
              workers.get(other)::resume, BEYOND_THE_SESSION.toMillis(), TimeUnit.MILLISECONDS)
          .get();
    }
    if (kill % 4 == 3) {
      kafka.kill();
      grow();
      kafka.start();
    }
    workers.get(victim).start();
    if (kill % 2 == 0) {
      awaitFlows(records * FLOWS * NICS);
    }
  }

  private void awaitFlows(int count) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              restartWhatConnectGaveUp();
              return kafka.readCommitted("flows").size() >= count;
            });
  }

  /**
   * Starts tasks again that Connect declared to have failed, as Strimzi does: while workers die, it
   * may ask one that is still starting to fence a task, and then gives the task up.
   */
  private void restartWhatConnectGaveUp() {
    for (ConnectWorker worker : workers) {
      try {
        worker.rest("POST", "/connectors/prod/restart?includeTasks=true&onlyFailed=true", Map.of());
        return;
      } catch (IOException e) {
        // It is starting, or rebalancing; the next one may do it, or this one a second later.
      }
    }
  }

  /**
   * Of an interface, the allowed flows are in the order of the blob, and so are the denied ones.
   */
  private void check() {
    List<ConsumerRecord<String, String>> flows = kafka.readCommitted("flows");
    List<String> ids = flows.stream().map(flow -> header(flow, "id")).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSize(records * FLOWS * NICS);
    Map<String, Long> reached = new HashMap<>();
    for (ConsumerRecord<String, String> flow : flows) {
      String id = header(flow, "id");
      long offset = Long.parseLong(id.split("-", -1)[2]);
      Long before = reached.put(flow.key() + header(flow, "decision"), offset);
      assertThat(before == null || before <= offset).as("the order of %s", id).isTrue();
    }
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
        KILLS, (KILLS + 2) / 4, (KILLS + 1) / 4, records * FLOWS * NICS);
  }

  private static String header(ConsumerRecord<String, String> flow, String name) {
    return new String(flow.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
