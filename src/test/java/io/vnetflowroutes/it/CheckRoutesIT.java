package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code check} about settings and routes, and about keeping its hands off. */
final class CheckRoutesIT {
  @TempDir Path dir;
  private Archive archive;

  @BeforeEach
  void fillArchive() throws IOException {
    archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(3);
  }

  @Test
  void allMistakesInSettingsAreSaidAtOnce() {
    String properties =
        archive.everythingTo("lake", "file:lake") + "flowlogs.dely = 1m\nflowlogs.readers = 0\n";
    try (Program program = Program.in(dir.resolve("work"), properties)) {
      Checked.by(program)
          .exits(2)
          .says("configuration", "settings", "fail", "flowlogs.dely is not a known key")
          .says("configuration", "settings", "fail", "flowlogs.readers is '0', but must be");
    }
  }

  @Test
  void aMistakeInARouteIsNamedWithItsFileAndLine() throws IOException {
    assertNamed(
        "read", "ref: reader", "ref: raeder", "line 16: there is no bean 'raeder'.*'reader'");
    assertNamed(
        "poll", "poll-interval}}", "pol-interval}}", "poll.*line 9: .*'flowlogs.pol-interval'");
  }

  @Test
  void offlineConnectsToNothing() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + nobody.getLocalPort();
      String properties =
          """
          flowlogs.source.prod.storage-account-url = http://%1$s/account
          flowlogs.source.prod.account-key = bm90IGEga2V5
          flowlogs.destination.bus.uri = kafka:flows?brokers=%1$s
          flowlogs.destination.siem.uri = http://%1$s/in
          flowlogs.allow = bus, siem
          flowlogs.spool-limit = 1MB
          """
              .formatted(address);
      try (Program program = Program.in(dir.resolve("work"), properties)) {
        Checked checked = Checked.by(program, "--offline").exits(0).isFine("disk");
        assertThat(checked.subjects()).containsExactly("configuration", "disk");
      }
      nobody.setSoTimeout(1);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(nobody::accept))
          .as("nobody has connected")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void itRunsBesideTheServiceAndChangesNothing() throws IOException {
    String properties = archive.everythingTo("lake", "file:lake");
    Path work = dir.resolve("work");
    try (Program service = Program.in(work, properties).start();
        Program check = service.again()) {
      service.awaitLine("Poll finished");
      Checked.by(check, "--set", "flowlogs.spool-limit=1MB").exits(0).isFine("disk");
      assertThat(service.running()).isTrue();
      assertThat(service.sigterm()).isZero();
      assertThat(service.lines("WARN|ERROR")).isEmpty();

      Map<String, String> before = files(work);
      Checked.by(check).exits(0);
      assertThat(files(work)).isEqualTo(before);
    }
  }

  @Test
  void peopleReadLinesAndAreWarnedOfSecretsThatAllMayRead() throws IOException {
    String properties =
        archive.everythingTo("siem", "http://127.0.0.1:" + Ports.free())
            + "flowlogs.destination.siem.header.Authorization = Bearer s3cret\n";
    try (Program program = Program.in(dir.resolve("work"), properties)) {
      Path file = program.folder().resolve("application.properties");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(program.verb("check")).isEqualTo(1);
      assertThat(program.lines())
          .contains("Configuration", "Source archive", "Destination siem", "Disk");
      assertThat(program.output())
          .containsPattern("warn  settings +'application.properties' holds secrets.*chmod 600")
          .containsPattern("ok    record +A record of version 4")
          .containsPattern("fail  connect +127.0.0.1 does not answer")
          .contains("1 thing does not work; ")
          .doesNotContain("\u001b[")
          .doesNotContain("s3cret");
      program.assertNoStackTrace();
    }
  }

  private void assertNamed(String file, String right, String wrong, String regex)
      throws IOException {
    Path work = dir.resolve("work-" + System.nanoTime());
    try (Program program = Program.in(work, archive.everythingTo("lake", "file:lake"))) {
      Path route = work.resolve("routes/" + file + ".camel.yaml");
      String text = Files.readString(route);
      assertThat(text).contains(right);
      Files.writeString(
          route,
          text.replaceFirst(
              java.util.regex.Pattern.quote(right),
              java.util.regex.Matcher.quoteReplacement(wrong)));
      Checked.by(program, "--offline").exits(2).says("configuration", "routes", "fail", regex);
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    return files;
  }
}
