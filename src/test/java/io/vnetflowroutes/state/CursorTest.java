package io.vnetflowroutes.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import io.vnetflowroutes.source.ListedBlob;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves that what was delivered and what was planned is known, also after the state is reopened.
 */
class CursorTest {

  private static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");
  private static final String LOG = "flowLogResourceID=/S_G/N_L";
  private static final byte[] ANCHOR = {0, '}', (byte) 0xff};

  @TempDir private Path folder;
  private StateDatabase database;
  private Cursor cursor;

  @BeforeEach
  void open() {
    database = StateDatabase.open(folder);
    cursor = new Cursor(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void reopen() {
    close();
    open();
  }

  private static String name(String log, String day, String mac) {
    return log + "/y=2026/m=09/d=" + day + "/h=08/m=00/macAddress=" + mac + "/PT1H.json";
  }

  private static ListedBlob blob(String day, String mac, long length) {
    return new ListedBlob("prod", name(LOG, day, mac), length, "etag" + length, 7, 9, 9);
  }

  private static ListedBlob blob(long length) {
    return blob("01", "0A", length);
  }

  private static Batch batch(long from, long to, boolean last) {
    String id = "digest-1-" + from + '-' + to;
    BatchPart none = new BatchPart(id, FlowLogText.ORIGIN, Decision.ALLOW, List.of());
    return new Batch(id, FlowLogText.ORIGIN, from, to, 1, none, none, List.of(), ANCHOR, last);
  }

  private BlobProgress progress(ListedBlob blob) {
    return cursor
        .progress(blob.source(), blob.name().substring(0, blob.name().indexOf("h=")))
        .get(blob.name());
  }

  @Test
  void theStartOfASourceIsFixedWhenItIsFirstStarted() {
    assertThat(cursor.start("prod", HOUR)).isEqualTo(HOUR);
    assertThat(cursor.start("prod", HOUR.plusSeconds(3600))).isEqualTo(HOUR);
    reopen();
    assertThat(cursor.start("prod", HOUR.plusSeconds(7200))).isEqualTo(HOUR);
    assertThat(cursor.start("other", Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void theHourDoneIsKeptByFlowLogAndSource() {
    assertThat(cursor.hour("prod", LOG)).isEmpty();
    cursor.done("prod", LOG, HOUR);
    cursor.done("prod", LOG, HOUR.plusSeconds(3600));
    cursor.done("test", LOG, HOUR.minusSeconds(3600));
    reopen();
    assertThat(cursor.hour("prod", LOG)).contains(HOUR.plusSeconds(3600));
    assertThat(cursor.hour("test", LOG)).contains(HOUR.minusSeconds(3600));
    assertThat(cursor.hour("prod", LOG + 'X')).isEmpty();
  }

  @Test
  void aPlannedBatchIsKnownAndDoesNotMoveThePosition() {
    cursor.commit(blob(300), batch(0, 100, false));
    cursor.plan(blob(300), batch(100, 200, true));
    reopen();
    BlobProgress progress = progress(blob(300));
    assertThat(progress.position()).isEqualTo(100);
    assertThat(progress.planned()).isEqualTo(200);
    assertThat(progress.anchor()).isEqualTo(Anchor.of(ANCHOR));
    assertThat(progress.etag()).isEmpty();
    assertThat(progress.length()).isZero();
    assertThat(progress.created()).isEqualTo(7);
  }

  @Test
  void theFirstBatchMayBePlannedBeforeAnythingIsDelivered() {
    cursor.plan(blob(300), batch(0, 200, false));
    BlobProgress progress = progress(blob(300));
    assertThat(progress.position()).isZero();
    assertThat(progress.planned()).isEqualTo(200);
    assertThat(progress.anchor()).isEqualTo(Anchor.NONE);
  }

  @Test
  void earlierLayoutsAreKnownForAsLongAsABatchIsInHand() {
    FolderLayouts layouts = new FolderLayouts(database);
    assertThat(layouts.note(Map.of("lake", "a"))).isEqualTo(Map.of("lake", Set.of("a")));
    cursor.plan(blob(300), batch(0, 200, false));
    reopen();
    layouts = new FolderLayouts(database);
    assertThat(layouts.note(Map.of("lake", "b"))).isEqualTo(Map.of("lake", Set.of("a", "b")));
    assertThat(layouts.note(Map.of("lake", "b"))).isEqualTo(Map.of("lake", Set.of("a", "b")));
    cursor.commit(blob(300), batch(0, 200, false));
    assertThat(layouts.note(Map.of("lake", "c"))).isEqualTo(Map.of("lake", Set.of("c")));
  }

  @Test
  void onlyTheLastBatchMarksTheBlobAsReadToItsEnd() {
    cursor.plan(blob(300), batch(0, 100, false));
    cursor.commit(blob(300), batch(0, 100, false));
    assertThat(progress(blob(300)).length()).isZero();
    assertThat(progress(blob(300)).planned()).isZero();
    cursor.plan(blob(300), batch(100, 298, true));
    cursor.commit(blob(300), batch(100, 298, true));
    reopen();
    BlobProgress progress = progress(blob(300));
    assertThat(progress.position()).isEqualTo(298);
    assertThat(progress.length()).isEqualTo(300);
    assertThat(progress.etag()).isEqualTo("etag300");
  }

  @Test
  void aBlobWithoutNewRecordsIsMarkedWithoutMovingThePosition() {
    cursor.plan(blob(300), batch(0, 298, true));
    cursor.commit(blob(300), batch(0, 298, true));
    cursor.readToEnd(blob(310), 0);
    BlobProgress progress = progress(blob(310));
    assertThat(progress.position()).isEqualTo(298);
    assertThat(progress.anchor()).isEqualTo(Anchor.of(ANCHOR));
    assertThat(progress.length()).isEqualTo(310);
    assertThat(progress.etag()).isEqualTo("etag310");
  }

  @Test
  void anAnchorIsKeptWhileTheBlobGoesOn() {
    cursor.commit(blob(300), batch(0, 100, false));
    assertThat(progress(blob(300)).unfinished()).isFalse();
    cursor.keepAnchor(blob(300));
    cursor.commit(blob(300), batch(100, 298, true));
    cursor.readToEnd(blob(310), 0);
    reopen();
    assertThat(progress(blob(310)).kept()).isEqualTo(Anchor.of(ANCHOR));
    assertThat(progress(blob(310)).keptTo()).isEqualTo(100);
    assertThat(progress(blob(310)).unfinished()).isTrue();
    cursor.forgetAnchor(blob(310));
    assertThat(progress(blob(310)).kept()).isEqualTo(Anchor.NONE);
    assertThat(progress(blob(310)).keptTo()).isZero();
  }

  @Test
  void aBlobWrittenAnewStartsOver() {
    cursor.commit(blob(300), batch(0, 100, false));
    cursor.commit(blob("01", "0B", 300), batch(0, 100, false));
    cursor.startOver(blob(300));
    assertThat(progress(blob(300)).position()).isZero();
    assertThat(progress(blob(300)).isOf(blob(300))).isFalse();
    assertThat(progress(blob(300)).edition()).isEqualTo(1);
    assertThat(progress(blob("01", "0B", 300)).position()).isEqualTo(100);
  }

  @Test
  void ofABlobWrittenAnewNoAcknowledgementCounts() {
    Acknowledgements acknowledged = new Acknowledgements(database, Clock.systemUTC());
    String key = new Origin("prod", blob(300).name(), HOUR).digest() + "-7-0-100-allow-0-3|lake";
    String other = new Origin("prod", name(LOG, "01", "0B"), HOUR).digest() + "-7-0-100-deny-0-3|b";
    acknowledged.add(key);
    acknowledged.add(other);
    cursor.startOver(blob(300));
    assertThat(acknowledged.contains(key))
        .as("the new blob may have a batch of the same name, with other flows")
        .isFalse();
    assertThat(acknowledged.contains(other)).isTrue();
  }

  @Test
  void progressIsAskedByPrefixAndSource() {
    for (String day : List.of("01", "02", "10", "31")) {
      cursor.commit(blob(day, "0A", 300), batch(0, 100, false));
      cursor.commit(blob(day, "0B", 300), batch(0, 100, false));
    }
    ListedBlob other = new ListedBlob("other", name(LOG, "01", "0A"), 300, "e", 0, 0, 0);
    cursor.commit(other, batch(0, 50, false));
    Map<String, BlobProgress> day = cursor.progress("prod", LOG + "/y=2026/m=09/d=01/");
    assertThat(day).containsOnlyKeys(name(LOG, "01", "0A"), name(LOG, "01", "0B"));
    assertThat(cursor.progress("prod", LOG + "/y=2026/m=09/")).hasSize(8);
    assertThat(cursor.progress("other", LOG + "/y=2026/").values())
        .extracting(BlobProgress::position)
        .containsExactly(50L);
    assertThat(cursor.progress("nobody", LOG + '/')).isEmpty();
    assertThat(cursor.progress("prod", LOG + "2/")).isEmpty();
  }

  @Test
  void committingForgetsTheAcknowledgementsOfItsBatchOnly() {
    Acknowledgements acknowledged = new Acknowledgements(database, Clock.systemUTC());
    List<String> gone =
        List.of(
            "-allow|lake",
            "-allow-1|lake",
            "-deny|siem",
            "-unreadable|dead-letter",
            "-deny.dst_port=22|siem");
    List<String> kept = List.of("digest-1-0-1000-allow|lake", "digest-1-0-10-allow|lake", "x|lake");
    cursor.plan(blob(300), batch(0, 100, false));
    gone.forEach(end -> acknowledged.add("digest-1-0-100" + end));
    kept.forEach(acknowledged::add);
    assertThat(acknowledged.of("digest-1-0-100-allow"))
        .containsExactly("digest-1-0-100-allow-1|lake");
    assertThat(gone).allMatch(end -> acknowledged.contains("digest-1-0-100" + end));
    cursor.commit(blob(300), batch(0, 100, false));
    assertThat(gone).noneMatch(end -> acknowledged.contains("digest-1-0-100" + end));
    assertThat(kept).allMatch(acknowledged::contains);
  }

  @Test
  void whatWasAcknowledgedCountsForABatchThatIsPlannedAgainAndForNoOther() {
    Acknowledgements acknowledged = new Acknowledgements(database, Clock.systemUTC());
    String key = "digest-1-0-100-allow-0-9|lake";
    acknowledged.add(key);
    assertThat(cursor.plan(blob(300), batch(0, 100, false))).as("a new one").isEmpty();
    assertThat(acknowledged.contains(key)).as("of another blob under that name").isFalse();
    acknowledged.add(key);
    reopen();
    acknowledged = new Acknowledgements(database, Clock.systemUTC());
    assertThat(cursor.plan(blob(300), batch(0, 100, false))).isPresent();
    assertThat(acknowledged.contains(key)).isTrue();
    Batch batch = batch(0, 100, false);
    Unreadable unreadable = new Unreadable(null, 0, 0, "record", null, new byte[0], "reason");
    Batch other =
        new Batch(
            batch.id(),
            batch.origin(),
            0,
            100,
            1,
            batch.allowed(),
            batch.denied(),
            List.of(unreadable),
            ANCHOR,
            false);
    assertThat(cursor.plan(blob(300), other)).as("still in hand").isPresent();
    assertThat(acknowledged.contains(key)).as("of flows in other places").isFalse();
  }

  @Test
  void oldBlobsAreForgottenButNeverAPlannedOne() {
    cursor.done("prod", LOG, Instant.EPOCH);
    cursor.commit(blob("01", "0A", 300), batch(0, 100, true));
    cursor.plan(blob("01", "0B", 300), batch(0, 100, true));
    cursor.commit(blob("02", "0A", 300), batch(0, 100, true));
    cursor.forgetBefore("prod", LOG, Instant.parse("2026-10-01T00:00:00Z"));
    assertThat(cursor.progress("prod", LOG + '/')).as("delivered just now").hasSize(3);
    database.write(statements -> statements.update("UPDATE blob SET at = 0"));
    cursor.forgetBefore("prod", LOG, Instant.parse("2026-10-01T00:00:00Z"));
    reopen();
    assertThat(cursor.progress("prod", LOG + '/'))
        .containsOnlyKeys(name(LOG, "01", "0B"), name(LOG, "02", "0A"));
    assertThat(cursor.forgottenBefore("prod", LOG))
        .as("never beyond what was read")
        .isEqualTo("2026-09-02T08:00:00Z");
    cursor.forgetBefore("prod", LOG, HOUR);
    assertThat(cursor.forgottenBefore("prod", LOG)).isEqualTo("2026-09-02T08:00:00Z");
    assertThat(cursor.forgottenBefore("prod", "unknown")).isEqualTo(Instant.EPOCH);
  }

  @Test
  void manyThreadsWriteAtOnceAndNothingIsLost() {
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              ListedBlob blob = blob("01", "%02X".formatted(i), 300);
              cursor.plan(blob, batch(0, i + 1, false));
              cursor.commit(blob, batch(0, i + 1, false));
            });
    reopen();
    Map<String, BlobProgress> all = cursor.progress("prod", LOG + '/');
    assertThat(all).hasSize(400);
    assertThat(all.values().stream().mapToLong(BlobProgress::position).sum())
        .isEqualTo(400 * 401 / 2);
  }
}
