package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While blobs grow, a connector gets more tasks and slices, a flow log appears, workers come and
 * go, and tasks become fewer: every flow is committed once, and those of an interface in order.
 */
final class ConnectScaleIT {

  /** At the most; three are for a machine with more time. */
  private static final int WORKERS = Integer.getInteger("connect.workers", 2);

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Pattern STARTED =
      Pattern.compile("Source task finished initialization and start");

  @TempDir private Path dir;
  private final ScheduledExecutorService growth = Executors.newSingleThreadScheduledExecutor();
  private final List<ConnectWorker> workers = new ArrayList<>();

  @Test
  void whateverIsScaledEachFlowIsCommittedOnceAndANewFlowLogRestartsNoTask() throws Exception {
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")));
        KafkaBroker kafka = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")))) {
      ConnectLoad load =
          new ConnectLoad(
              kafka,
              azurite.container(Azurite.FLOW_LOG_CONTAINER),
              Instant.now().truncatedTo(ChronoUnit.HOURS));
      load.add(names("hub-vnet"), 8);
      load.grow();
      Path plugins = ConnectWorker.plugins(dir);
      startWorker(plugins, kafka);
      put(azurite, 2, 1);
      load.awaitFlows(1, workers);
      ScheduledFuture<?> growing =
          growth.scheduleWithFixedDelay(load::grow, 0, 500, TimeUnit.MILLISECONDS);

      put(azurite, 8, 64);
      awaitTasks(8, 1);
      int starts = starts();
      load.awaitFlowOf(load.add(names("spoke-vnet"), 4));
      assertThat(starts()).as("a new flow log restarts no task").isEqualTo(starts);

      while (workers.size() < WORKERS) {
        startWorker(plugins, kafka);
      }
      awaitTasks(8, WORKERS);
      put(azurite, 3, 64);
      awaitTasks(3, Math.min(WORKERS, 3));
      while (workers.size() > 1) {
        workers.remove(workers.size() - 1).stop();
      }
      awaitTasks(3, 1);

      growing.cancel(false);
      load.grow();
      load.awaitFlows(load.flows(), workers);
      load.check();
      System.out.printf(
          "Workers 1 to %d to 1, tasks 2 to 8 to 3, slices 1 to 64: %d flows, each once%n",
          WORKERS, load.flows());
    } finally {
      growth.shutdownNow();
      workers.forEach(ConnectWorker::close);
    }
  }

  private static Names names(String network) {
    return Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", network, "net-rg");
  }

  private void startWorker(Path plugins, KafkaBroker kafka) {
    Path folder = dir.resolve("worker" + workers.size());
    workers.add(ConnectWorker.start(folder, "4.1.1", plugins, kafka));
  }

  private void put(Azurite azurite, int tasks, int slices) {
    workers
        .get(0)
        .put(
            "prod",
            ConnectLoad.configuration(
                azurite,
                Map.of(
                    "tasks.max", "" + tasks,
                    "flowlogs.slices", "" + slices,
                    "flowlogs.discovery-interval", "1s")));
  }

  /** Waits until so many tasks run, on so many workers. */
  private void awaitTasks(int tasks, int on) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreException(IOException.class)
        .until(() -> running("id").size() == tasks && running("worker_id").size() == on);
  }

  private List<String> running(String what) throws IOException {
    JsonNode tasks = workers.get(0).rest("GET", "/connectors/prod/status", "").path("tasks");
    return IntStream.range(0, tasks.size())
        .mapToObj(tasks::get)
        .filter(task -> task.path("state").asText().equals("RUNNING"))
        .map(task -> task.path(what).asText())
        .distinct()
        .toList();
  }

  private int starts() {
    return workers.stream()
        .mapToInt(worker -> (int) STARTED.matcher(worker.output()).results().count())
        .sum();
  }
}
