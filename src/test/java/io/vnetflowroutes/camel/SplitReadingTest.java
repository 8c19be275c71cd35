package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.read.Reading;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Proves that a reading copes with how Camel's split asks: ahead while a batch is in hand, on and
 * on once a batch has failed, and after the stream was closed.
 */
class SplitReadingTest {

  private final AtomicBoolean stopping = new AtomicBoolean();

  /** A stream that refuses to be read once it is closed, as Azure's does. */
  private static final class Closeable extends FilterInputStream {
    private boolean closed;

    Closeable(String text) {
      super(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (closed) {
        throw new IOException("Stream is already closed.");
      }
      return super.read(bytes, from, length);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private SplitReading reading(String blob) {
    Closeable in = new Closeable(blob);
    Batches batches =
        new Batches(
            FlowLogText.ORIGIN,
            in,
            new ParseLimits(1, 1 << 20, 1 << 20),
            RecordJson.within(1 << 20, 100));
    return new SplitReading(new Reading(batches, in), stopping::get);
  }

  /** Goes through a reading as Camel's split does, and closes it as soon as it has no more. */
  private static List<Batch> split(SplitReading reading) throws IOException {
    List<Batch> batches = new ArrayList<>();
    boolean more = reading.hasNext();
    while (more) {
      Batch batch = reading.next();
      if (batch == null) {
        break;
      }
      more = reading.hasNext();
      if (!more) {
        reading.close();
      }
      batches.add(batch);
      reading.delivered();
    }
    return batches;
  }

  @Test
  void allBatchesComeThoughTheStreamIsClosedWhileTheLastIsInHand() throws IOException {
    SplitReading reading =
        reading(
            FlowLogText.blob(
                FlowLogText.twoFlows(0), FlowLogText.twoFlows(1), FlowLogText.twoFlows(2)));
    assertThat(split(reading)).hasSize(3);
    assertThat(reading.hasNext()).isFalse();
    assertThat(reading.ended()).isTrue();
    assertThat(reading.reading().saidLast()).isTrue();
  }

  @Test
  void anUnfinishedRecordAtTheEndIsNoBatch() throws IOException {
    String blob = FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1));
    SplitReading reading = reading(blob.substring(0, blob.length() - 40));
    assertThat(split(reading)).hasSize(1);
    assertThat(reading.ended()).isTrue();
    assertThat(reading.reading().saidLast()).isFalse();
    assertThat(reading.reading().incompleteBytes()).isPositive();
  }

  @Test
  void aBatchThatFailsIsTheLast() {
    SplitReading reading =
        reading(FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1)));
    assertThat(reading.hasNext()).isTrue();
    assertThat(reading.next().flows()).isEqualTo(2);
    assertThat(reading.hasNext()).as("asked ahead").isTrue();
    assertThat(reading.hasNext()).as("asked after it failed").isFalse();
    assertThat(reading.ended()).isFalse();
  }

  @Test
  void aReadThatFailsIsTheLast() throws IOException {
    SplitReading reading =
        reading(FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1)));
    reading.close();
    assertThatThrownBy(reading::hasNext).hasMessageContaining("closed");
    assertThat(reading.hasNext()).as("asked after the error").isFalse();
  }

  @Test
  void aStopHandsOutNoMore() {
    SplitReading reading =
        reading(FlowLogText.blob(FlowLogText.twoFlows(0), FlowLogText.twoFlows(1)));
    assertThat(reading.next().flows()).isEqualTo(2);
    stopping.set(true);
    reading.delivered();
    assertThat(reading.hasNext()).isFalse();
    assertThat(reading.ended()).isFalse();
  }

  @Test
  void aReadingThatWaitedForItsTurnAtAStopIsNotReadOn() throws IOException {
    stopping.set(true);
    SplitReading reading = reading(FlowLogText.blob(FlowLogText.record(1)));
    assertThat(split(reading)).isEmpty();
    reading.close();
    assertThat(reading.ended()).isFalse();
  }
}
