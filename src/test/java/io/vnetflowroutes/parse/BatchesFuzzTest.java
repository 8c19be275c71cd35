package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.all;
import static io.vnetflowroutes.FlowLogText.batches;
import static io.vnetflowroutes.FlowLogText.idsAndTuples;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vnetflowroutes.FuzzCorpus;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** Proves what holds for the reading of any bytes whatever; CONTRIBUTING says how to go on. */
class BatchesFuzzTest {

  private static final FuzzCorpus CORPUS = new FuzzCorpus(BatchesFuzzTest.class);
  private static final ParseLimits ONE_ELEMENT = new ParseLimits(1, 1, 1 << 26);
  private static final ParseLimits SHORT_RECORDS = new ParseLimits(1, 1, 200);
  private static final String SEPARATORS = ", \r\n\t";
  private static final int MOST_CUTS = 3;

  @FuzzTest(maxDuration = "5m")
  void anyBytesAreReadWithoutAnErrorAndInWhateverPieces(byte[] blob) {
    CORPUS.run();
    for (ParseLimits limits : List.of(ONE_ELEMENT, SHORT_RECORDS)) {
      List<Batch> single = read(blob, 0, limits);
      assertBytesAreAccountedFor(blob, single);
      assertReadingOnGivesTheSame(blob, single, limits);
      assertThe(single).isLike(all(batches(trickle(blob), 0, 0, limits)));
    }
    assertThe(read(blob, 0, ONE_ELEMENT)).isLike(read(blob, 0, NO_LIMITS));
  }

  /** Without it a corpus that is not found would go unnoticed. */
  @AfterAll
  static void assertTheCorpusWasRun() throws IOException {
    CORPUS.assertWasRun();
  }

  private static void assertBytesAreAccountedFor(byte[] blob, List<Batch> single) {
    assertThat(single.stream().limit(Math.max(0, single.size() - 1))).noneMatch(Batch::last);
    long position = 0;
    for (Batch batch : single) {
      assertThat(batch.from()).isEqualTo(position);
      assertThat(batch.to()).isBetween(position + 1, (long) blob.length);
      assertThat(batch.records()).isOne();
      List<Unreadable> records =
          batch.unreadable().stream().filter(unreadable -> unreadable.ordinal() < 0).toList();
      if (records.isEmpty()) {
        assertHoldsAnObject(blob, batch);
      } else {
        assertThat(batch.flows()).as("of a record that is set aside").isZero();
        assertThat(batch.unreadable()).hasSize(1);
        assertHolds(blob, batch, records.get(0));
      }
      position = batch.to();
    }
  }

  /** The batch is an unreadable element, and in front of it and behind it what separates. */
  private static void assertHolds(byte[] blob, Batch batch, Unreadable record) {
    int from = (int) record.offset();
    int to = from + record.text().length;
    assertThat(from).isBetween((int) batch.from(), (int) batch.to() - 1);
    assertThat(to).isLessThanOrEqualTo((int) batch.to());
    assertThat(record.text()).isEqualTo(Arrays.copyOfRange(blob, from, to));
    if (!record.reason().contains("record-limit")) {
      assertSeparators(blob, to, (int) batch.to());
    }
    assertFillsUpTo(blob, batch, from);
  }

  /** The batch ends with a whole JSON object, and in front of it stands what separates. */
  private static void assertHoldsAnObject(byte[] blob, Batch batch) {
    int to = (int) batch.to();
    assertThat(blob[to - 1]).isEqualTo((byte) '}');
    int from = batch.flows() == 0 ? -1 : offset(batch);
    if (from < 0) {
      return;
    }
    try (JsonParser object = new JsonFactory().createParser(blob, from, to - from)) {
      object.nextToken();
      object.skipChildren();
      assertThat(object.currentLocation().getByteOffset()).isEqualTo(to - from);
    } catch (IOException e) {
      throw new AssertionError("A record that was read is no JSON", e);
    }
    assertFillsUpTo(blob, batch, from);
  }

  private static int offset(Batch batch) {
    return (int) batch.parts().get(0).flows().get(0).record().offset();
  }

  /** In front of an element stand separators, unless the array ended and began anew. */
  private static void assertFillsUpTo(byte[] blob, Batch batch, int from) {
    boolean closed = batch.from() == 0;
    for (int i = (int) batch.from(); i < from; i++) {
      closed |= blob[i] == ']';
    }
    if (!closed) {
      assertSeparators(blob, (int) batch.from(), from);
    }
  }

  private static void assertSeparators(byte[] blob, int from, int to) {
    for (int i = from; i < to; i++) {
      if (SEPARATORS.indexOf(blob[i]) < 0) {
        throw new AssertionError("Byte " + i + " is neither read nor set aside");
      }
    }
  }

  private static void assertReadingOnGivesTheSame(
      byte[] blob, List<Batch> single, ParseLimits limits) {
    int step = Math.max(1, single.size() / MOST_CUTS);
    for (int i = 0; i < single.size() - 1; i += step) {
      List<Batch> rest = single.subList(i + 1, single.size());
      assertThe(rest).isLike(read(blob, single.get(i).to(), limits));
      ParseLimits larger =
          new ParseLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, limits.recordBytes());
      ByteArrayInputStream in = new ByteArrayInputStream(blob);
      Batch planned = batches(in, 0, single.get(i).to(), larger).next();
      assertThat(planned.to()).isEqualTo(single.get(i).to());
      assertThe(single.subList(0, i + 1)).isLike(List.of(planned));
    }
  }

  /** A stream that brings few bytes at a time. */
  private static ByteArrayInputStream trickle(byte[] blob) {
    return new ByteArrayInputStream(blob) {
      @Override
      public synchronized int read(byte[] bytes, int from, int length) {
        return super.read(bytes, from, Math.min(length, 3));
      }
    };
  }

  private static Reading assertThe(List<Batch> batches) {
    return new Reading(batches);
  }

  /** What was read, however it was cut. */
  private record Reading(List<Batch> batches) {

    void isLike(List<Batch> others) {
      assertThat(idsAndTuples(others)).isEqualTo(idsAndTuples(batches));
      assertThat(setAside(others)).isEqualTo(setAside(batches));
    }

    private static List<String> setAside(List<Batch> batches) {
      return unreadable(batches).stream()
          .map(u -> u.offset() + " " + u.ordinal() + ' ' + Arrays.hashCode(u.text()) + u.reason())
          .toList();
    }
  }
}
