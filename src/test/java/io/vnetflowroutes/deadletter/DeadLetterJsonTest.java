package io.vnetflowroutes.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that a dead letter that was written is read as what it was. */
final class DeadLetterJsonTest {

  private static final Origin BLOB =
      new Origin(
          "prod",
          "flowLogResourceID=/S_G/NW_V-FLOWLOG/y=2026/m=09/d=01/h=08/m=00/macAddress=000D3A1B2C01/PT1H.json",
          Instant.parse("2026-09-01T08:00:00Z"));

  private static DeadLetter readBack(DeadLetterJson written) {
    return DeadLetterJson.read(new String(written.toByteArray(), StandardCharsets.UTF_8).strip());
  }

  @Test
  void aTupleComesBackWithItsRecord() {
    Flow flow = FlowLogText.flow(FlowLogText.record(1, FlowLogText.DENIED));
    Unreadable tuple =
        new Unreadable(BLOB, 12, 3, "tuple", flow.group(), new byte[] {(byte) 0xff, '"'}, "odd");
    DeadLetterJson written = new DeadLetterJson();
    written.unreadable(tuple);
    DeadLetter read = readBack(written);
    assertThat(read.reason()).isEqualTo("odd");
    assertThat(read.unreadable().text()).containsExactly(0xff, '"');
    assertThat(read.unreadable().ordinal()).isEqualTo(3);
    assertThat(read.unreadable().origin()).isEqualTo(BLOB);
    assertThat(read.unreadable().group().rule()).isEqualTo(flow.group().rule());
    assertThat(read.unreadable().group().record().timeMillis())
        .isEqualTo(flow.record().timeMillis());
    assertThat(read.unreadable().group().record().flowLogId()).isEqualTo(FlowLogText.FLOW_LOG);
  }

  @Test
  void aMessageComesBackWithItsRecords() {
    Delivery refused =
        new Delivery(
            "digest-1-2-3-allow-0-2",
            "decision=allow/one.json",
            null,
            new int[0],
            List.of(
                new KeyedRecord("key", FlowLogText.utf8("{\"a\":1}"), FlowLogText.DENIED),
                new KeyedRecord(null, FlowLogText.utf8("é"), null)),
            2);
    DeadLetterJson written = new DeadLetterJson();
    written.refused("bus", "flat for loki", refused, "it is too large");
    DeadLetter read = readBack(written);
    assertThat(read.destination()).isEqualTo("bus");
    assertThat(read.reason()).isEqualTo("it is too large");
    assertThat(read.format()).isEqualTo("flat for loki");
    assertThat(read.refused().key()).isEqualTo(refused.key());
    assertThat(read.refused().fileName()).isEqualTo(refused.fileName());
    assertThat(read.refused().flows()).isEqualTo(2);
    assertThat(read.refused().records()).usingRecursiveComparison().isEqualTo(refused.records());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[]", "{}", "{\"kind\":\"message\"}", "{\"kind\":1}"})
  void anythingElseIsNoDeadLetter(String line) {
    DeadLetter read = DeadLetterJson.read(line);
    assertThat(read.unreadable()).isNull();
    assertThat(read.refused()).isNull();
    assertThat(read.reason()).isEqualTo("The line is no dead letter of this program");
  }
}
