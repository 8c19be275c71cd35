package io.vnetflowroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.source.FlowLogPath;
import io.vnetflowroutes.source.ListedBlob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what a check says of folders, the disk, the way to a host, and the age of blobs. */
final class FolderCheckTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:30:00Z");

  @TempDir private Path dir;
  private final List<CheckResult> lines = new ArrayList<>();
  private final CheckReporter reporter = new CheckReporter("disk", lines::add);

  private CheckResult last() {
    return lines.get(lines.size() - 1);
  }

  @Test
  void aFolderIsThereOrCanBeMadeUnlessAFileIsInTheWay() throws IOException {
    assertThat(new FolderCheck("flowlogs.spool", dir).check(reporter, "spool")).isTrue();
    assertThat(last().text()).isEqualTo("'%s' can be written".formatted(dir));
    assertThat(new FolderCheck("flowlogs.spool", dir.resolve("a/b")).check(reporter, "spool"))
        .isTrue();
    assertThat(last().text()).endsWith("is not there yet, and can be made");
    Path file = Files.createFile(dir.resolve("file"));
    assertThat(new FolderCheck("flowlogs.spool", file).check(reporter, "spool")).isFalse();
    assertThat(last().text()).contains("what stands there is not a folder");
    assertThat(new FolderCheck("flowlogs.spool", file.resolve("x")).check(reporter, "spool"))
        .isFalse();
    assertThat(last().text()).contains("cannot be made, as '" + file + "' is not a folder");
    assertThat(dir.resolve("a")).doesNotExist();
  }

  @Test
  void theDiskNeedsRoomForWhatMayWait() {
    FolderCheck spool = new FolderCheck("flowlogs.spool", dir);
    DiskCheck.check(reporter, spool, 1, 2);
    assertThat(last().verdict()).isEqualTo(CheckStatus.OK);
    DiskCheck.check(reporter, spool, Long.MAX_VALUE, 3);
    assertThat(last().verdict()).isEqualTo(CheckStatus.WARN);
    assertThat(last().text()).contains("for each of 3 destinations");
  }

  @Test
  void aPortThatNobodyListensAtIsSaidWithTheAdvice() throws IOException {
    int port;
    try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = open.getLocalPort();
      assertThat(new ConnectionCheck("127.0.0.1", port, null, "start it").check(reporter)).isTrue();
      assertThat(last().text()).isEqualTo("127.0.0.1 answers at port " + port);
    }
    assertThat(new ConnectionCheck("127.0.0.1", port, null, "start it").check(reporter)).isFalse();
    assertThat(last().check()).isEqualTo("connect");
    assertThat(last().text()).contains("does not answer at port " + port).endsWith("; start it");
  }

  @Test
  void ageIsCountedFromTheEndOfTheHour() {
    Freshness freshness = new Freshness(Duration.ofHours(3), NOW);
    assertThat(freshness.words(newest("2026-01-31T12:00:00Z")))
        .isEqualTo("the hour that is being written");
    assertThat(freshness.words(newest("2026-01-31T11:00:00Z"))).isEqualTo("the hour before");
    assertThat(freshness.words(newest("2026-01-30T11:00:00Z"))).isEqualTo("24 hours ago");
    assertThat(freshness.words(newest("2026-01-20T11:00:00Z"))).isEqualTo("11 days ago");
    assertThat(freshness.stale(newest("2026-01-31T09:00:00Z"))).isFalse();
    assertThat(freshness.stale(newest("2026-01-31T08:00:00Z"))).isTrue();
    assertThat(new Freshness(Duration.ZERO, NOW).stale(newest("2020-01-01T00:00:00Z"))).isFalse();
    assertThat(freshness.givenUp(newest("2026-01-20T11:00:00Z"))).isTrue();
  }

  private static NewestBlob newest(String hour) {
    return new NewestBlob(
        FlowLogPath.parse("flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_HUB-G-FLOWLOG"),
        new ListedBlob("prod", "any", 1, "", 0, 0, 0),
        Instant.parse(hour));
  }

  @Test
  void theReportCountsWhatDoesNotWork() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    CheckReport report =
        new CheckReport(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
    report.line(new CheckResult("source prod", "token", CheckStatus.OK, "There is a token"));
    report.line(new CheckResult("source prod", "list", CheckStatus.FAIL, "It may not be listed"));
    report.line(new CheckResult("disk", "space", CheckStatus.WARN, "evil\033[2J"));
    report.end();
    assertThat(report.failed()).isTrue();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith("Source prod\n")
        .contains("Disk\n")
        .doesNotContain("evil\033")
        .endsWith("1 thing does not work; 1 warning.\n");
  }

  @Test
  void inJsonEachLineIsAnObject() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    CheckReport report =
        new CheckReport(new PrintStream(printed, true, StandardCharsets.UTF_8), true);
    report.line(new CheckResult("disk", "space", CheckStatus.OK, "Much is free"));
    report.end();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"subject\":\"disk\",\"check\":\"space\",\"verdict\":\"ok\",\"text\":\"Much is free\"}\n");
  }
}
