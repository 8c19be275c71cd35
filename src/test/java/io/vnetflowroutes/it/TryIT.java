package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code try}: the real routes, the real messages, and nothing is touched. */
final class TryIT {
  private static final String DENY = "simple: \"${bean:destinations?method=deny}\"";
  private static final Set<String> SHIPPED = Set.of("routes", "application.properties");

  @TempDir Path dir;
  private Archive archive;
  private String blob;

  @BeforeEach
  void fillArchive() {
    archive = new Archive(dir.resolve("archive")).grow(10);
    blob = dir.resolve("archive/" + Archive.NAMES.blob(archive.hour(), Archive.MAC)).toString();
  }

  @Test
  void everyDestinationIsShownWhatItWouldGetAndNothingIsSentOrWritten() throws IOException {
    String nobody = "127.0.0.1:" + Ports.free();
    String properties =
        """
        flowlogs.destination.bus.uri = kafka:flows?brokers=%1$s
        flowlogs.destination.bus.key = src_ip
        flowlogs.destination.siem.uri = http://%1$s/in?authMethod=Basic&authUsername=u&authPassword=RAW(hush)
        flowlogs.destination.siem.framing = array
        flowlogs.destination.siem.header.X-Key = hush
        flowlogs.destination.alerts.uri = direct:mine
        flowlogs.destination.lake.compression = gzip
        flowlogs.allow = lake, bus
        """
            .formatted(nobody);
    try (Program program = program(properties)) {
      Path routes = program.folder().resolve("routes");
      Files.move(
          routes.resolve("examples/denied-ssh.camel.yaml"),
          routes.resolve("denied-ssh.camel.yaml"));
      Path route = routes.resolve("route.camel.yaml");
      Files.writeString(
          route,
          Files.readString(route).replace(DENY, DENY.replace("}\"", "},direct:denied-ssh\"")));
      Files.writeString(
          routes.resolve("mine.camel.yaml"),
          """
          - route:
              from:
                uri: direct:mine
                steps:
                  - to: "file:mine?fileName=alerts.json"
          - route:
              from:
                uri: "file:mine?noop=true"
                steps:
                  - to: "http://%s/never"
          """
              .formatted(nobody));

      assertThat(program.verb("try", blob, "--all")).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.lines("^siem would get %d flows".formatted(archive.tuples(true).size())))
          .hasSize(1);
      long ssh =
          archive.tuples(true).stream()
              .filter(tuple -> tuple.split(",", -1)[4].matches("22|3389"))
              .count();
      assertThat(program.lines("^alerts would get " + ssh + " flows .* file:mine")).hasSize(1);
      assertThat(program.lines("^bus would get %d fl".formatted(archive.tuples(false).size())))
          .hasSize(1);
      assertThat(program.lines("key 10\\.")).isNotEmpty();
      assertThat(program.output()).doesNotContain("hush", "never");
      assertThat(touched(program)).isEmpty();

      Set<String> tried = Set.copyOf(ids(program.lines("^    \\{\"id\"")));
      assertThat(program.once("--set", "flowlogs.allow=lake", "--set", "flowlogs.deny=lake"))
          .isZero();
      assertThat(Flows.inFiles(program.folder().resolve("lake")).ids())
          .as("the ids are the real ones")
          .containsAll(tried)
          .hasSize(archive.tuples().size());
    }
  }

  @Test
  void aPlainCopyIsTriedTooAndFirstFlowsOfOneDestinationAreShown() throws IOException {
    Path copy = Files.copy(Path.of(blob), dir.resolve("copy.json"));
    try (Program program = program("flowlogs.destination.b.uri = file:b\nflowlogs.allow = b\n")) {
      assertThat(program.verb("try", copy.toString(), "--destination", "lake", "--show", "2"))
          .as(program.output())
          .isZero();
      assertThat(program.lines("^    \\{\"id\"")).hasSize(2);
      assertThat(program.lines(" would get ")).singleElement().asString().startsWith("lake");
      assertThat(program.output())
          .contains("ids and file names are not the real ones")
          .contains("%,d more; --all".formatted(archive.tuples(true).size() - 2))
          .contains("h=%02d/".formatted(archive.hour().atZone(java.time.ZoneOffset.UTC).getHour()));
      assertThat(touched(program)).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsToldWithItsReason() throws IOException {
    archive.add("{\"time\":\"2026-03-11T14:01:06Z\",\"flowRecords\":oops}");
    Path cut = dir.resolve("cut.json");
    String text = Files.readString(Path.of(blob));
    Files.writeString(cut, text.substring(0, text.indexOf("oops") - 40), StandardCharsets.UTF_8);
    try (Program program = program("flowlogs.allow = lake\n")) {
      assertThat(program.verb("try", blob)).as(program.output()).isEqualTo(1);
      assertThat(program.lines("1: The record is not JSON that can be read")).hasSize(1);
      assertThat(program.lines("the record at byte \\d+")).hasSize(1);
      assertThat(program.lines("^dead-letter would get 1 ")).hasSize(1);
      assertThat(program.verb("try", cut.toString())).isEqualTo(1);
      assertThat(program.output()).contains("It ends inside a record");
      assertThat(touched(program)).isEmpty();
    }
  }

  @Test
  void mistakesAreSentences() throws IOException {
    try (Program program = program("flowlogs.allow = lake\n")) {
      assertThat(program.verb("try", "nowhere.json")).isEqualTo(2);
      assertThat(program.output()).contains("The file cannot be read", "nowhere.json");
      assertThat(program.verb("try", blob, "--destination", "lak")).isEqualTo(2);
      assertThat(program.output()).contains("--destination is 'lak', but must be one of lake");
      Path route = program.folder().resolve("routes/route.camel.yaml");
      String routes = Files.readString(route);
      Files.writeString(route, routes.replace("${body.parts}", "${body.partz}"));
      assertThat(program.verb("try", blob)).isEqualTo(2);
      assertThat(program.output()).contains("partz");
      program.assertNoStackTrace();
    }
  }

  private Program program(String properties) {
    String siem = properties.contains("siem") ? "siem" : "lake";
    return Program.in(
        dir.resolve("work"),
        archive.source()
            + "flowlogs.destination.lake.uri = file:lake\nflowlogs.deny = %s\n".formatted(siem)
            + properties);
  }

  /** What lies in the program's folder that was not laid there. */
  private static List<String> touched(Program program) throws IOException {
    try (Stream<Path> files = Files.list(program.folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !SHIPPED.contains(name))
          .toList();
    }
  }

  private static List<String> ids(List<String> lines) {
    return Flows.inTexts(List.of(lines.stream().collect(Collectors.joining("\n")))).ids();
  }
}
