package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import io.vnetflowroutes.it.KillPoints.Held;
import io.vnetflowroutes.it.KillPoints.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise to lose nothing: the program is killed over and over, at random instants and at named
 * points, while blobs grow, and each time it starts with other settings; in the end every flow that
 * all of them keep is where it belongs, and what arrived twice is no more than the batches that
 * were in hand.
 *
 * <p>{@code -Dcrash.kills=1000} makes it longer, {@code -Dcrash.seed=…} repeats its dice.
 */
final class CrashCampaignIT {
  private static final int KILLS = Integer.getInteger("crash.kills", 32);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final List<Point> NAMED = List.of(Point.values());
  private static final Pattern LEFT_OUT_PORT = Pattern.compile("\"dst_port\":\"?22\\b");
  private static final int READERS = 3;
  private static final int MOST_BATCH_FLOWS = 40;
  private static final int RECORD_FLOWS = 10;
  private static final int BLOCK_RECORDS = 4;

  /** What a run adds at most, so that a slow machine has no more to deliver than a quick one. */
  private static final int RUN_BLOCKS = 8;

  /**
   * What changes between the runs: of each line one is in force. Only the last setting of a line
   * decides which flows arrive.
   */
  private static final List<List<String>> CHANGING =
      List.of(
          List.of("flowlogs.batch-flows=20", "flowlogs.batch-flows=10", "flowlogs.batch-flows=40"),
          List.of("lake.compression=none", "lake.compression=gzip"),
          List.of("lake.framing=lines", "lake.framing=array"),
          List.of("lake.format=flat", "lake.format=ecs"),
          List.of("lake.body-limit=4MB", "lake.body-limit=4KB", "lake.body-limit=2KB"),
          List.of("lake.derive=", "lake.derive=scope"),
          List.of("archive.compression=gzip", "archive.compression=none"),
          List.of("archive.body-limit=4MB", "archive.body-limit=1KB"),
          List.of("siem.body-limit=1MB", "siem.body-limit=2KB"),
          List.of("bus.key=src_ip", "bus.key="),
          List.of(
              "pool.gather=20KB, 3s",
              "pool.gather=2KB, 200ms",
              "pool.gather=",
              "pool.gather=1MB, 1h"),
          List.of("pool.compression=none", "pool.compression=gzip", "pool.compression=zstd"),
          List.of("pool.format=flat", "pool.format=ecs"),
          List.of("pool.drop.dst-ports=", "pool.drop.dst-ports=22"),
          List.of("table.gather=20KB, 3s", "table.gather=2KB, 200ms", "table.gather=1MB, 1h"),
          List.of("table.derive=", "table.derive=scope"),
          List.of(
              "hook.gather=20KB, 3s",
              "hook.gather=2KB, 200ms",
              "hook.gather=",
              "hook.gather=64KB, 1h"),
          List.of("hook.framing=lines", "hook.framing=array"),
          List.of("bus.drop.dst-ports=", "bus.drop.dst-ports=22"),
          List.of("lake.drop.dst-ports=", "lake.drop.dst-ports=22"),
          List.of("siem.drop.dst-ports=", "siem.drop.dst-ports=22"),
          List.of("archive.drop.dst-ports=", "archive.drop.dst-ports=22"),
          List.of(
              "flowlogs.allow=bus, lake, pool, hook",
              "flowlogs.allow=bus, lake, pool, hook, extra"));

  private static final int CATCH_UP_EVERY = 20; // after so many kills, it runs once without one

  private static final int CATCH_UPS = 1_000_000; // runs without a kill have numbers above
  private static final Duration WAITS = Duration.ofSeconds(15); // then a run may write more

