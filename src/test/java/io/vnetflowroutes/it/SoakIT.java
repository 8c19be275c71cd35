package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise that the program can run for years: many blobs grow for hours, hour after hour new
 * ones, on a clock that runs faster than the true one; memory and open files stay flat, and every
 * flow arrives once.
 *
 * <p>{@code -Dsoak.blobs=2000 -Dsoak.hours=10 -Dsoak.speed=25} makes it long. Then the blobs are in
 * several accounts and only those of the last hours are kept, as the emulator looks through all
 * that it holds at each write.
 */
final class SoakIT {
  private static final int BLOBS = Integer.getInteger("soak.blobs", 10);
  private static final int HOURS = Integer.getInteger("soak.hours", 3);

  /** How many seconds pass for the program in a true one. */
  private static final int SPEED = Integer.getInteger("soak.speed", 900);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int STEP_MINUTES = 15;
  private static final int STEPS_AN_HOUR = 60 / STEP_MINUTES;

  /** The true seconds between polls: several in the time that a blob takes to grow. */
  private static final int POLL_SECONDS = Math.max(1, STEP_MINUTES * 60 / SPEED / 4);

  /** Late growth is found by the recheck of each hour, so that blobs stay for longer. */
  private static final int HOURS_KEPT = 5;

  private static final int TUPLES = 4;
  private static final int MOST_OF_AN_ACCOUNT = 500;
  private static final int ACCOUNTS = (BLOBS + MOST_OF_AN_ACCOUNT - 1) / MOST_OF_AN_ACCOUNT;
  private static final long MEGABYTE = 1 << 20;
  private static final Names FLOW_LOG =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();
  private final Instant base = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Instant began = Instant.now();
  private final AtomicInteger steps = new AtomicInteger();
  private final List<Azurite> accounts = new ArrayList<>();
  private final List<BlobContainerClient> containers = new ArrayList<>();
  private final Map<String, GrowingBlob> blobs = new ConcurrentHashMap<>();
  private final List<Records> nics =
      IntStream.range(0, BLOBS).mapToObj(i -> new Records(FLOW_LOG, mac(i), i, 0.2)).toList();
  private final List<ProcessFigures> figures = new ArrayList<>();

  private static String mac(int nic) {
    return "000D3A%06X".formatted(nic + 1);
  }

  @Test
  void memoryAndOpenFilesStayFlatWhileBlobsGrow(@TempDir Path azuriteDir) throws Exception {
    ShiftedClock clock = new ShiftedClock(dir);
    clock.by(Duration.between(began, base));
    ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
    for (int account = 0; account < ACCOUNTS; account++) {
      accounts.add(Azurite.start(Files.createDirectory(azuriteDir.resolve("" + account))));
      containers.add(accounts.get(account).container(Azurite.FLOW_LOG_CONTAINER));
    }
    try (Program program = Program.in(dir.resolve("work"), properties())) {
      program.with(clock.options(SPEED, began)).with(List.of("-Xmx256m")).start();
      program.awaitLine("Poll finished");
      long period = Duration.ofMinutes(STEP_MINUTES).toMillis() / SPEED;
      Future<?> growth =
          time.scheduleAtFixedRate(() -> grow(program), 0, period, TimeUnit.MILLISECONDS);
      await()
          .atMost(PATIENCE.plusSeconds(10L * HOURS * 3600 / SPEED))
          .until(() -> growth.isDone() || steps.get() >= HOURS * STEPS_AN_HOUR);
      if (growth.isDone()) {
        growth.get();
      }
      growth.cancel(false);
      figures.add(ProcessFigures.of(program.process()));
      figures.forEach(hour -> System.out.println("  " + hour));
      awaitEverything();
      assertThat(program.sigterm()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.lines("ERROR")).isEmpty();
      System.out.printf(
          "Soak: %d blobs an hour, %d hours in %d s, %d flows, none lost, none twice%n",
          BLOBS, HOURS, Duration.between(began, Instant.now()).toSeconds(), allowed() + denied());
      assertFlat();
    } finally {
      time.shutdownNow();
      accounts.forEach(Azurite::close);
      siem.close();
    }
  }

  /** Lets every blob of the hour grow by a block; looks at the program once an hour. */
  private void grow(Program program) {
    int step = steps.get();
    if (step >= HOURS * STEPS_AN_HOUR) {
      return;
    }
    Instant hour = base.plus(step / STEPS_AN_HOUR, ChronoUnit.HOURS);
    Instant now = base.plus((long) step * STEP_MINUTES, ChronoUnit.MINUTES);
    if (step % STEPS_AN_HOUR == 0) {
      remove(hour.minus(HOURS_KEPT, ChronoUnit.HOURS));
      if (step > 0) {
        figures.add(ProcessFigures.of(program.process()));
      }
    }
    IntStream.range(0, BLOBS)
        .parallel()
        .forEach(
            nic -> {
              String record = nics.get(nic).next(now, TUPLES);
              BlobContainerClient container = containers.get(nic % ACCOUNTS);
              blobs
                  .computeIfAbsent(
                      FLOW_LOG.blob(hour, mac(nic)), name -> new GrowingBlob(container, name))
                  .append(record);
            });
    steps.incrementAndGet();
  }

  /** Removes the blobs of an hour, as a policy of an account does after days. */
  private void remove(Instant hour) {
    for (int nic = 0; nic < BLOBS; nic++) {
      GrowingBlob blob = blobs.remove(FLOW_LOG.blob(hour, mac(nic)));
      if (blob != null) {
        blob.delete();
      }
    }
  }

  private void awaitEverything() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Set<String> lake = new HashSet<>();
              int lines = 0;
              for (Path file : Flows.files(dir.resolve("work/lake"))) {
                for (String line : Arrivals.text(file).lines().toList()) {
                  lake.add(Arrivals.id(line));
                  lines++;
                }
              }
              assertThat(lake).as("no flow twice").hasSize(lines);
              Flows sent = Flows.inBodies(siem.accepted());
              assertThat(new HashSet<>(sent.ids())).as("no flow twice").hasSize(sent.size());
              return lines == allowed() && sent.size() == denied();
            });
  }

  private void assertFlat() {
    ProcessFigures early = figures.get(Math.min(1, figures.size() - 1));
    ProcessFigures late = figures.get(figures.size() - 1);
    assertThat(late.openFiles()).as("open files").isLessThanOrEqualTo(early.openFiles() + 20);
    assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 20);
    assertThat(late.liveBytes())
        .as("bytes in use")
        .isLessThan(early.liveBytes() * 5 / 4 + 8 * MEGABYTE);
    assertThat(late.residentBytes())
        .as("memory of the process")
        .isLessThan(early.residentBytes() * 5 / 4 + 32 * MEGABYTE);
  }

  private long allowed() {
    return nics.stream().mapToLong(Records::allowed).sum();
  }

  private long denied() {
    return nics.stream().mapToLong(Records::denied).sum();
  }

  private String properties() {
    String sources =
        IntStream.range(0, ACCOUNTS)
            .mapToObj(
                account ->
                    "flowlogs.source.prod-%d.connection-string = %s%n"
                        .formatted(account, accounts.get(account).connectionString()))
            .collect(Collectors.joining());
    return sources
        + """
    flowlogs.delay = 0
    flowlogs.start = beginning
    flowlogs.poll-interval = %ds
    flowlogs.discovery-interval = 1m
    flowlogs.destination.lake.uri = file:lake
    flowlogs.destination.siem.uri = %s
    flowlogs.allow = lake
    flowlogs.deny = siem
    """
            .formatted(POLL_SECONDS, siem.url("/in"));
  }
}
