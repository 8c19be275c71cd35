package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example project {@code examples/kamelet} as a user builds and runs it: a plain Camel Main
 * with the program's Maven artifact on its class path, and its Kamelets.
 */
final class KameletIT {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String KAMELET = "camel.kamelet.azure-vnet-flow-logs-source.";
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int NICS = 3;
  private static final int TUPLES = 20;
  private static final int KILLS = 3;

  @TempDir private Path dir;
  private Path example;
  private Process process;

  @BeforeEach
  void build() throws Exception {
    example = dir.resolve("example");
    Program.copy(Path.of("examples/kamelet"), example);
    String version =
        Pattern.compile("<flowlogs.version>(.*)</flowlogs.version>")
            .matcher(Files.readString(example.resolve("pom.xml")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .findFirst()
            .orElseThrow();
    Path artifact =
        Files.createDirectories(
            dir.resolve("local/io/vnetflowroutes/vnet-flow-routes").resolve(version));
    Files.copy(
        Path.of(System.getProperty("bundle.jar")),
        artifact.resolve("vnet-flow-routes-" + version + ".jar"));
    Files.copy(Path.of("pom.xml"), artifact.resolve("vnet-flow-routes-" + version + ".pom"));
    Command.run(
        example,
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        List.of(
            Path.of("mvnw").toAbsolutePath().toString(),
            "-o",
            "-B",
            "-q",
            "-Dmaven.repo.local=" + dir.resolve("local"),
            "-Dmaven.repo.local.tail="
                + Path.of(System.getProperty("user.home"), ".m2", "repository"),
            "package"));
  }

  @AfterEach
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private void start(String accountKey) throws IOException {
    ProcessBuilder camel =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/classes:target/lib/*",
                "org.apache.camel.main.Main")
            .directory(example.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()));
    camel.environment().put("FLOW_LOGS_ACCOUNT_KEY", accountKey);
    // What Kamelets ask for and nobody set must not come from here.
    camel.environment().put("REGION", "elsewhere");
    process = camel.start();
  }

  @Test
  void aKillAndARestartLoseNothingAndABlobIsSplit() throws Exception {
    assertThat(libraries())
        .anyMatch(jar -> jar.startsWith("camel-kamelet-4.18.0"))
        .anyMatch(jar -> jar.startsWith("vnet-flow-routes-"))
        .noneMatch(jar -> jar.matches("(picocli|kafka-clients|vertx|opentelemetry-sdk|maven)-.*"));
    String accountKey;
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")))) {
      Files.writeString(
          example.resolve("target/classes/application.properties"),
          String.join(
              "\n",
              KAMELET + "storageAccountUrl = " + azurite.accountUrl(),
              KAMELET + "accountKey = {{env:FLOW_LOGS_ACCOUNT_KEY}}",
              KAMELET + "virtualNetwork = hub-vnet",
              KAMELET + "start = beginning",
              KAMELET + "delay = 0",
              KAMELET + "pollInterval = 300ms",
              ""));
      BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
      Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
      List<GrowingBlob> blobs = new ArrayList<>();
      List<Records> nics = new ArrayList<>();
      for (int nic = 1; nic <= NICS; nic++) {
        String mac = "%012X".formatted(0x000D3A000000L + nic);
        blobs.add(new GrowingBlob(container, NAMES.blob(hour, mac)));
        nics.add(new Records(NAMES, mac, nic, 0.3));
      }
      int minute = 0;
      for (int run = 0; run <= KILLS; run++) {
        int before = flows().size();
        for (int until = minute + 5; minute < until; minute++) {
          for (int nic = 0; nic < NICS; nic++) {
            blobs.get(nic).append(nics.get(nic).next(hour.plusSeconds(60L * minute), 1, TUPLES));
          }
        }
        start(azurite.accountKey());
        awaitWhileItRuns(() -> flows().size() > before);
        if (run < KILLS) {
          process.destroyForcibly().waitFor();
        }
      }
      accountKey = azurite.accountKey();
      List<String> records = blobs.stream().flatMap(blob -> blob.records().stream()).toList();
      List<String> denied = Flows.tuples(records, true);
      List<String> allowed = Flows.tuples(records, false);
      awaitWhileItRuns(() -> flows().size() >= denied.size() + allowed.size());
      flows().where("decision", "deny").assertExactly(denied);
      flows().where("decision", "allow").assertExactly(allowed);
    }
    split();
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(Files.readString(dir.resolve("log")))
        .containsPattern("\\d+ flows were denied")
        .doesNotContain(accountKey)
        .doesNotContain("DEBUG")
        .containsPattern("Flow log found");
  }

  private Set<String> libraries() throws IOException {
    try (Stream<Path> jars = Files.list(example.resolve("target/lib"))) {
      return Set.copyOf(jars.map(jar -> jar.getFileName().toString()).toList());
    }
  }

  private void awaitWhileItRuns(Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .failFast(
            "the program has ended",
            () -> assertThat(process.isAlive()).as(Files.readString(dir.resolve("log"))).isTrue())
        .until(condition);
  }

  private Flows flows() {
    return Flows.inFiles(example.resolve("flows"));
  }

  private void split() throws IOException {
    Path sample;
    try (Stream<Path> files = Files.walk(Path.of("sample"))) {
      sample = files.filter(file -> file.endsWith("PT1H.json")).findFirst().orElseThrow();
    }
    Path blob = example.resolve("blobs").resolve(Path.of("sample").relativize(sample));
    Path unseen = example.resolve("unseen.json");
    Files.copy(sample, unseen);
    Files.createDirectories(blob.getParent());
    Files.move(unseen, blob);
    awaitWhileItRuns(() -> Files.exists(blob.resolveSibling(".camel").resolve("PT1H.json")));
    assertThat(Files.readAllLines(example.resolve("split/flows.ndjson")))
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.startsWith("{\"id\":\"") && line.endsWith("}"))
        .noneMatch(line -> line.contains("}{"));
  }
}
