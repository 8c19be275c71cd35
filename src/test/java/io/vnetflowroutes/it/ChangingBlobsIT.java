package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Blobs that are no longer what was read of them, and one too long to be read in a test: what of
 * them is delivered, and what the user is told. Growth, early and late, is in {@link EndToEndIT}
 * and {@link HourlyReadingIT}; what is odd from the start in {@link OddBlobsIT}.
 */
final class ChangingBlobsIT {
  private static final String MAC = "000D3A0A0001";
  private static final String ANEW = "The blob was written anew; it is read from its start";
  private static final String REMOVED =
      "The blob was removed before it was read to its end; the rest of it is lost";
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final long FIVE_GB = 5L << 30;

  private static Azurite azurite;

  @TempDir Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final List<String> expected = new ArrayList<>();
  private BlobContainerClient container;
  private GrowingBlob blob;

  @BeforeAll
  static void startAccount(@TempDir Path azuriteDir) {
    azurite = Azurite.start(azuriteDir);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @BeforeEach
  void createContainer(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    container = azurite.container("flows" + Integer.toHexString(name.hashCode()));
    blob = new GrowingBlob(container, NAMES.blob(hour, MAC));
  }

  @Test
  void aBlobReCreatedShorterIsReadFromItsStart() {
    try (Program program = readFirst(5)) {
      blob.delete();
      blob.append(records(20, 2));
      awaitReadAnew(program);
    }
  }

  @Test
  void aBlobReCreatedLongerWithOtherContentIsReadFromItsStart() {
    try (Program program = readFirst(2)) {
      blob.delete();
      blob.append(records(20, 5));
      awaitReadAnew(program);
    }
  }

  @Test
  void aBlobRewrittenShorterIsReadFromItsStart() {
    try (Program program = readFirst(5)) {
      blob.commitOnly(text(records(20, 2)));
      awaitReadAnew(program);
    }
  }

  @Test
  void aBlobRewrittenLongerIsReadFromItsStart() {
    try (Program program = readFirst(2)) {
      blob.commitOnly(text(records(20, 5)));
      awaitReadAnew(program);
    }
  }

  /** The new content has the old one's length and ends in the same counters and brackets. */
  @Test
  void aBlobRewrittenInPlaceIsReadFromItsStart() {
    try (Program program = readFirst(3)) {
      String before = blob.content();
      blob.commitOnly(text(records(20, 3)));
      assertThat(blob.content()).hasSameSizeAs(before).isNotEqualTo(before);
      assertThat(blob.content()).endsWith(before.substring(before.length() - 18));
      awaitReadAnew(program);
    }
  }

  /** Records of ten flows that go the same way, so that only times and numbers differ. */
  @Test
  void aLaterRewritingThatEndsAlikeIsFoundOnceTheHourIsOver() {
    ShiftedClock clock = new ShiftedClock(dir);
    GrowingBlob other = new GrowingBlob(container, NAMES.blob(hour, mac(2)));
    try (FaultyAccount account = FaultyAccount.before(azurite);
        Program program =
            Program.in(dir, azure(account.connectionString()) + lake()).with(clock.options())) {
      for (int minute = 0; minute < 2; minute++) {
        blob.append(records(minute, 1));
        other.append(records(40 + minute, 1));
        assertThat(program.once()).as(program.output()).isZero();
      }
      flows().assertExactly(expected);
      blob.commitOnly(text(records(20, 3)));
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(flows().size()).as("of one new record").isEqualTo(5 * 10);
      assertThat(program.lines("WARN|ERROR")).isEmpty();

      clock.by(Duration.ofHours(4));
      account.aheadBy(Duration.ofHours(4));
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines("WARN|ERROR"))
          .singleElement()
          .asString()
          .contains(blob.name(), "source=\"prod\"", ANEW);
      assertThat(program.once()).as(program.output()).isZero();
      flows().assertAll(expected);
      assertThat(flows().size()).as("the one record twice").isEqualTo(8 * 10);
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(program.lines("Summary").get(0)).contains("blobs=\"0\"");
      program.assertNoStackTrace();
    }
  }

