package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.all;
import static io.vnetflowroutes.FlowLogText.batches;
import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.idsAndTuples;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static io.vnetflowroutes.FlowLogText.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves where batches begin and end, however a blob was cut into reads. */
class BatchesTest {

  private static final int RECORDS = 7;
  private static final ParseLimits ONE_RECORD = new ParseLimits(1, 1 << 30, 1 << 26);

  private static byte[] sevenRecords() {
    return utf8(
        blob(IntStream.range(0, RECORDS).mapToObj(i -> twoFlows(i)).toArray(String[]::new)));
  }

  private static Batches of(byte[] blob, long from, long planned, ParseLimits limits) {
    byte[] rest = Arrays.copyOfRange(blob, (int) from, blob.length);
    return batches(new ByteArrayInputStream(rest), from, planned, limits);
  }

  @Test
  void readingOnFromAnyRecordGivesTheSameFlowsAndIds() {
    byte[] blob = sevenRecords();
    List<String> whole = idsAndTuples(read(blob, 0, NO_LIMITS));
    assertThat(whole).hasSize(2 * RECORDS).doesNotHaveDuplicates();
    List<Batch> single = read(blob, 0, ONE_RECORD);
    assertThat(single).hasSize(RECORDS);
    assertThat(idsAndTuples(single)).isEqualTo(whole);
    for (int i = 0; i < RECORDS; i++) {
      List<Batch> rest = read(blob, single.get(i).to(), NO_LIMITS);
      assertThat(idsAndTuples(rest)).isEqualTo(whole.subList(2 * (i + 1), whole.size()));
    }
  }

  @Test
  void aGrowingBlobReadAtEveryLengthGivesEveryFlowOnce() {
    String[] records =
        IntStream.range(0, RECORDS).mapToObj(i -> twoFlows(i)).toArray(String[]::new);
    List<Batch> batches = new java.util.ArrayList<>();
    long position = 0;
    for (int count = 0; count <= RECORDS; count++) {
      byte[] grown = utf8(blob(Arrays.copyOf(records, count)));
      for (Batch batch : read(grown, position, NO_LIMITS)) {
        assertThat(batch.from()).isEqualTo(position);
        position = batch.to();
        batches.add(batch);
      }
    }
    assertThat(idsAndTuples(batches)).isEqualTo(idsAndTuples(read(sevenRecords(), 0, NO_LIMITS)));
    assertThat(batches).hasSize(RECORDS);
  }

