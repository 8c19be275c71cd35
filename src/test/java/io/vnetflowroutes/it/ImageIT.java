package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the images of the release apart, and runs them as a container does. */
@Tag("release")
final class ImageIT {
  private static final Set<String> FOR_ALL_TO_WRITE =
      Set.of("tmp", "app/state", "app/out", "app/spool", "app/dead-letter");
  private static final List<String> VOLUMES =
      List.of(
          "tmpfs=/tmp",
          "tmpfs=/app/state",
          "tmpfs=/app/out",
          "tmpfs=/app/spool",
          "tmpfs=/app/dead-letter");

  /** What the ELF header of a program says of its processor. */
  private static final Map<String, Integer> MACHINE = Map.of("amd64", 0x3E, "arm64", 0xB7);

  @TempDir static Path dir;
  private static final Map<String, UnpackedImage> IMAGES = new TreeMap<>();

  @BeforeAll
  static void takeApart() throws Exception {
    ScratchRoot.require();
    for (String architecture : MACHINE.keySet()) {
      Path folder = Files.createDirectory(dir.resolve(architecture));
      IMAGES.put(architecture, UnpackedImage.of(architecture, folder));
    }
  }

  @Test
  void eachSaysWhatItIs() {
    IMAGES.forEach(
        (architecture, image) -> {
          JsonNode config = image.config();
          assertThat(config.at("/architecture").asText()).isEqualTo(architecture);
          assertThat(config.at("/os").asText()).isEqualTo("linux");
          assertThat(config.at("/config/User").asText()).isEqualTo("10001:10001");
          assertThat(config.at("/config/Labels/org.opencontainers.image.version").asText())
              .isEqualTo(Archives.VERSION);
        });
  }

  @Test
  void theProgramInItIsThatOfTheArchive() throws Exception {
    Path unpacked = Archives.unpack(Files.createDirectory(dir.resolve("archive")));
    for (UnpackedImage image : IMAGES.values()) {
      Path app = image.root().resolve("app");
      for (String folder : List.of("state", "out", "spool", "dead-letter")) {
        assertThat(app.resolve(folder)).isEmptyDirectory();
      }
      Command.run(
          "diff",
          "-r",
          "-x",
          "state",
          "-x",
          "out",
          "-x",
          "spool",
          "-x",
          "dead-letter",
          unpacked.toString(),
          app.toString());
    }
  }

  @Test
  void nobodyMayWriteToItsFilesAndNoneRaisesRights() throws Exception {
    for (UnpackedImage image : IMAGES.values()) {
      Set<String> writable = new TreeSet<>();
      for (Path file : image.files()) {
        Map<String, Object> is =
            Files.readAttributes(file, "unix:uid,mode,permissions", LinkOption.NOFOLLOW_LINKS);
        assertThat(is.get("uid")).as("owner of %s", file).isEqualTo(0);
        assertThat((Integer) is.get("mode") & 06000).as("set-id of %s", file).isZero();
        if (!Files.isSymbolicLink(file)
            && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
          writable.add(image.root().relativize(file).toString());
        }
      }
      assertThat(writable).isEqualTo(FOR_ALL_TO_WRITE);
    }
  }

  @Test
  void itsProgramsAreForItsProcessor() throws Exception {
    for (String architecture : IMAGES.keySet()) {
      int programs = 0;
      for (Path file : IMAGES.get(architecture).files()) {
        if (Files.isRegularFile(file)
            && !file.startsWith(IMAGES.get(architecture).root() + "/app")) {
          byte[] head = head(file);
          if (head.length == 20 && head[0] == 0x7F && head[1] == 'E') {
            assertThat((int) head[18] & 0xFF).as("%s", file).isEqualTo(MACHINE.get(architecture));
            programs++;
          }
        }
      }
      assertThat(programs).isGreaterThan(20);
    }
  }

  @Test
  void itRunsOnReadOnlyFilesAsItsOwnUserAndAsAnyOther() throws Exception {
    UnpackedImage image = IMAGES.get("amd64");
    List<String> once = List.of("run", "--once");
    assertThat(Command.run(Path.of(""), Map.of(), image.contained(VOLUMES, Map.of(), once)))
        .contains("Delivered destination=\"lake\" flows=\"1631\"")
        .doesNotContain("ERROR", "WARN");
    List<String> other =
        image.contained(VOLUMES, Map.of("JAVA_OPTS", "-Xmx64m"), once).stream()
            .map(word -> word.replace("--userspec=10001:10001", "--userspec=4711:0"))
            .toList();
    assertThat(Command.run(Path.of(""), Map.of(), other))
        .contains("Delivered destination=\"lake\" flows=\"1631\"");
  }

  /** The same instructions as on such a machine, though slowly. */
  @Test
  void thatForTheOtherProcessorRunsInAnEmulator() throws Exception {
    Path root = IMAGES.get("arm64").root();
    List<String> command =
        List.of(
            System.getProperty("image.emulator"),
            "-L",
            root.toString(),
            root.resolve("opt/java/bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-jar",
            root.resolve("app/flowlogs.jar").toString(),
            "--version");
    assertThat(Command.run(Path.of(""), Map.of(), command))
        .contains("flowlogs " + Archives.VERSION);
  }

  /** With arguments, variables and settings of deploy/kubernetes, and data of the sample. */
  @Test
  void aPodOfTheManifestsAnswersItsProbes() throws Exception {
    JsonNode container = Manifests.container(Manifests.kustomized("client-secret"));
    String settings = Manifests.settings(Manifests.kustomized("client-secret"));
    Observed management = new Observed();
    Path folder = Files.createDirectory(dir.resolve("settings"));
    Files.writeString(
        folder.resolve("application.properties"),
        """
        flowlogs.source.prod.directory = /app/sample
        flowlogs.start = beginning
        flowlogs.destination.lake.uri = file:/var/lib/flowlogs/lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
            + settings.lines().filter(line -> line.startsWith("camel.")).toList().stream()
                .map(line -> line.replace("9876", "" + management.port()) + "\n")
                .reduce("", String::concat));
    List<String> mounts =
        List.of("tmpfs=/tmp", "tmpfs=/var/lib/flowlogs", folder + "=/etc/flowlogs");
    Map<String, String> variables = new HashMap<>(Manifests.variables(container));
    // The heap that Java takes of the limit in the manifest.
    variables.put("JAVA_OPTS", "-Xmx" + Manifests.heap(container));
    List<String> args = Manifests.texts(container.at("/args"));
    try (Program pod = Program.in(dir.resolve("pod"), "")) {
      pod.launch(IMAGES.get("amd64").contained(mounts, variables, args));
      pod.awaitLine("Poll finished .* flows=\"1631\"");
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode get = container.at("/" + probe + "/httpGet");
        assertThat(get.at("/port").asText()).isEqualTo("management");
        await()
            .atMost(Duration.ofMinutes(10))
            .ignoreExceptionsInstanceOf(UncheckedIOException.class)
            .until(() -> management.get(get.at("/path").asText()).statusCode() == 200);
      }
      assertThat(pod.lines("WARN|ERROR")).isEmpty();
      assertThat(pod.sigterm()).isZero();
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (var bytes = Files.newInputStream(file)) {
      return bytes.readNBytes(20);
    }
  }
}
