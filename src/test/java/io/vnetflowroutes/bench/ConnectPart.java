package io.vnetflowroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.it.ConnectWorker;
import io.vnetflowroutes.it.KafkaBroker;
import io.vnetflowroutes.it.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The connector in real workers: what a flow costs, and whether more workers read more. */
final class ConnectPart {

  private static final String VERSION = "4.1.1";
  private static final List<String> TOPICS =
      List.of("allow", "deny", "batches", "dead-letter", "progress");
  private static final int LARGE_BLOBS = 10;
  private static final int SMALL_BLOBS = 1_000;
  private static final int SMALL_FLOWS = 1_200;
  private static final int RUNS = 3;

  /** Far more than is read, so that no task comes to its end. */
  private static final int FLOW_LOGS = 64;

  private static final int INTERFACES = 600;
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final Duration WINDOW = Duration.ofSeconds(20);

  private ConnectPart() {}

  static void measure(Path work) throws Exception {
    Page page =
        new Page("Workers of Kafka Connect")
            .text(
                """
                A worker of Kafka Connect 4.1.1 with 2 GB of heap, exactly-once support and the ready
                configuration reads a stub of an account with one task, and writes to a broker with
                lz4. The figures are processor seconds of the worker's process per million flows,
                from the creation of a connector until the records of all blobs are committed. Large
                blobs have 120,000 flows, 600 per record; small ones have 1,200 flows, 20 per record. The first
                run is with code that the worker's compiler has not seen yet, and that of large blobs follows the
                start. Goals: 10 for flows, 2 for batches.
                """);
    Path plugins = ConnectWorker.plugins(work);
    page.table("content", "blobs", "processor seconds per million flows", "the first run", "goal");
    costs(page, work, plugins, "flows", "10");
    costs(page, work, plugins, "batches", "2");
    page.end().write();
  }

  private static void costs(Page page, Path work, Path plugins, String content, String goal)
      throws Exception {
    try (KafkaBroker broker = broker(work.resolve("broker-" + content));
        ConnectWorker worker =
            ConnectWorker.measured(work.resolve("worker-" + content), VERSION, plugins, broker)) {
      cost(page, worker, broker, content + " large", goal, LARGE_BLOBS, Blobs.FLOWS, 600);
      cost(page, worker, broker, content + " small", goal, SMALL_BLOBS, SMALL_FLOWS, 20);
    }
  }