  @Test
  void aRecordCutAnywhereInFrontOfTheClosingBracketsIsReadOnceItIsWhole() {
    String record = twoFlows(1);
    byte[] blob = utf8(blob(twoFlows(0), record));
    List<String> whole = idsAndTuples(read(blob, 0, NO_LIMITS));
    for (int cut = 0; cut < record.length(); cut++) {
      List<Batch> first = read(blob(twoFlows(0), record.substring(0, cut)));
      assertThat(unreadable(first)).as("cut at %d", cut).isEmpty();
      List<Batch> both = new java.util.ArrayList<>(first);
      both.addAll(read(blob, first.get(0).to(), NO_LIMITS));
      assertThat(idsAndTuples(both)).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void aBlobCutAnywhereIsReadOnWhereItsLastWholeRecordEnds() {
    byte[] blob = utf8(blob(twoFlows(0), twoFlows(1)));
    List<String> whole = idsAndTuples(read(blob, 0, NO_LIMITS));
    for (int length = 0; length <= blob.length; length++) {
      List<Batch> first = read(Arrays.copyOf(blob, length), 0, NO_LIMITS);
      assertThat(first).allMatch(batch -> batch.unreadable().isEmpty());
      long position = first.isEmpty() ? 0 : first.get(0).to();
      List<Batch> both = new java.util.ArrayList<>(first);
      both.addAll(read(blob, position, NO_LIMITS));
      assertThat(idsAndTuples(both)).as("cut at %d", length).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void theSizeOfReadsDoesNotMatter(int most) {
    byte[] blob = sevenRecords();
    InputStream trickle =
        new ByteArrayInputStream(blob) {
          @Override
          public synchronized int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, Math.min(length, most));
          }
        };
    List<Batch> batches = all(batches(trickle, 0, 0, NO_LIMITS));
    assertThat(idsAndTuples(batches)).isEqualTo(idsAndTuples(read(blob, 0, NO_LIMITS)));
  }

  @ParameterizedTest
  @CsvSource({"1,7", "2,7", "3,4", "4,4", "5,3", "12,2", "13,1", "14,1", "1000,1"})
  void aBatchIsClosedOnceItHoldsSoManyFlows(int flows, int expected) {
    List<Batch> batches = read(sevenRecords(), 0, new ParseLimits(flows, 1 << 30, 1 << 26));
    assertThat(batches).hasSize(expected);
    assertThat(batches.subList(0, expected - 1)).allMatch(batch -> batch.flows() >= flows);
  }

  @Test
  void aBatchIsClosedOnceItSpansSoManyBytes() {
    byte[] blob = sevenRecords();
    int record = twoFlows(0).length();
    assertThat(read(blob, 0, new ParseLimits(1000, 1, 1 << 26))).hasSize(RECORDS);
    assertThat(read(blob, 0, new ParseLimits(1000, record + 13, 1 << 26))).hasSizeLessThan(RECORDS);
    assertThat(read(blob, 0, new ParseLimits(1000, blob.length, 1 << 26))).hasSize(1);
  }

  @Test
  void batchesJoinWithoutGapsAndOnlyTheLastSaysSo() {
    byte[] blob = sevenRecords();
    List<Batch> batches = read(blob, 0, new ParseLimits(4, 1 << 30, 1 << 26));
    long position = 0;
    for (Batch batch : batches) {
      assertThat(batch.from()).isEqualTo(position);
      position = batch.to();
      byte[] before =
          Arrays.copyOfRange(blob, (int) position - batch.anchor().length, (int) position);
      assertThat(batch.anchor()).isNotEmpty().isEqualTo(before);
      assertThat(batch.last()).isEqualTo(position == blob.length - 2);
      assertThat(batch.origin()).isEqualTo(io.vnetflowroutes.FlowLogText.ORIGIN);
      assertThat(batch.allowed().id()).isEqualTo(batch.id() + "-allow");
      assertThat(batch.denied().id()).isEqualTo(batch.id() + "-deny");
    }
    assertThat(position).isEqualTo(blob.length - 2);
    assertThat(batches).extracting(Batch::id).doesNotHaveDuplicates();
    assertThat(batches.stream().mapToInt(Batch::records).sum()).isEqualTo(RECORDS);
  }

  @Test
  void thePartsHoldFlowsInTheOrderOfTheBlob() {
    Batch batch = read(sevenRecords(), 0, NO_LIMITS).get(0);
    for (BatchPart part : batch.parts()) {
      assertThat(part.size()).isEqualTo(RECORDS);
      assertThat(part.flows())
          .isSortedAccordingTo(java.util.Comparator.comparingLong(f -> f.record().offset()))
          .allMatch(flow -> flow.decision() == part.decision());
    }
  }

  @Test
  void aPlannedEndForcesTheSameFirstBatchEvenIfTheBlobHasGrownOrLimitsChanged() {
    byte[] grown = sevenRecords();
    byte[] before = utf8(blob(twoFlows(0), twoFlows(1), twoFlows(2)));
    Batch planned = read(before, 0, NO_LIMITS).get(0);
    for (ParseLimits limits : List.of(NO_LIMITS, ONE_RECORD, new ParseLimits(1000, 1, 1 << 26))) {
      Batch again = of(grown, 0, planned.to(), limits).next();
      assertThat(again.id()).isEqualTo(planned.id());
      assertThat(again.to()).isEqualTo(planned.to());
      assertThat(again.allowed().id()).isEqualTo(planned.allowed().id());
      assertThat(idsAndTuples(List.of(again))).isEqualTo(idsAndTuples(List.of(planned)));
      assertThat(again.last()).isFalse();
    }
  }

  @Test
  void aPlannedEndBehindAPositionForcesTheSameSecondBatch() {
    byte[] blob = sevenRecords();
    List<Batch> batches = read(blob, 0, new ParseLimits(4, 1 << 30, 1 << 26));
    Batches again = of(blob, batches.get(0).to(), batches.get(1).to(), ONE_RECORD);
    assertThat(again.next().id()).isEqualTo(batches.get(1).id());
    assertThat(again.next().records()).as("then the limits hold again").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 100, 100_000})
  void aPlannedEndThatIsNoEndOfARecordMeansTheBlobWasWrittenAnew(int beside) {
    byte[] blob = sevenRecords();
    long planned = read(blob, 0, ONE_RECORD).get(2).to() + beside;
    Batches batches = of(blob, 0, planned, ONE_RECORD);
    assertThatThrownBy(batches::next)
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(BlobRewrittenException.class);
  }

  @Test
  void idsDependOnTheBlobsNameAndTheRecordsTimeAndNothingElse() {
    byte[] blob = sevenRecords();
    byte[] later =
        utf8(
            new String(blob, StandardCharsets.UTF_8)
                .replace("2026-09-01T08:00", "2026-09-01T08:30"));
    assertThat(read(blob, 0, NO_LIMITS).get(0).id())
        .isEqualTo(read(blob, 0, NO_LIMITS).get(0).id())
        .isNotEqualTo(read(later, 0, NO_LIMITS).get(0).id());
    assertThat(idsAndTuples(read(later, 0, NO_LIMITS)).get(0))
        .isNotEqualTo(idsAndTuples(read(blob, 0, NO_LIMITS)).get(0));
  }

  @Test
  void anEndedReadingHasNoNextBatch() {
    Batches batches = of(utf8(blob()), 0, 0, NO_LIMITS);
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aFailingStreamIsAnErrorAndNotTheBlobsEnd() {
    byte[] blob = sevenRecords();
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream(blob, 0, blob.length / 2)) {
          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            if (read < 0) {
              throw new IOException("connection reset");
            }
            return read;
          }
        };
    assertThatThrownBy(() -> all(batches(broken, 0, 0, ONE_RECORD)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("connection reset");
  }
}
