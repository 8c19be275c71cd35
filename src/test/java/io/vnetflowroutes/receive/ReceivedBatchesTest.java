package io.vnetflowroutes.receive;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.blob;
import static io.vnetflowroutes.FlowLogText.twoFlows;
import static io.vnetflowroutes.FlowLogText.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.handover.BatchRecord;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Proves what becomes of records that are no batches; those that are, ReceiveIT reads. */
final class ReceivedBatchesTest {

  private static final Origin ORIGIN =
      new Origin(
          "prod",
          "flowLogResourceID=/0A1B_RG/NW_LOG/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json",
          Instant.parse("2026-09-01T08:00:00Z"));

  private final ReceivedBatches batches =
      new ReceivedBatches(new ParseLimits(100, 1 << 20, 1 << 20), RecordJson.within(1024, 100));

  private static ConsumerRecord<byte[], byte[]> record(byte[] value, Map<String, String> headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("batches", 3, 77, new byte[0], value);
    new TreeMap<>(headers)
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    return record;
  }

  @Test
  void aRecordThatIsNoBatchIsUnreadableAndSaysWhereItStands() throws Exception {
    Batch batch = batches.batch(record("something".getBytes(UTF_8), Map.of("v", "1")));
    assertThat(batch.flows()).isZero();
    assertThat(batch.unreadable())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.origin().blob()).isEqualTo("batches/3");
              assertThat(one.offset()).isEqualTo(77);
              assertThat(one.text()).asString(UTF_8).isEqualTo("something");
              assertThat(one.reason()).contains("no header");
            });
  }

  @Test
  void aRecordWithoutAValueIsUnreadableToo() throws Exception {
    Batch batch = batches.batch(record(null, Map.of()));
    assertThat(batch.unreadable()).hasSize(1);
  }

  @Test
  void aBatchThatLowerLimitsMakeAnotherOfWaits() {
    String deep = "[".repeat(200) + "]".repeat(200);
    byte[] blob = utf8(blob(twoFlows(0).replaceFirst("\\{", "{\"more\":" + deep + ",")));
    Batch cut =
        new Batches(
                ORIGIN, new ByteArrayInputStream(blob), NO_LIMITS, RecordJson.within(1024, 1000))
            .next();
    byte[] bytes = Arrays.copyOfRange(blob, (int) cut.from(), (int) cut.to());
    BatchRecord sent = BatchRecord.of(cut, "host/container", 0, bytes);
    assertThatThrownBy(() -> batches.batch(record(sent.bytes(), sent.headers())))
        .isInstanceOf(NotDeliveredException.class)
        .hasMessageContaining(cut.id())
        .hasMessageContaining("flowlogs.nesting-limit");
  }

  @Test
  void aRecordOfALaterFormWaitsForALaterRelease() {
    assertThatThrownBy(() -> batches.batch(record(new byte[9], Map.of("v", "2"))))
        .isInstanceOf(NotDeliveredException.class)
        .hasMessageContaining("form 2");
  }
}
