package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the program with a plug-in whose format fails for some flows, and then with a corrected one.
 */
final class FailingFormatIT {

  private static final int FLOWS = 1631;

  private static final String SETTINGS =
      """
      flowlogs.source.sample.directory = sample
      flowlogs.start = beginning
      flowlogs.destination.lake.uri = file:out
      flowlogs.destination.lake.format = picky
      flowlogs.destination.large.uri = file:large
      flowlogs.destination.large.format = picky
      flowlogs.destination.large.gather = 1MB, 15m
      flowlogs.destination.siem.uri = %s
      flowlogs.destination.siem.format = picky
      flowlogs.destination.siem.gather = 64KB, 15m
      flowlogs.destination.json.uri = file:json
      flowlogs.destination.json.format = flat
      flowlogs.allow = lake, large, siem, json
      flowlogs.deny = lake, large, siem, json
      """;

  /** Fails in one way after the other, for every seventh flow of a record and more. */
  private static final String FORMAT =
      """
      package com.example;

      import java.util.Map;

      public final class Picky implements io.vnetflowroutes.api.FlowFormat {
        public String name() {
          return "picky";
        }

        public String line(Map<String, Object> flow) {
          String id = (String) flow.get("id");
          switch (Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)) % 70) {
            case 0: throw new NullPointerException("secret of the record");
            case 7: return null;
            case 14: return "secret of the record\\n" + id;
            case 21: return endless(id);
            case 28: throw new NoClassDefFoundError("com/example/Missing");
            default: return id;
          }
        }

        private static String endless(String id) {
          return endless(id) + id;
        }
      }
      """;

  @TempDir Path dir;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(dir.resolve("home"));
    Program.cloneInto(home, "sample", "routes");
  }

  private void plugIn(String source) throws IOException {
    Path classes = Files.createDirectories(home.resolve("classes"));
    Path file = classes.resolve("Picky.java");
    Files.writeString(file, source);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("bundle.jar"),
                "-d",
                classes.toString(),
                file.toString());
    assertThat(failed).isZero();
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("io.vnetflowroutes.api.FlowFormat"), "com.example.Picky");
    Files.createDirectories(home.resolve("plugins/picky"));
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(home.resolve("plugins/picky/picky.jar")));
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        jar.write(Files.readAllBytes(each));
      }
    }
  }

  private String run(int code, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("flowlogs").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", home.resolve("application.properties").toString()));
    try (Program program = Program.in(dir.resolve("work" + System.nanoTime()), "")) {
      program.with("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
      program.launch(command);
      int exit = program.exitCode();
      program.assertNoStackTrace();
      String said = String.join("\n", program.lines());
      assertThat(exit).as(said).isEqualTo(code);
      assertThat(said).doesNotContain("secret of the record");
      return said;
    }
  }

  private List<String> lines(String folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static List<String> received(HttpReceiver siem) {
    return siem.accepted().stream()
        .flatMap(request -> new String(request.body(), StandardCharsets.UTF_8).lines())
        .toList();
  }

  private static boolean fails(String id) {
    int ordinal = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)) % 70;
    return ordinal % 7 == 0 && ordinal <= 28;
  }

  @Test
  void itCostsOnlyTheFlowsForWhichItFailsAndTheseAreReplayedOnceItIsCorrected() throws Exception {
    try (HttpReceiver siem = HttpReceiver.start()) {
      Files.writeString(
          home.resolve("application.properties"), SETTINGS.formatted(siem.url("/in")));
      plugIn(FORMAT);
      String log = run(1, "run", "--once");

      List<String> all =
          lines("json").stream().map(line -> line.split("\"", -1)[3]).sorted().toList();
      assertThat(all).hasSize(FLOWS);
      List<String> written = all.stream().filter(id -> !fails(id)).toList();
      int unwritten = FLOWS - written.size();
      assertThat(unwritten).isPositive();
      assertThat(lines("out")).containsExactlyInAnyOrderElementsOf(written);
      assertThat(lines("large")).containsExactlyInAnyOrderElementsOf(written);
      assertThat(received(siem)).containsExactlyInAnyOrderElementsOf(written);

      String sentence = "the format 'picky' of a plug-in (com.example.Picky) ";
      assertThat(log)
          .contains("Flows cannot be written for the destination, and go to the dead letter: ")
          .contains(
              sentence + "threw a java.lang.NullPointerException; its author must correct it");
      assertThat(log).doesNotContain("halved").doesNotContain("refuses");
      assertThat(String.join("\n", lines("dead-letter")))
          .contains(sentence + "threw a java.lang.NullPointerException")
          .contains(sentence + "returned no line")
          .contains(sentence + "returned more than one line")
          .contains(sentence + "threw a java.lang.StackOverflowError")
          .contains(sentence + "threw a java.lang.NoClassDefFoundError");
      String flows = "%,d flows".formatted(3 * unwritten);
      assertThat(run(3, "status")).contains(flows);
      assertThat(run(1, "audit", "--from", "2026-09-01T00:00:00Z", "--to", "2026-09-01T23:00:00Z"))
          .contains("0 bytes not delivered; ")
          .contains(" flows in the dead letter, which 'flowlogs replay' sends");

      assertThat(run(1, "replay")).contains("0 flows sent");
      plugIn(FORMAT.replaceAll("(?m)case .*$", ""));
      assertThat(run(0, "replay")).contains(flows + " sent; nothing is left");
      for (List<String> of : List.of(lines("out"), lines("large"), received(siem))) {
        assertThat(of.stream().sorted().toList()).isEqualTo(all);
        assertThat(new TreeSet<>(of)).hasSize(FLOWS);
      }
      assertThat(run(3, "status")).doesNotContain("Dead letters: ");
    }
  }
}
