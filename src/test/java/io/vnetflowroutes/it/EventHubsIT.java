package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.receiver.DestinationsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The type event-hubs against a broker whose only user is the one of Event Hubs. */
final class EventHubsIT {
  private static final String CONNECTION =
      "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=abc=";

  private static final String TOKEN = "FLOWLOGS_DESTINATION_HUB_TOKEN";

  @TempDir Path dir;

  @Test
  void theConnectionStringIsThePasswordAndEveryFlowIsARecord() throws Exception {
    Path data = Files.createDirectory(dir.resolve("kafka"));
    try (KafkaBroker kafka = KafkaBroker.startSasl(data, "$ConnectionString", CONNECTION)) {
      kafka.createTopic("flows", 1);
      Archive archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(20);
      String settings =
          archive.source()
              + DestinationsPage.block("event-hubs", "hub", "")
              + "flowlogs.destination.hub.url = http://"
              + kafka.bootstrapServers()
              + "\nflowlogs.allow = hub\nflowlogs.deny = hub\n";
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        program.with(TOKEN, CONNECTION.replace("abc=", "revoked="));
        assertThat(program.once()).as(program.output()).isEqualTo(1);
        assertThat(program.output())
            .contains("Invalid username or password", "messages_spooled=")
            .doesNotContain("revoked");
        program.with(TOKEN, CONNECTION);
        assertThat(program.once()).as(program.output()).isZero();
        program.assertNoStackTrace();
        assertThat(program.output()).doesNotContain("SharedAccessKey");
        int checked = program.verb("check", "--send", "--destination=hub");
        assertThat(checked).as(program.output()).isZero();
        assertThat(program.lines())
            .containsAll(DestinationsPage.check("event-hubs").stream().skip(2).toList());
      }
      List<String> values = values(kafka, archive.tuples().size() + 1);
      assertThat(values.removeIf(value -> value.contains("\"rule\":\"flowlogs-check\""))).isTrue();
      Flows.inTexts(values).assertExactly(archive.tuples());
    }
  }

  private static List<String> values(KafkaBroker kafka, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(with(kafka), new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("flows"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(10))
          .until(
              () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                  values.add(record.value());
                }
                return values.size() >= count;
              });
    }
    return values;
  }

  private static Map<String, Object> with(KafkaBroker kafka) {
    Map<String, Object> properties = kafka.clientProperties();
    properties.put("group.id", "reader");
    properties.put("auto.offset.reset", "earliest");
    return properties;
  }
}