  private static final Duration BLOCK_EVERY = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Names FLOW_LOG =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  @TempDir Path dir;
  private final Random random = new Random(SEED);
  private final List<String> macs =
      Stream.of(1, 2, 3, 4, 5, 6).map("000D3A0A%04d"::formatted).toList();
  private final Map<String, Records> nics = new HashMap<>();
  private final Map<String, GrowingBlob> blobs = new HashMap<>();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final NavigableMap<Long, Integer> runs = new TreeMap<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final HttpReceiver siem = HttpReceiver.start();
  private final HttpReceiver hook = HttpReceiver.start();
  private volatile int run;
  private volatile Instant runBegan = Instant.now();
  private int blocks;
  private KillPoints points;
  private Azurite azurite;
  private KafkaBroker kafka;
  private BlobContainerClient container;

  @BeforeEach
  void startServers(@TempDir Path azuriteDir, @TempDir Path kafkaDir) {
    azurite = Azurite.start(azuriteDir);
    container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
    kafka = KafkaBroker.start(kafkaDir);
    kafka.createTopic("flows", 3);
    points = KillPoints.start(dir.resolve("program"));
    macs.forEach(mac -> nics.put(mac, new Records(FLOW_LOG, mac, mac.hashCode() ^ SEED, 0.3)));
  }

  @AfterEach
  void stopServers() {
    clock.shutdownNow();
    points.close();
    siem.close();
    hook.close();
    kafka.close();
    azurite.close();
  }

  @Test
  void everyFlowArrivesHoweverOftenTheProgramIsKilled() throws Exception {
    System.out.println("Crash campaign: crash.seed=" + SEED);
    Instant began = Instant.now();
    try (Program program = Program.in(dir.resolve("program"), properties());
        Program undisturbed = Program.in(dir.resolve("undisturbed"), reference())) {
      Program.copy(Path.of("routes"), program.folder().resolve("routes-with-points"));
      points.addTo(
          program.folder().resolve("routes-with-points"),
          Map.of(
              "allow",
              List.of("bus", "lake", "pool", "hook"),
              "deny",
              List.of("siem", "archive", "pool", "table")));
      Future<?> growth =
          clock.scheduleWithFixedDelay(
              this::grow, 0, BLOCK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      for (int run = 1; run <= KILLS; run++) {
        if (run % 2 == 0) {
          killAt(NAMED.get(run / 2 % NAMED.size()), program, run);
        } else {
          killAtRandom(program, run);
        }
        program.assertNoStackTrace();
        if (run % CATCH_UP_EVERY == 0) {
          catchUp(program, run);
        }
        if (growth.isDone()) {
          growth.get();
        }
      }
      growth.cancel(false);
      clock.submit(() -> {}).get();

      start(program, KILLS + 1, "routes", "--once");
      await("the rest").atMost(Duration.ofMinutes(15)).until(() -> !program.running());
      assertThat(program.exitCode()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(undisturbed.once()).as(undisturbed.output()).isZero();
      compare(program.folder(), undisturbed.folder(), Duration.between(began, Instant.now()));
      assertNothingInHand(program.folder());
    }
  }

  /**
   * Lets it deliver all that has piled up. On a busy machine more may be written in a run than is
   * delivered before its kill, and Azurite opens a file for each block of a read.
   */
  private void catchUp(Program program, int run) {
    start(program, CATCH_UPS + run, "routes", "--once");
    await("run " + run + " to catch up").atMost(LONG).until(() -> !program.running());
    assertThat(program.exitCode()).as(program.output()).isZero();
  }

  /** Starts it, and kills it while it starts, or while it delivers. */
  private void killAtRandom(Program program, int run) throws Exception {
    start(program, run, "routes");
    boolean whileItStarts = random.nextInt(5) == 0;
    int delay = random.nextInt(whileItStarts ? 2000 : 2500);
    if (!whileItStarts) {
      program.awaitLine("Flow log found");
    }
    clock.schedule(program::kill, delay, TimeUnit.MILLISECONDS).get();
    kills.merge("random", 1, Integer::sum);
  }

  private void killAt(Point point, Program program, int run) throws Exception {
    Future<Held> held = points.arm(point, random.nextInt(20));
    start(program, run, "routes-with-points");
    try {
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> held.isDone() || !program.running());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "Run %d does not come to %s:%n%s".formatted(run, point, program.withThreads()), e);
    }
    assertThat(held).as(program.output()).isDone();
    if (held.get().file() != null) {
      await(point + " of " + held.get().file())
          .pollInterval(Duration.ofMillis(10))
          .until(() -> held.get().unfinished());
    }
    program.kill();
    points.disarm();
    kills.merge(point.word(), 1, Integer::sum);
  }

