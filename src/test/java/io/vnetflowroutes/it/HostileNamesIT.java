package io.vnetflowroutes.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that the name of a blob or of a flow log is a name, and nothing but a name. */
final class HostileNamesIT {
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  private static final String BLOB_LINE =
      "\\S+Z WARN  The blob ends inside a record, or in what is none; it is read on when the blob grows, and"
          + " the rest goes to the dead letter once its hour is long over and the blob has not changed for five minutes"
          + " source=\"hostile\" blob=\"([^\"\\\\]|\\\\.)*\" bytes=\"8\"";
  private static final String OTHER_LINE =
      "\\S+Z INFO  (Flow log found|Poll finished|Summary|Delivered|flowlogs.deny is empty, so denied"
          + " flows are dropped)( [a-z_]+=\"([^\"\\\\]|\\\\.)*\")*";

  /** Azurite lists these as they are; with other control characters its listing breaks. */
  private static final List<String> ODD =
      List.of(
          "a\"b",
          "\" source=\"forged",
          "two\nlines",
          "two\u0085lines\u2028and\u2029more\u202e",
          "'; DROP TABLE blob; --",
          "${body}",
          "${bean:type:java.lang.Runtime?method=exit(3)}",
          "{{flowlogs.state}}",
          "#{1+1}",
          "RAW(a)&blobName=b",
          "a?b=c&operation=deleteBlob",
          "a#b",
          "a+b c",
          "%41%2F%0a%zz%",
          "%2e%2e%2finjected",
          "..",
          "a;b,c",
          "<x>&amp;",
          "{}%n%msg",
          "é漢😀");

  /** Not over yet, so that a blob that ends inside a record is named in the log and no more. */
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);

  @TempDir Path dir;

  @Test
  void blobsOfAnyNameAreReadAndNamedInOneLine() throws Exception {
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("azurite")))) {
      BlobContainerClient container = azurite.container("hostile");
      List<String> tuples = new ArrayList<>();
      for (int i = 0; i < ODD.size(); i++) {
        // One in the place of the interface, one in that of the flow log.
        String nic = NAMES.blob(hour, ODD.get(i));
        String flowLog = NAMES.blob(hour, "000D3A000001").replace("HUB-VNET", ODD.get(i));
        container.getBlobClient(nic).upload(BinaryData.fromString(cutBlob(2 * i)));
        container.getBlobClient(flowLog).upload(BinaryData.fromString(cutBlob(2 * i + 1)));
        tuples.addAll(List.of(tuple(2 * i), tuple(2 * i + 1)));
      }
      String settings =
          "flowlogs.source.hostile.connection-string = %s\n".formatted(azurite.connectionString())
              + "flowlogs.source.hostile.container = hostile\n";
      assertAllArrive(settings, tuples);
      assertThat(azurite.requests())
          .as("nothing but listing and reading")
          .noneMatch(request -> request.matches("\\d+ (DELETE|POST) .*"));
    }
  }

  @Test
  void filesOfAnyNameAreReadAndThoseWithoutANameInThisEncodingHarmNoOther() throws Exception {
    Path archive = Files.createDirectory(dir.resolve("archive"));
    List<String> names = ODD.stream().filter(name -> name.matches("\\p{ASCII}*")).toList();
    for (int i = 0; i < names.size(); i++) {
      Path blob = archive.resolve(NAMES.blob(hour, names.get(i)));
      Files.createDirectories(blob.getParent());
      Files.writeString(blob, cutBlob(i));
    }
    Path nics = archive.resolve(NAMES.blob(hour, "x")).getParent().getParent();
    shell("cd \"$0\" && cp -r macAddress=.. macAddress=$(printf '\\377')", nics);
    shell("cd \"$0\" && mkdir -p flowLogResourceID=/$(printf '\\377')/x/y=2026", archive);
    String settings = "flowlogs.source.hostile.directory = " + archive + "\n";
    try (Program program = assertAllArrive(settings, tuples(names.size()))) {
      assertThat(program.lines("The name is not text in this machine's encoding")).hasSize(2);
    }
  }

  private Program assertAllArrive(String source, List<String> tuples) throws IOException {
    String settings =
        source
            + """
            flowlogs.start = beginning
            flowlogs.delay = 0
            flowlogs.destination.lake.uri = file:lake
            flowlogs.allow = lake
            """;
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      assertThat(program.once()).as("blobs end inside a record: " + program.output()).isOne();
      Flows.inFiles(program.folder().resolve("lake")).assertExactly(tuples);
      assertThat(program.lines("ends inside a record")).hasSize(tuples.size());
      assertThat(program.lines())
          .allMatch(
              line ->
                  line.matches(BLOB_LINE)
                      || line.matches(OTHER_LINE)
                      || line.contains("WARN  The name is not text"));
      try (Stream<Path> here = Files.list(program.folder())) {
        assertThat(here.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "routes", "application.properties", "state", "spool", "dead-letter", "lake");
      }
      for (Path file : Flows.files(program.folder().resolve("lake"))) {
        assertThat(program.folder().relativize(file).toString())
            .matches(
                "lake/decision=allow/y=\\d{4}/m=\\d\\d/d=\\d\\d/h=\\d\\d/[A-Za-z0-9.-]+\\.ndjson");
      }
      return program;
    }
  }

  private static List<String> tuples(int count) {
    return IntStream.range(0, count).mapToObj(HostileNamesIT::tuple).toList();
  }

  private static String tuple(int number) {
    return "1773237606000,10.0.0.1,10.0.0.2,%d,22,6,I,B,NX,1,2,3,4".formatted(number);
  }

  /** A blob of one record and the beginning of another, so that its name is logged. */
  private static String cutBlob(int number) {
    String record = "{\"flowRecords\":{\"flows\":[{\"flowGroups\":[{\"flowTuples\":[\"%s\"]}]}]}}";
    return "{\"records\":[" + record.formatted(tuple(number)) + ",{\"time\":";
  }

  /** Runs a shell's command, as Java cannot write names that are no text. */
  private static void shell(String command, Path folder) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", command, folder.toString()).start();
    assertThat(shell.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(shell.exitValue())
        .as(new String(shell.getErrorStream().readAllBytes(), UTF_8))
        .isZero();
  }
}
