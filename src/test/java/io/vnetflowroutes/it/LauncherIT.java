package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the script {@code flowlogs}: it works from anywhere, or says why not. */
final class LauncherIT {
  private static final int FLOWS = 1631;

  @TempDir Path dir;
  private Path installed;
  private Path elsewhere;

  @BeforeEach
  void install() throws IOException {
    installed = Files.createDirectory(dir.resolve("in+st %20 all"));
    elsewhere = Files.createDirectories(dir.resolve("else where/deep"));
    Files.copy(
        Path.of("flowlogs"), installed.resolve("flowlogs"), StandardCopyOption.COPY_ATTRIBUTES);
    Program.copy(Path.of("sample"), installed.resolve("sample"));
    Program.copy(Path.of("routes"), installed.resolve("routes"));
    Files.copy(Path.of("application.properties"), installed.resolve("application.properties"));
    Path jar = Path.of(System.getProperty("bundle.jar")).toAbsolutePath();
    Files.createSymbolicLink(installed.resolve("target"), jar.getParent());
    Path bin = Files.createDirectory(dir.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../in+st %20 all/flowlogs"));
    Files.createSymbolicLink(bin.resolve("second"), bin.resolve("first"));
  }

  @Test
  void aLinkWorksFromAnyFolderAndPathsCountFromThatOfTheConfiguration() throws IOException {
    try (Program program = Program.in(dir.resolve("work"), "")) {
      program.launch(
          List.of("sh", "-c", "umask 000; cd '" + elsewhere + "' && ../../bin/second run --once"));
      assertThat(program.exitCode()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(Flows.inFiles(installed.resolve("out")).size()).isEqualTo(FLOWS);
      assertThat(installed.resolve("state")).isDirectory();
      assertThat(elsewhere).isEmptyDirectory();
      try (Stream<Path> all = Files.walk(installed.resolve("out"))) {
        assertThat(all)
            .allSatisfy(
                path ->
                    assertThat(Files.getPosixFilePermissions(path))
                        .doesNotContain(PosixFilePermission.OTHERS_WRITE));
      }

      Path file = Files.createDirectory(dir.resolve("conf")).resolve("mine.properties");
      Files.writeString(
          file,
          """
          flowlogs.source.a.directory = ../in+st %20 all/sample
          flowlogs.routes = ../in+st %20 all/routes
          flowlogs.start = beginning
          flowlogs.destination.siem.uri = file:siem
          flowlogs.allow = siem
          flowlogs.deny = siem
          """);
      program.launch(
          List.of("sh", "-c", "cd '" + elsewhere + "' && ../../bin/first check --config " + file));
      assertThat(program.exitCode()).as(program.output()).isZero();
      program.launch(
          List.of(
              "sh",
              "-c",
              "cd '" + dir + "' && bin/first run --once --config conf/" + file.getFileName()));
      assertThat(program.exitCode()).as(program.output()).isZero();
      assertThat(Flows.inFiles(dir.resolve("conf/siem")).size()).isEqualTo(FLOWS);
      assertThat(dir.resolve("conf/spool")).isDirectory();
    }
  }

  @Test
  void aJavaThatIsNotThereOrTooOldIsASentence() throws IOException {
    Path old = Files.createDirectories(dir.resolve("jdk-11/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Path older = Files.createDirectories(dir.resolve("jdk-8/bin")).resolve("java");
    Files.writeString(older, "#!/bin/sh\nexit 1\n");
    Files.writeString(dir.resolve("jdk-8/release"), "JAVA_VERSION=\"1.8.0_392\"\n");
    for (Path java : List.of(old, older)) {
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (Program program = Program.in(dir.resolve("no-java"), "")) {
      program.with("JAVA_HOME", "").with("PATH", withoutJava().toString());
      program.launch(List.of(dir.resolve("bin/first").toString(), "--version"));
      assertThat(program.exitCode()).as(program.output()).isEqualTo(2);
      assertThat(program.output()).startsWith("flowlogs: there is no java on the PATH; install");
    }
    assertRefused("/nowhere", "JAVA_HOME is '/nowhere', but there is no bin/java");
    assertRefused(dir.resolve("jdk-11").toString(), "is Java 11, and 17 or newer is needed");
    assertRefused(dir.resolve("jdk-8").toString(), "is Java 8, and 17 or newer is needed");
    Files.delete(installed.resolve("target"));
    assertRefused(System.getProperty("java.home"), "there is no flowlogs.jar with its folder lib");
  }

  /** A folder with the commands that the launcher needs, and no other. */
  private Path withoutJava() throws IOException {
    Path commands = Files.createDirectory(dir.resolve("commands"));
    for (String command : List.of("sh", "readlink", "dirname", "basename", "sed", "head")) {
      Files.createSymbolicLink(commands.resolve(command), Path.of("/usr/bin", command));
    }
    return commands;
  }

  private void assertRefused(String javaHome, String sentence) {
    try (Program program = Program.in(dir.resolve("work" + System.nanoTime()), "")) {
      program.with("JAVA_HOME", javaHome);
      program.launch(List.of(dir.resolve("bin/first").toString(), "--version"));
      assertThat(program.exitCode()).as(program.output()).isEqualTo(2);
      assertThat(program.lines())
          .singleElement()
          .asString()
          .startsWith("flowlogs: ")
          .contains(sentence);
    }
  }
}
