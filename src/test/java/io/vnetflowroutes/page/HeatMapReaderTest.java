package io.vnetflowroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.HourOverview;
import io.vnetflowroutes.state.StateDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that each hour of each flow log stands as state, spools and dead letter say. */
class HeatMapReaderTest {

  private static final Instant NOW = Instant.parse("2026-09-02T08:30:00Z");
  private static final Instant CURRENT = Instant.parse("2026-09-02T08:00:00Z");
  private static final String HUB = "flowLogResourceID=/S_G/W_HUB-FLOWLOG";
  private static final String DMZ = "flowLogResourceID=/S_G/W_DMZ-FLOWLOG";

  @TempDir Path folder;
  private StateDatabase database;
  private Cursor cursor;
  private Spool spool;
  private final List<Lag> lags = new ArrayList<>();
  private final Traffic traffic = new Traffic(Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void open() throws Exception {
    database = StateDatabase.open(folder);
    cursor = new Cursor(database);
    spool = new Spool("siem", folder.resolve("spool"), "flat", 1 << 20, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Schedule schedule(String delay) {
    return new Schedule(
        Duration.parse(delay),
        Duration.ofHours(24),
        Start.BEGINNING,
        Duration.ofDays(31),
        Duration.ZERO);
  }

  private HeatMap read(Instant now, String delay) {
    return new HeatMapReader(
            new HourOverview(database),
            () -> lags,
            List.of("prod"),
            schedule(delay),
            List.of(spool),
            folder.resolve("dead-letter"),
            traffic)
        .read(now);
  }

  private static Instant back(int hours) {
    return CURRENT.minus(hours, ChronoUnit.HOURS);
  }

  private static ListedBlob blob(String path, Instant hour, String mac) {
    String folders =
        hour.toString()
            .substring(0, 13)
            .replaceAll("(....)-(..)-(..)T(..)", "/y=$1/m=$2/d=$3/h=$4/m=00/macAddress=");
    return new ListedBlob("prod", path + folders + mac + "/PT1H.json", 100, "etag", 7, 9, 9);
  }

  private static Batch batch() {
    BatchPart none = new BatchPart("b", FlowLogText.ORIGIN, Decision.ALLOW, List.of());
    return new Batch(
        "digest-1-0-100", FlowLogText.ORIGIN, 0, 100, 1, none, none, List.of(), new byte[0], true);
  }

  private void delivered(String path, Instant hour, String... macs) {
    for (String mac : macs) {
      cursor.commit(blob(path, hour, mac), batch());
    }
  }

  private void done(String path, Instant hour) {
    done(path, hour, Set.of());
  }

  private void done(String path, Instant hour, Set<Instant> whole) {
    cursor.done("prod", path, hour);
    lags.add(new Lag("prod", path, path, Duration.ZERO, whole::contains));
  }

  private static HourCell cell(HeatMap map, String path, int back) {
    HeatMap.Row row =
        map.rows().stream()
            .filter(each -> each.flowLog().path().equals(path))
            .findFirst()
            .orElseThrow();
    return row.cells().get(map.hours().indexOf(back(back)));
  }

  private static HourStanding standing(HeatMap map, String path, int back) {
    return cell(map, path, back).standing();
  }

  private static String digest(ListedBlob blob, Instant hour) {
    return new Origin("prod", blob.name(), hour).digest();
  }

  @Test
  void anHourIsCompleteMissingLateGrowingOrNotDue() {
    done(HUB, back(3));
    delivered(HUB, back(9), "0A", "0B");
    delivered(HUB, back(7), "0A");
    delivered(HUB, back(3), "0A");
    cursor.plan(blob(HUB, back(2), "0A"), batch());
    HeatMap map = read(NOW, "PT75M");
    assertThat(map.hours()).hasSize(24).last().isEqualTo(CURRENT);
    assertThat(cell(map, HUB, 9))
        .isEqualTo(new HourCell(HourStanding.COMPLETE, 2, 0, 0, FlowCount.NONE));
    assertThat(standing(map, HUB, 8)).isEqualTo(HourStanding.MISSING);
    assertThat(standing(map, HUB, 10)).as("before its first blob").isEqualTo(HourStanding.NOTHING);
    assertThat(standing(map, HUB, 3))
        .as("overdue, as it may not be whole")
        .isEqualTo(HourStanding.LATE);
    assertThat(cell(map, HUB, 2))
        .isEqualTo(new HourCell(HourStanding.LATE, 1, 1, 0, FlowCount.NONE));
    assertThat(standing(map, HUB, 1)).as("due for 15 minutes").isEqualTo(HourStanding.LATE);
    assertThat(standing(map, HUB, 0)).isEqualTo(HourStanding.NOT_DUE);
    assertThat(map.well()).isZero();
    assertThat(map.rows().get(0).lag()).isEqualTo(Duration.ofMinutes(3 * 60 + 30 - 75));
  }

  @Test
  void oneHourThatStaysOpenMakesThoseBehindItNoLater() {
    done(HUB, back(6), Set.of(back(5), back(3), back(4)));
    for (int hours : new int[] {7, 6, 5, 3}) {
      delivered(HUB, back(hours), "0A");
    }
    HeatMap map = read(NOW, "PT75M");
    assertThat(standing(map, HUB, 6)).isEqualTo(HourStanding.LATE);
    assertThat(standing(map, HUB, 5)).isEqualTo(HourStanding.COMPLETE);
    assertThat(standing(map, HUB, 4)).isEqualTo(HourStanding.MISSING);
    assertThat(standing(map, HUB, 3)).isEqualTo(HourStanding.COMPLETE);
    assertThat(standing(map, HUB, 2)).as("not listed yet").isEqualTo(HourStanding.LATE);
  }

  @Test
  void anHourThatBecameDueJustNowIsNotLate() {
    done(HUB, back(1));
    delivered(HUB, back(2), "0A");
    HeatMap map = read(CURRENT.plus(Duration.ofMinutes(20)), "PT75M");
    assertThat(standing(map, HUB, 1)).isEqualTo(HourStanding.GROWING);
    assertThat(standing(map, HUB, 0)).isEqualTo(HourStanding.NOT_DUE);
    assertThat(map.well()).isEqualTo(1);
    assertThat(standing(read(CURRENT.plus(Duration.ofMinutes(20)), "PT0S"), HUB, 0))
        .as("followed minute by minute")
        .isEqualTo(HourStanding.GROWING);
  }

  @Test
  void whatWaitsOrLiesInTheDeadLetterIsNotComplete() throws Exception {
    done(HUB, back(1));
    done(DMZ, back(1));
    for (int hours : new int[] {6, 5, 4}) {
      delivered(HUB, back(hours), "0A", "0B");
      delivered(DMZ, back(hours), "0A");
    }
    String waiting = digest(blob(HUB, back(5), "0B"), back(5));
    // The last record of an hour bears a time of the next one.
    long time = back(4).plusSeconds(3).toEpochMilli();
    String key = waiting + "-" + time + "-0-100-deny-0-9";
    byte[] body = "x\n".getBytes(StandardCharsets.UTF_8);
    spool.keep(new Delivery(key, "f", body, new int[] {0, 1}, List.of(), 9));
    Path letters = Files.createDirectories(folder.resolve("dead-letter/y=2026/m=09/d=02/h=02"));
    String dead = digest(blob(DMZ, back(6), "0A"), back(6));
    Files.writeString(letters.resolve(dead + "-1-0-100-unreadable.ndjson"), "{}\n");
    Files.writeString(letters.resolve(dead + "-2-0-100-unreadable.ndjson"), "{}\n");
    Files.writeString(letters.resolve("other-1-0-100-unreadable.ndjson"), "{}\n");

    HeatMap map = read(NOW, "PT75M");
    assertThat(standing(map, HUB, 5)).isEqualTo(HourStanding.WAITING);
    assertThat(cell(map, DMZ, 6))
        .isEqualTo(new HourCell(HourStanding.DEAD_LETTERS, 1, 0, 2, FlowCount.NONE));
    assertThat(List.of(standing(map, HUB, 6), standing(map, HUB, 4), standing(map, DMZ, 5)))
        .containsOnly(HourStanding.COMPLETE);
  }

  @Test
  void ofAnArchiveItsOwnLastDayIsShown() {
    done(HUB, NOW);
    done(DMZ, NOW);
    delivered(HUB, back(9000), "0A");
    delivered(HUB, back(9002), "0A");
    delivered(DMZ, back(9003), "0A");
    HeatMap map = read(NOW, "PT75M");
    assertThat(map.hours()).last().isEqualTo(back(9000));
    assertThat(standing(map, HUB, 9000)).isEqualTo(HourStanding.COMPLETE);
    assertThat(standing(map, HUB, 9001)).isEqualTo(HourStanding.MISSING);
    assertThat(standing(map, DMZ, 9000)).as("it ends before").isEqualTo(HourStanding.NOTHING);
  }

  @Test
  void aFlowLogThatNobodyWantsAnyMoreIsNotShown() {
    cursor.done("prod", DMZ, back(9));
    cursor.done("gone", HUB, Instant.EPOCH);
    done(HUB, back(1));
    assertThat(read(NOW, "PT75M").rows()).hasSize(1);
    cursor.done("prod", DMZ, Instant.EPOCH);
    assertThat(read(NOW, "PT75M").rows()).as("one at its beginning has no lag yet").hasSize(2);
  }

  @Test
  void ofVeryManyThoseAreShownThatSomebodyHasToLookAt() {
    for (int i = 0; i < 230; i++) {
      done(HUB + "%03d".formatted(i), i % 50 == 7 ? back(20) : back(1));
    }
    HeatMap map = read(NOW, "PT75M");
    assertThat(map.flowLogs()).isEqualTo(230);
    assertThat(map.rows()).hasSize(HeatMapReader.MOST_ROWS);
    assertThat(map.rows().stream().filter(row -> row.needsSomebody() > 2)).hasSize(5);
    assertThat(map.rows().stream().map(row -> row.flowLog().path())).isSorted();
  }
}
