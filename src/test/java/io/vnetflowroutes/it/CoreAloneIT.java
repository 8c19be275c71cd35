package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import io.vnetflowroutes.core.CoreClassPath;
import io.vnetflowroutes.core.CoreReader;
import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.core.MemoryProgress;
import io.vnetflowroutes.core.PollingHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The core reads growing blobs of an account in a process that has the core's own classes and
 * libraries on its class path and no others: no Camel, no SQLite, no logging. A second process has
 * the logging API of a Kafka Connect worker in the place of the newer one, as a worker gives it to
 * all plug-ins. The program reads the same account, and every flow has the same id and decision.
 */
final class CoreAloneIT {

  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final int NICS = 3;
  private static final int MINUTES = 4;
  private static final Path KAFKA = Path.of(System.getProperty("kafka.lib", "target/kafka"));

  @TempDir private Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

  /** A process with the core, and what it has read. */
  private static final class Core implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final Path errors;
    private final Map<String, String> read = new TreeMap<>();

    Core(Path errors, String classPath, Azurite azurite, String container) throws IOException {
      this.errors = errors;
      this.process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath,
                  CoreReader.class.getName(),
                  azurite.connectionString(),
                  container)
              .redirectError(errors.toFile())
              .start();
      this.lines = process.inputReader();
    }

    /** Lets the core poll once, and takes its flows; none may come twice. */
    void poll() throws IOException {
      process.outputWriter().write("\n");
      process.outputWriter().flush();
      String line = lines.readLine();
      while (line != null && line.startsWith("flow ")) {
        String[] words = line.split(" ", -1);
        assertThat(read.put(words[1], words[2])).as(line).isNull();
        line = lines.readLine();
      }
      assertThat(line).as(Files.readString(errors)).isEqualTo("poll 0 0");
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void theCoreReadsGrowingBlobsWithItsOwnLibrariesOnly() throws Exception {
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")))) {
      BlobContainerClient container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
      List<GrowingBlob> blobs = new ArrayList<>();
      List<Records> nics = new ArrayList<>();
      for (int nic = 1; nic <= NICS; nic++) {
        String mac = "%012X".formatted(0x000D3A000000L + nic);
        blobs.add(new GrowingBlob(container, NAMES.blob(hour, mac)));
        nics.add(new Records(NAMES, mac, nic, 0.3));
      }
      String own = classPath();
      String name = container.getBlobContainerName();
      try (Core alone = new Core(dir.resolve("alone.err"), own, azurite, name);
          Core inConnect =
              new Core(dir.resolve("connect.err"), withLoggingOfConnect(own), azurite, name)) {
        for (int minute = 0; minute < MINUTES; minute++) {
          for (int nic = 0; nic < NICS; nic++) {
            blobs.get(nic).append(nics.get(nic).next(hour.plusSeconds(60L * minute), 1, 20));
          }
          alone.poll();
          inConnect.poll();
          assertThat(alone.read).hasSize(NICS * 20 * (minute + 1));
        }
        assertThat(inConnect.read).isEqualTo(alone.read);
        assertThat(flowsOfTheProgram(azurite)).containsExactlyInAnyOrderEntriesOf(alone.read);
      }
    }
  }

  private String classPath() throws IOException {
    String classPath =
        CoreClassPath.of(
            dir.resolve("core"),
            CoreReader.class,
            LoopHost.class,
            MemoryProgress.class,
            PollingHost.class);
    assertThat(classPath).doesNotContain("camel", "sqlite", "logback");
    return classPath;
  }

  /** Kafka has brought SLF4J 1.7 since long, and a worker shares it with its plug-ins. */
  private static String withLoggingOfConnect(String classPath) throws IOException {
    try (Stream<Path> jars = Files.list(KAFKA)) {
      Path older =
          jars.filter(jar -> jar.getFileName().toString().startsWith("slf4j-api-1.7."))
              .findFirst()
              .orElseThrow();
      String changed =
          classPath.replaceAll(
              "[^:;]*slf4j-api-2\\.[^:;]*\\.jar", older.toAbsolutePath().toString());
      assertThat(changed).isNotEqualTo(classPath);
      return changed;
    }
  }

  private Map<String, String> flowsOfTheProgram(Azurite azurite) {
    String settings =
        """
        flowlogs.delay = 0
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.flow-log = *
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
            .formatted(azurite.connectionString());
    try (Program program = Program.in(dir, settings)) {
      assertThat(program.once()).as(program.output()).isZero();
    }
    Map<String, String> flows = new TreeMap<>();
    Flows.inFiles(dir.resolve("lake"))
        .all()
        .forEach(flow -> flows.put(flow.path("id").asText(), flow.path("decision").asText()));
    return flows;
  }
}
