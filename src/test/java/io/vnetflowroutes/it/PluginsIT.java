package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of {@code add}, {@code plugins} and {@code remove}, as docs/plugins.md makes them.
 */
final class PluginsIT {

  private static final int FLOWS = 1631;

  private static final String SETTINGS =
      """
      flowlogs.source.sample.directory = sample
      flowlogs.start = beginning
      flowlogs.destination.lake.uri = file:out
      flowlogs.destination.lake.format = logfmt
      flowlogs.allow = lake
      flowlogs.deny = lake, direct:from-offices
      camel.main.routesIncludePattern = file:my-routes/*.camel.yaml
      """;

  @TempDir Path dir;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(dir.resolve("in st"));
    Program.cloneInto(home, "sample", "routes");
  }

  /** Runs a verb; returns its exit code, and what it said in {@code said}. */
  private int flowlogs(List<String> said, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("flowlogs").toString()));
    command.addAll(List.of(arguments));
    try (Program program = Program.in(dir.resolve("work" + System.nanoTime()), "")) {
      program.with("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + dir.resolve("user"));
      program.launch(command);
      int code = program.exitCode();
      program.assertNoStackTrace();
      said.clear();
      said.addAll(program.lines());
      return code;
    }
  }

  private String run(int code, String... arguments) {
    List<String> said = new ArrayList<>();
    int exit = flowlogs(said, arguments);
    assertThat(exit).as(String.join("\n", said)).isEqualTo(code);
    return String.join("\n", said);
  }

  @Test
  void theExampleIsBuiltAndItsFormatAndItsBeanAreUsed() throws Exception {
    Path example = dir.resolve("example");
    Program.copy(Path.of("examples/plugin"), example);
    build(example);
    String jar = example.resolve("target/office-flows-1.0.0.jar").toString();
    String configuration = home.resolve("application.properties").toString();
    Files.writeString(home.resolve("application.properties"), SETTINGS);
    Files.createDirectory(home.resolve("my-routes"));
    Files.copy(
        example.resolve("from-offices.camel.yaml"),
        home.resolve("my-routes/from-offices.camel.yaml"));

    assertThat(run(2, "check", "--config", configuration))
        .contains("flowlogs.destination.lake.format is 'logfmt', but must be one of asim");
    assertThat(run(0, "add", jar))
        .matches(
            "office-flows-1.0.0.jar \\(1 jar, [\\d.,]+ KB\\) is in .*/plugins/office-flows-1.0.0; the next start of the program has it");
    assertThat(run(0, "plugins")).containsPattern("office-flows-1.0.0 +office-flows-1.0.0.jar +1");
    assertThat(run(0, "check", "--config", configuration))
        .contains("office-flows-1.0.0 is there, in 1 jars");
    String log = run(0, "run", "--once", "--config", configuration);

    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.toString()).endsWith(".log");
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(lines)
        .hasSize(FLOWS)
        .allMatch(line -> line.matches("id=\\S+ time=2\\S+Z .* decision=(allow|deny) .*"));
    long fromOffices =
        lines.stream()
            .filter(line -> line.contains(" decision=deny ") && line.contains(" src_ip=203.0.113."))
            .count();
    assertThat(log.lines().filter(line -> line.contains("Denied, from an office: ")))
        .hasSize((int) fromOffices)
        .isNotEmpty();

    assertThat(run(0, "remove", "office-flows-1.0.0")).endsWith("is removed");
    assertThat(run(2, "remove", "office-flows-1.0.0")).contains("There is no plug-in in '");
    assertThat(home.resolve("plugins")).isEmptyDirectory();
  }

  /** As a developer does, with what the build has fetched; only the program is not installed. */
  private void build(Path example) throws Exception {
    String local = "-Dmaven.repo.local=" + dir.resolve("local");
    String fetched =
        "-Dmaven.repo.local.tail=" + Path.of(System.getProperty("user.home"), ".m2", "repository");
    List<String> maven =
        List.of(Path.of("mvnw").toAbsolutePath().toString(), "-o", "-B", "-q", local, fetched);
    Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
    List<String> install = new ArrayList<>(maven);
    install.addAll(
        List.of(
            "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file",
            "-Dfile=" + System.getProperty("bundle.jar"),
            "-DpomFile=" + Path.of("pom.xml").toAbsolutePath()));
    Command.run(Path.of(""), java, install);
    List<String> build = new ArrayList<>(maven);
    build.addAll(List.of("-f", example.resolve("pom.xml").toString(), "package"));
    Command.run(Path.of(""), java, build);
  }

  @Test
  void aLibraryComesFromWhereSettingsXmlSaysWithWhatTheBundleLacks() throws Exception {
    try (MavenRepository repository = new MavenRepository(dir.resolve("repository"))) {
      repository.add(
          "ours",
          "1.0",
          "com.example:part:1.5",
          "com.fasterxml.jackson.core:jackson-databind:2.9.0");
      repository.add(
          "part", "1.5", "commons-logging:commons-logging:1.2", "org.apache.camel:camel-api:4.0.0");
      repository.add("newer", "1.0", "com.fasterxml.jackson.core:jackson-databind:99.0");
      repository.add("second", "1.0", "com.example:part:1.6");
      repository.add("part", "1.6");
      Path maven = Files.createDirectories(dir.resolve("user/.m2"));
      Files.writeString(
          maven.resolve("settings.xml"),
          "<settings><mirrors><mirror><id>ours</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors></settings>"
              .formatted(repository.url()));

      assertThat(run(0, "add", "com.example:ours:1.0"))
          .startsWith("com.example:ours:1.0 (2 jars, ");
      assertThat(repository.asked())
          .contains("com/example/ours/1.0/ours-1.0.jar", "com/example/part/1.5/part-1.5.jar")
          .noneMatch(path -> path.contains("jackson-databind") || path.contains("commons-logging"));
      try (Stream<Path> files = Files.list(home.resolve("plugins/ours"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("ours-1.0.jar", "part-1.5.jar", "plugin.json");
      }

      assertThat(run(2, "add", "com.example:ours:1.0"))
          .contains("There is a plug-in 'ours' already; ./flowlogs remove ours comes first");
      assertThat(run(2, "add", "com.example:newer:1.0"))
          .contains(
              "com.example:newer:1.0 needs com.fasterxml.jackson.core:jackson-databind 99.0, but the bundle has 2.")
          .contains("Take a version that fits, or --force");
      assertThat(run(2, "add", "com.example:second:1.0"))
          .contains(
              "com.example:second:1.0 brings com.example:part:1.6, but the plug-in 'ours' has version 1.5");
      assertThat(run(2, "add", "com.example:none:1.0"))
          .contains(
              "It cannot be fetched: Could not find artifact com.example:none:jar:1.0 in ours (");
      assertThat(run(0, "add", "--force", "com.example:newer:1.0")).contains("(1 jar, ");

      String zip = dir.resolve("second.zip").toString();
      run(0, "remove", "ours");
      assertThat(run(0, "add", "com.example:second:1.0", "--save", zip))
          .contains(" holds com.example:second:1.0 (2 jars, ");
      int asked = repository.asked().size();
      assertThat(run(0, "add", "--offline", zip)).contains("/plugins/second;");
      assertThat(repository.asked()).hasSize(asked);
      assertThat(run(0, "plugins"))
          .contains("com.example:newer:1.0")
          .contains("com.example:second:1.0");
      Files.delete(home.resolve("plugins/second/part-1.6.jar"));
      assertThat(run(1, "plugins"))
          .contains(
              "The plug-in 'second' lacks part-1.6.jar; ./flowlogs remove second and add it again");
    }
  }

  @Test
  void aJarWithAClassOfTheBundleIsRefused() throws Exception {
    byte[] main =
        getClass().getResourceAsStream("/io/vnetflowroutes/cli/Main.class").readAllBytes();
    Path jar =
        MavenRepository.jar(dir.resolve("mine.jar"), "io/vnetflowroutes/cli/Main.class", main);
    assertThat(run(2, "add", jar.toString()))
        .contains(
            "mine.jar holds the class io.vnetflowroutes.cli.Main, which the bundle has in flowlogs.jar");
    assertThat(run(2, "add")).contains("Name either a plug-in or --offline FILE");
    assertThat(run(2, "add", "--offline", jar.toString()))
        .contains("mine.jar' lacks plugin.json; it must be a file that ./flowlogs add --save made");
    assertThat(home.resolve("plugins")).doesNotExist();
  }
}