  @Test
  void blobsRemovedBeforeTheyAreReadAreNamedAndHoldUpNobody() {
    for (int nic = 1; nic <= 5; nic++) {
      String record = new Records(NAMES, mac(nic), nic, 0.5).next(hour.plusSeconds(6), 10);
      new GrowingBlob(container, NAMES.blob(hour, mac(nic))).append(record);
      expected.addAll(nic < 5 ? Records.tuples(record) : List.of());
    }
    try (HttpReceiver http = HttpReceiver.start();
        Program program = Program.in(dir, azure() + oneReader(http))) {
      http.hold();
      program.start();
      await("a blob in hand").atMost(LONG).until(() -> http.held() > 0);
      container.getBlobClient(NAMES.blob(hour, mac(5))).delete();
      http.release();
      assertThat(program.awaitLine("WARN")).contains(mac(5)).contains(REMOVED);
      program.awaitLine("Poll finished.*blobs=\"4\"");
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();
      Flows.inBodies(http.accepted()).assertExactly(expected);
    }
  }

  @Test
  void filesRemovedBeforeTheyAreReadAreNamedAndHoldUpNobody() throws IOException {
    for (int nic = 1; nic <= 5; nic++) {
      String record = new Records(NAMES, mac(nic), nic, 0.5).next(hour.plusSeconds(6), 10);
      write(NAMES.blob(hour, mac(nic)), text(List.of(record)));
      expected.addAll(nic < 5 ? Records.tuples(record) : List.of());
    }
    try (HttpReceiver http = HttpReceiver.start();
        Program program = Program.in(dir, directory() + oneReader(http))) {
      http.hold();
      program.start();
      await("a file in hand").atMost(LONG).until(() -> http.held() > 0);
      Files.delete(file(NAMES.blob(hour, mac(5))));
      http.release();
      assertThat(program.awaitLine("WARN")).contains(mac(5)).contains(REMOVED);
      program.awaitLine("Poll finished.*blobs=\"4\"");
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();
      Flows.inBodies(http.accepted()).assertExactly(expected);
    }
  }

  /** Azure is read four megabytes at a time, so that a longer blob can be gone in the middle. */
  @Test
  void aBlobThatVanishesWhileItIsReadIsDeliveredAsFarAsItWasThere() {
    List<String> records = new Records(NAMES, MAC, 1, 0.5).next(hour.plusSeconds(6), 60, 1500);
    blob.commitOnly(text(records));
    assertThat(blob.length()).isGreaterThan(5 << 20);
    try (HttpReceiver http = HttpReceiver.start();
        Program program =
            Program.in(dir, azure() + oneReader(http) + "flowlogs.batch-flows = 1000\n")) {
      http.hold();
      program.start();
      await("a batch in flight").atMost(LONG).until(() -> http.held() > 0);
      blob.delete();
      http.release();
      assertThat(program.awaitLine("WARN")).contains(blob.name()).contains(REMOVED);
      assertThat(program.sigterm()).isZero();
      program.assertNoStackTrace();
      Flows flows = Flows.inBodies(http.accepted());
      int whole = flows.size() / 1500;
      assertThat(whole).isBetween(30, 59);
      flows.assertExactly(tuples(records.subList(0, whole)));
    }
  }