  private static void cost(
      Page page,
      ConnectWorker worker,
      KafkaBroker broker,
      String what,
      String goal,
      int blobs,
      int flows,
      int flowsEach)
      throws Exception {
    String content = what.split(" ", -1)[0];
    byte[] blob = Blobs.blob(Blobs.MAC, flows, flowsEach, 0.1);
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run <= RUNS; run++) {
      try (StubAccount account =
          new StubAccount(Blobs.NAMES, Blobs.HOUR, 1, blobs, blob, Duration.ZERO)) {
        String name = what.replace(' ', '-') + run;
        Duration before = worker.processor();
        worker.put(
            name,
            configuration(account, name, Map.of("flowlogs.content", content, "tasks.max", "1")));
        awaitEnd(broker, name);
        Duration taken = worker.processor().minus(before);
        seconds.add(taken.toMillis() / 1e3 / ((double) blobs * flows / 1e6));
        worker.rest("DELETE", "/connectors/" + name, Map.of());
      }
    }
    page.row(
        content,
        what.split(" ", -1)[1],
        Figure.of(seconds.subList(1, seconds.size())).text(),
        Figure.number(seconds.get(0)),
        goal);
  }

  private static KafkaBroker broker(Path dir) throws IOException {
    KafkaBroker broker = KafkaBroker.start(Files.createDirectories(dir));
    TOPICS.forEach(topic -> broker.createTopic("flowlogs." + topic, 4));
    return broker;
  }

  /** The ready configuration, for this account and its one hour. */
  private static Map<String, String> configuration(
      StubAccount account, String name, Map<String, String> more) throws IOException {
    Map<String, String> configuration = new HashMap<>();
    JsonNode ready =
        new ObjectMapper().readTree(Path.of("deploy/connect/flowlogs-source.json").toFile());
    ready
        .path("config")
        .properties()
        .forEach(entry -> configuration.put(entry.getKey(), entry.getValue().asText()));
    configuration.keySet().removeIf(key -> key.startsWith("topic.creation"));
    configuration.remove("flowlogs.credential");
    configuration.put("flowlogs.storage-account-url", account.url());
    configuration.put("flowlogs.account-key", "a2V5");
    configuration.put("flowlogs.start", Blobs.HOUR.toString());
    configuration.put("flowlogs.until", Blobs.HOUR.plusSeconds(3_600).toString());
    configuration.put("offsets.storage.topic", name + "-offsets");
    configuration.putAll(more);
    if (configuration.getOrDefault("flowlogs.content", "").equals("batches")) {
      configuration.remove("flowlogs.format");
    }
    return configuration;
  }

  private static void awaitEnd(KafkaBroker broker, String name) throws InterruptedException {
    while (broker.readCommitted("flowlogs.progress").stream()
        .noneMatch(
            record ->
                record.value().contains("finished_before")
                    && record.value().contains("\"source\":\"" + name + '"'))) {
      Thread.sleep(500);
    }
  }

  /** Lets one, two and four workers read small blobs of an account that is far away. */
  static void measureWorkers(Path work) throws Exception {
    Path plugins = ConnectWorker.plugins(work);
    Page page = new Page("More workers of Kafka Connect");
    page.text(
        """
        Workers with a task each read small blobs of an account whose answers take 50 ms. A task has
        one reader, so 20 blobs per second are the most that it can read: with more, the four workers
        wait for the two cores of the machine, not for answers. Goal: within 15 % of a straight line.
        """);
    page.table("workers", "blobs per second", "of so many times one worker");
    List<ConnectWorker> workers = new ArrayList<>();
    try (KafkaBroker broker = broker(work.resolve("broker-line"))) {
      double one = 0;
      for (int count : new int[] {1, 2, 4}) {
        while (workers.size() < count) {
          Path dir = work.resolve("worker-line" + workers.size());
          workers.add(ConnectWorker.measured(dir, VERSION, plugins, broker));
        }
        Figure speed = speed(workers);
        one = count == 1 ? speed.median() : one;
        page.row("" + count, speed.text(), "%.0f %%".formatted(100 * speed.median() / one / count));
      }
    } finally {
      workers.forEach(ConnectWorker::close);
    }
    page.end().write();
  }

  private static Figure speed(List<ConnectWorker> workers) throws Exception {
    int count = workers.size();
    List<Names> flowLogs =
        IntStream.range(0, FLOW_LOGS)
            .mapToObj(i -> Names.of(Blobs.NAMES.subscription(), "westus", "vnet-" + i, "net-rg"))
            .toList();
    byte[] blob = Blobs.minutes(2, 2);
    try (StubAccount account = new StubAccount(flowLogs, INTERFACES, name -> blob, LATENCY)) {
      account.hour(Blobs.HOUR);
      String name = "line" + count;
      workers
          .get(0)
          .put(
              name,
              configuration(
                  account, name, Map.of("tasks.max", "" + count, "flowlogs.readers", "1")));
      while (running(workers.get(0), name) < count || account.reads() < 100L * count) {
        Thread.sleep(500);
      }
      List<Double> speeds = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        long reads = account.reads();
        long began = System.nanoTime();
        Thread.sleep(WINDOW.toMillis());
        speeds.add((account.reads() - reads) / ((System.nanoTime() - began) / 1e9));
      }
      workers.get(0).rest("DELETE", "/connectors/" + name, Map.of());
      return Figure.of(speeds);
    }
  }

  /** On how many workers a task of the connector runs. */
  private static long running(ConnectWorker worker, String name) {
    JsonNode tasks;
    try {
      tasks = worker.rest("GET", "/connectors/" + name + "/status", "").path("tasks");
    } catch (IOException e) {
      return 0; // it is not there so far
    }
    return IntStream.range(0, tasks.size())
        .mapToObj(tasks::get)
        .filter(task -> task.path("state").asText().equals("RUNNING"))
        .map(task -> task.path("worker_id").asText())
        .distinct()
        .count();
  }
}