  private Program start(Program program, int run, String routes, String... more) {
    runs.put(System.currentTimeMillis(), run);
    this.run = run;
    this.runBegan = Instant.now();
    Stream<String> settings =
        Stream.concat(
            Stream.of(
                "flowlogs.routes=" + routes,
                "siem.header.X-Run=" + run,
                "hook.header.X-Run=" + run),
            changed(run));
    Stream<String> set =
        settings
            .map(text -> text.startsWith("flowlogs.") ? text : "flowlogs.destination." + text)
            .flatMap(text -> Stream.of("--set", text));
    return program.start(Stream.concat(set, Stream.of(more)).toArray(String[]::new));
  }

  /** Whether a filter leaves the flow of a line out in some runs. */
  private static boolean leftOutNowAndThen(String line) {
    return LEFT_OUT_PORT.matcher(line).find();
  }

  /** The settings of one run; those of the last one are the first of each line. */
  private Stream<String> changed(int run) {
    return CHANGING.stream()
        .map(choice -> choice.get(run > KILLS ? 0 : random.nextInt(choice.size())))
        .filter(text -> !text.endsWith(".gather="));
  }

  /** Appends a block to the blob of the hour of each network interface, if the run may have one. */
  private void grow() {
    if (blocks >= RUN_BLOCKS * (run % CATCH_UPS) && runBegan.plus(WAITS).isAfter(Instant.now())) {
      return;
    }
    blocks++;
    Instant now = Instant.now();
    for (String mac : macs) {
      String name = FLOW_LOG.blob(now.truncatedTo(ChronoUnit.HOURS), mac);
      blobs
          .computeIfAbsent(name, newName -> new GrowingBlob(container, newName))
          .append(nics.get(mac).next(now, BLOCK_RECORDS, RECORD_FLOWS));
    }
  }

  private void compare(Path program, Path undisturbed, Duration took) throws SQLException {
    Map<String, String> allowed = Arrivals.linesById(undisturbed.resolve("allow"));
    Map<String, String> denied = Arrivals.linesById(undisturbed.resolve("deny"));
    assertThat(allowed).hasSize((int) nics.values().stream().mapToLong(Records::allowed).sum());
    assertThat(denied).hasSize((int) nics.values().stream().mapToLong(Records::denied).sum());

    Arrivals bus = new Arrivals("kafka", allowed, CrashCampaignIT::leftOutNowAndThen);
    // The program has ended, and so all that it sends is there; a filter left some of it out.
    for (ConsumerRecord<String, String> record : kafka.read("flows", 1, LONG)) {
      bus.add(runs.floorEntry(record.timestamp()).getValue(), record.value());
    }
    Arrivals http = new Arrivals("http", denied, CrashCampaignIT::leftOutNowAndThen);
    for (HttpReceiver.Request request : siem.accepted()) {
      http.add(Integer.parseInt(request.headers().get("x-run")), request.bodyText());
    }
    Arrivals lake = new Arrivals("file", allowed, CrashCampaignIT::leftOutNowAndThen);
    Flows.files(program.resolve("lake")).forEach(file -> lake.addAnyFormat(0, Arrivals.text(file)));
    Arrivals extra = new Arrivals("now and then", allowed, line -> true);
    Flows.files(program.resolve("extra")).forEach(file -> extra.add(0, Arrivals.text(file)));
    Arrivals archive = new Arrivals("gzip file", denied, CrashCampaignIT::leftOutNowAndThen);
    Flows.files(program.resolve("archive")).forEach(file -> archive.add(0, Arrivals.text(file)));

    Map<String, String> both = new HashMap<>(allowed);
    both.putAll(denied);
    Arrivals pool = new Arrivals("gathered file", both, CrashCampaignIT::leftOutNowAndThen);
    Flows.files(program.resolve("pool")).forEach(file -> pool.addAnyFormat(0, Arrivals.text(file)));
    Arrivals table = new Arrivals("gathered table", denied, line -> false);
    idsOfTables(program.resolve("table")).forEach(id -> table.addAnyFormat(0, id));
    Arrivals bodies = new Arrivals("gathered http", allowed, line -> false);
    for (HttpReceiver.Request request : hook.accepted()) {
      int run = Integer.parseInt(request.headers().get("x-run"));
      bodies.addAnyFormat(run, request.bodyText());
    }

    List<Arrivals> all = List.of(bus, lake, extra, http, archive, pool, table, bodies);
    System.out.printf(
        "Crash campaign: %d kills in %d s, %d flows, seed %d%n  killed %s%n  %s%n",
        KILLS, took.toSeconds(), allowed.size() + denied.size(), SEED, kills, Arrivals.heading());
    all.forEach(arrivals -> System.out.println("  " + arrivals.row()));
    assertThat(all).flatMap(Arrivals::problems).isEmpty();
    assertThat(all)
        .as("the batches in hand")
        .allMatch(arrivals -> arrivals.mostDuplicatesOfAKill() <= READERS * MOST_BATCH_FLOWS);
    assertThat(List.of(lake, archive, extra, pool, table))
        .as("duplicates in files")
        .allMatch(files -> files.duplicates() == 0);
  }

