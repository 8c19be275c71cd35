package io.vnetflowroutes.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Proves that a replay makes records for Kafka as the settings are now, not as they were. */
final class ReplayedKeyTest {

  private final CamelContext camel = new DefaultCamelContext();

  private static Destination bus(TupleField key) {
    return new Destination(
        "bus",
        "kafka:flows?brokers=127.0.0.1:9092",
        "flat",
        new FormatPool(FlatFormat::new, true),
        null,
        new FilterReport((by, reason, count) -> {}),
        ResumedBatches.none(),
        new MessageLayout(Framing.RECORDS, Compression.NONE, key, 1 << 20),
        Map.of(),
        null,
        "",
        Gatherer.Limits.NONE);
  }

  /** The keys of the records that a destination makes, from a part or from a dead letter. */
  private static List<String> keys(Message message) {
    List<String> keys = new ArrayList<>();
    for (Object record : message.getBody(List.class)) {
      keys.add(((Message) record).getHeader(KafkaConstants.KEY, String.class));
    }
    return keys;
  }

  @Test
  void aKeyThatIsSetAfterARefusalIsThatOfTheReplayedRecords() throws IOException {
    BatchPart part =
        FlowLogText.part(
            Decision.DENY, FlowLogText.DENIED, FlowLogText.DENIED.replace(".7,", ".8,"));
    Message refused = bus(null).messages(part, camel).next();
    assertThat(keys(refused)).containsExactly(null, null);
    Delivery sent = refused.getHeader(RouteNames.DELIVERY, Delivery.class);

    DeadLetterJson lines = new DeadLetterJson();
    sent.each().forEach(one -> lines.refused("bus", "flat", one, "the topic is compacted"));
    List<String> keys = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (String line : new String(lines.toByteArray(), StandardCharsets.UTF_8).lines().toList()) {
      Delivery kept = DeadLetterJson.read(line).refused();
      Message replayed = bus(TupleField.SRC_IP).messages(kept, camel).next();
      keys.addAll(keys(replayed));
      for (Object record : replayed.getBody(List.class)) {
        values.add(((Message) record).getBody());
      }
    }
    assertThat(keys).containsExactly("192.0.2.7", "192.0.2.8");
    assertThat(values)
        .containsExactly(sent.records().get(0).value(), sent.records().get(1).value());
  }
}