  /**
   * A first run reads a small blob. Then five gigabytes of nothing are put in front of it, and the
   * cursor is told so; from there on all is as with a blob of which that much was read.
   */
  @Test
  void offsetsBeyondFourGigabytesAreExact() throws IOException, SQLException {
    String name = NAMES.blob(hour, MAC);
    String begun = text(records(0, 2));
    write(name, begun);
    try (Program program = Program.in(dir, directory() + lake())) {
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(flows().size()).isEqualTo(expected.size());

      Files.delete(file(name));
      List<String> more = records(10, 2);
      String bad = "{\"time\":oops}";
      String grown = begun.replace("]}]}]}}]}", "]}]}]}}," + bad + ',' + String.join(",", more));
      writeBehindNothing(name, grown + "]}");
      moveCursor();
      assertThat(program.once()).as(program.output()).isZero();
      flows().assertExactly(expected);
      for (String record : more) {
        long offset = FIVE_GB + grown.indexOf(record);
        assertThat(flows().ids().stream().filter(id -> id.contains("-" + offset + "-")))
            .hasSameSizeAs(Records.tuples(record));
      }
      JsonNode letter = Flows.inFiles(dir.resolve("dead-letter")).all().get(0);
      assertThat(letter.path("text").asText()).isEqualTo(bad);
      assertThat(letter.path("offset").asLong()).isEqualTo(FIVE_GB + grown.indexOf(bad));
      assertThat(program.lines("Summary").get(0)).contains("dead_letters=\"1\"");
      assertThat(program.lines("WARN|ERROR"))
          .singleElement()
          .asString()
          .contains("went to the dead letter", "dead_letters=\"1\"", "folder=\"dead-letter\"");

      writeBehindNothing(name, grown + ',' + records(30, 1).get(0) + "]}");
      assertThat(program.once()).as("read on from there").isZero();
      flows().assertExactly(expected);
      assertThat(program.lines("Summary").get(0)).contains("records=\"1\"");
      assertThat(program.lines("WARN|ERROR")).isEmpty();
      program.assertNoStackTrace();
    }
  }

  /** A running program that has read a blob of so many records. */
  private Program readFirst(int records) {
    blob.append(records(0, records));
    Program program = Program.in(dir, azure() + lake()).start();
    awaitExpected();
    return program;
  }

  /** Waits for the new content, which came once and was said to be new. */
  private void awaitReadAnew(Program program) {
    awaitExpected();
    assertThat(program.sigterm()).isZero();
    program.assertNoStackTrace();
    flows().assertExactly(expected);
    assertThat(program.lines(Pattern.quote(blob.name())))
        .singleElement()
        .asString()
        .contains("WARN", "source=\"prod\"", ANEW);
  }

  private void awaitExpected() {
    await().atMost(LONG).until(() -> flows().size() >= expected.size());
  }

  private Flows flows() {
    return Flows.inFiles(dir.resolve("lake"));
  }

  /** Records of ten denied tuples each, from a minute on; of the same length at any minute. */
  private List<String> records(int minute, int count) {
    List<String> records =
        new Records(NAMES, MAC, 7, 1).next(hour.plusSeconds(6 + 60L * minute), count, 10);
    expected.addAll(tuples(records));
    return records;
  }

  private static List<String> tuples(List<String> records) {
    return records.stream().flatMap(record -> Records.tuples(record).stream()).toList();
  }

  private static String text(List<String> records) {
    return "{\"records\":[" + String.join(",", records) + "]}";
  }

  private static String mac(int nic) {
    return "000D3A0A000" + nic;
  }

  private Path file(String name) {
    return dir.resolve("copy").resolve(name);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }

  /** Writes a file that begins with a hole. */
  private void writeBehindNothing(String name, String text) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
      file.seek(FIVE_GB);
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void moveCursor() throws SQLException {
    try (Connection state =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("state/flowlogs.db"));
        PreparedStatement update =
            state.prepareStatement(
                "UPDATE blob SET position = position + ?, length = length + ?")) {
      update.setLong(1, FIVE_GB);
      update.setLong(2, FIVE_GB);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private String azure() {
    return azure(azurite.connectionString());
  }

  private String azure(String connectionString) {
    return """
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.container = %s
        """
        .formatted(connectionString, container.getBlobContainerName());
  }

  private static String directory() {
    return "flowlogs.source.prod.directory = copy\n";
  }

  private static String lake() {
    return to("file:lake") + "flowlogs.poll-interval = 1s\n";
  }

  private static String oneReader(HttpReceiver http) {
    return to(http.url("/ingest")) + "flowlogs.poll-interval = 1s\nflowlogs.readers = 1\n";
  }

  private static String to(String uri) {
    return """
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.destination.out.uri = %s
        flowlogs.allow = out
        flowlogs.deny = out
        """
        .formatted(uri);
  }
}