  /** The ids in Parquet files, as DuckDB reads them. */
  private static List<String> idsOfTables(Path folder) throws SQLException {
    List<String> ids = new ArrayList<>();
    String select = "SELECT id FROM read_parquet('" + folder + "/**/*.parquet')";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows = connection.createStatement().executeQuery(select)) {
      while (rows.next()) {
        ids.add("\"id\":\"" + rows.getString(1) + '"');
      }
    }
    return ids;
  }

  /** Fails where a plan, a delivery key or an unfinished file was left behind. */
  private static void assertNothingInHand(Path program) throws IOException, SQLException {
    String state = "jdbc:sqlite:" + program.resolve("state").resolve("flowlogs.db");
    String inHand =
        "SELECT (SELECT count(*) FROM blob WHERE planned > 0), (SELECT count(*) FROM delivery)";
    try (Connection connection = DriverManager.getConnection(state);
        ResultSet counts = connection.createStatement().executeQuery(inHand)) {
      assertThat(counts.getInt(1)).as("planned batches").isZero();
      assertThat(counts.getInt(2)).as("delivery keys").isZero();
    }
    List<Path> unfinished = new ArrayList<>();
    for (String folder : List.of("lake", "archive", "pool", "table")) {
      try (Stream<Path> files = Files.walk(program.resolve(folder))) {
        files.filter(file -> file.toString().contains(".unfinished-")).forEach(unfinished::add);
      }
    }
    assertThat(unfinished).isEmpty();
  }

  private String properties() {
    return source()
        + """
        flowlogs.poll-interval = 200ms
        flowlogs.readers = %d
        flowlogs.destination.bus.uri = kafka:flows?brokers=%s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.extra.uri = file:extra
        flowlogs.destination.siem.uri = %s
        flowlogs.destination.archive.uri = file:archive
        flowlogs.destination.pool.uri = file:pool
        flowlogs.destination.table.uri = file:table
        flowlogs.destination.table.format = parquet
        flowlogs.destination.hook.uri = %s
        flowlogs.deny = siem, archive, pool, table
        """
            .formatted(READERS, kafka.bootstrapServers(), siem.url("/ingest"), hook.url("/hook"));
  }

  private String reference() {
    return source()
        + """
        flowlogs.destination.allow.uri = file:allow
        flowlogs.destination.deny.uri = file:deny
        flowlogs.allow = allow
        flowlogs.deny = deny
        """;
  }

  private String source() {
    return """
        flowlogs.source.prod.connection-string = %s
        flowlogs.delay = 0
        flowlogs.start = beginning
        """
        .formatted(azurite.connectionString());
  }
}
