package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the whole program: what Azure writes into growing blobs arrives at every
 * destination of its decision, whatever happens to the program meanwhile.
 */
final class EndToEndIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";
  private static final Names HUB = Names.of(SUBSCRIPTION, "westus", "hub-vnet", "net-rg");
  private static final Names SPOKE = Names.of(SUBSCRIPTION, "eastus", "spoke-vnet", "apps-rg");
  private static final int MINUTES = 60;
  private static final Duration LONG = Duration.ofMinutes(10);

  private static Azurite azurite;
  private static KafkaBroker kafka;

  @TempDir Path dir;
  private final HttpReceiver siem = HttpReceiver.start();
  private final ScheduledExecutorService minutes = Executors.newSingleThreadScheduledExecutor();
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final List<GrowingBlob> blobs = new ArrayList<>();
  private final List<Records> nics = new ArrayList<>();
  private final AtomicInteger minute = new AtomicInteger();
  private BlobContainerClient container;
  private String topic;
  private ScheduledFuture<?> growth;

  @BeforeAll
  static void startServers(@TempDir Path azuriteDir, @TempDir Path kafkaDir) {
    azurite = Azurite.start(azuriteDir);
    kafka = KafkaBroker.start(kafkaDir);
  }

  @AfterAll
  static void stopServers() {
    azurite.close();
    kafka.close();
  }

  @BeforeEach
  void createContainerAndTopic(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
    container = azurite.container("flows" + Integer.toHexString(topic.hashCode()));
    kafka.createTopic(topic, 3);
    addNic(HUB, "000D3A0A0001");
    addNic(HUB, "000D3A0A0002");
    addNic(SPOKE, "7C1E520B0003");
  }

  @AfterEach
  void stopGrowth() {
    minutes.shutdownNow();
    siem.close();
  }

  @Test
  void everyFlowArrivesExactlyOnceThoughTheProgramIsStoppedInTheMiddle() {
    try (Program program = Program.in(dir, properties())) {
      grow();
      program.start();
      awaitDelivered(MINUTES / 3);
      assertThat(program.sigterm()).as(program.output()).isZero();
      assertThat(program.awaitLine("Summary")).containsPattern("flows=\"?[1-9]");
      assertThat(minute).as("blobs go on growing while nobody reads").hasValueLessThan(MINUTES);
      int stoppedAt = minute.get();
      await().atMost(LONG).until(() -> minute.get() > stoppedAt + 2);

      program.start();
      awaitEverything();
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();

      Flows.inFiles(dir.resolve("lake")).assertExactly(allowed());
      Flows.inFiles(dir.resolve("archive")).assertExactly(denied());
      Flows.inBodies(siem.accepted()).assertExactly(denied());
      Flows.inTexts(kafkaValues(allowed().size())).assertExactly(allowed());
      assertThat(allowed()).hasSize((int) nics.stream().mapToLong(Records::allowed).sum());
      assertThat(denied()).hasSize((int) nics.stream().mapToLong(Records::denied).sum());
      assertKeysAreSourceAddresses();
      assertNothingButReading();
    }
  }

  @Test
  void everyFlowArrivesThoughTheProgramIsKilledAndFilesHoldItOnce() {
    try (Program program = Program.in(dir, properties())) {
      grow();
      program.start();
      awaitDelivered(MINUTES / 4);
      siem.hold();
      await("a batch in flight").atMost(LONG).until(() -> siem.held() > 0);
      program.kill();
      siem.release();
      int killedAt = minute.get();
      await().atMost(LONG).until(() -> minute.get() > killedAt + 2);
      program.start();
      awaitDelivered(killedAt + 5);
      program.kill();

      program.start();
      awaitEverything();
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();

      Flows.inFiles(dir.resolve("lake")).assertExactly(allowed());
      Flows.inFiles(dir.resolve("archive")).assertExactly(denied());
      Flows.inBodies(siem.accepted()).assertAll(denied());
      Flows.inTexts(kafkaValues(allowed().size())).assertAll(allowed());
      assertNothingButReading();
    }
  }

  @Test
  void anArchivedCopyGivesTheSameFlowsUnderTheSameIds() throws IOException {
    for (int i = 0; i < 10; i++) {
      growByAMinute();
    }
    Path archive = dir.resolve("copy");
    for (BlobItem blob : container.listBlobs()) {
      Path file = archive.resolve(blob.getName());
      Files.createDirectories(file.getParent());
      container.getBlobClient(blob.getName()).downloadToFile(file.toString());
    }
    String files =
        """
        flowlogs.delay = 0
        flowlogs.start = beginning
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """;
    try (Program online = Program.in(dir.resolve("online"), files + source());
        Program offline =
            Program.in(
                dir.resolve("offline"), files + "flowlogs.source.prod.directory = ../copy\n")) {
      assertThat(online.once()).as(online.output()).isZero();
      assertThat(offline.once()).as(offline.output()).isZero();
      Flows fromAzure = Flows.inFiles(online.folder().resolve("lake"));
      Flows fromArchive = Flows.inFiles(offline.folder().resolve("lake"));
      assertThat(fromAzure.size()).isEqualTo(allowed().size() + denied().size());
      assertThat(fromArchive.all()).isEqualTo(fromAzure.all());
    }
  }

  private void addNic(Names flowLog, String mac) {
    nics.add(new Records(flowLog, mac, mac.hashCode(), 0.3));
    blobs.add(new GrowingBlob(container, flowLog.blob(hour, mac)));
  }

  private void grow() {
    growth =
        minutes.scheduleWithFixedDelay(
            () -> {
              if (minute.get() < MINUTES) {
                growByAMinute();
              } else {
                growth.cancel(false);
              }
            },
            0,
            200,
            TimeUnit.MILLISECONDS);
  }

  private void growByAMinute() {
    for (int nic = 0; nic < nics.size(); nic++) {
      Instant time = hour.plusSeconds(60L * minute.get() + 6 + nic);
      blobs.get(nic).append(nics.get(nic).next(time, 20));
    }
    minute.incrementAndGet();
  }

  private void awaitDelivered(int records) {
    await("the first " + records + " records of each blob")
        .atMost(LONG)
        .until(() -> Flows.inFiles(dir.resolve("lake")).size() >= records * 3 * 20 * 6 / 10);
  }

  private void awaitEverything() {
    await("the end of the growth").atMost(LONG).until(() -> minute.get() == MINUTES);
    await("everything at the destinations")
        .atMost(LONG)
        .until(
            () ->
                Flows.inFiles(dir.resolve("lake")).size() >= allowed().size()
                    && Flows.inFiles(dir.resolve("archive")).size() >= denied().size()
                    && Flows.inBodies(siem.accepted()).size() >= denied().size());
  }

  private List<String> allowed() {
    return blobs.stream().flatMap(blob -> Flows.tuples(blob.records(), false).stream()).toList();
  }

  private List<String> denied() {
    return blobs.stream().flatMap(blob -> Flows.tuples(blob.records(), true).stream()).toList();
  }

  private List<String> kafkaValues(int atLeast) {
    return kafka.read(topic, atLeast, LONG).stream().map(ConsumerRecord::value).toList();
  }

  private void assertKeysAreSourceAddresses() {
    for (ConsumerRecord<String, String> record : kafka.read(topic, allowed().size(), LONG)) {
      assertThat(record.key()).isEqualTo(json(record.value()).path("src_ip").asText());
    }
  }

  /** The program shows its SAS token in every request, and the test's own clients show none. */
  private static void assertNothingButReading() {
    List<String> requests =
        azurite.requests().stream().filter(request -> request.contains("sig=")).toList();
    assertThat(requests).isNotEmpty().allMatch(request -> request.matches("\\d+ (GET|HEAD) .*"));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private String source() {
    BlobServiceSasSignatureValues rights =
        new BlobServiceSasSignatureValues(
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
            new BlobContainerSasPermission().setReadPermission(true).setListPermission(true));
    return """
        flowlogs.source.prod.storage-account-url = %s
        flowlogs.source.prod.container = %s
        flowlogs.source.prod.sas-token = %s
        """
        .formatted(
            azurite.accountUrl(), container.getBlobContainerName(), container.generateSas(rights));
  }

  private String properties() {
    return source()
        + """
        flowlogs.delay = 0
        flowlogs.start = beginning
        flowlogs.poll-interval = 1s
        flowlogs.batch-flows = 50
        flowlogs.destination.bus.uri = kafka:%s?brokers=%s
        flowlogs.destination.bus.key = src_ip
        flowlogs.destination.lake.uri = file:lake
        flowlogs.destination.siem.uri = %s
        flowlogs.destination.archive.uri = file:archive
        flowlogs.destination.archive.compression = gzip
        flowlogs.allow = bus, lake
        flowlogs.deny = siem, archive
        """
            .formatted(topic, kafka.bootstrapServers(), siem.url("/ingest"));
  }
}
