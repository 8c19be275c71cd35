package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.endpoints.DestinationSettings;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.receiver.DestinationsPage;
import io.vnetflowroutes.receiver.Receivers;
import io.vnetflowroutes.receiver.SampleFlows;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how many bytes a flow of the sample takes at each type of receiver, with the blocks of
 * docs/destinations.md, and compares that with the page's table. {@code -Dcosts.print=1} prints the
 * table.
 */
class DestinationCostsTest {

  /** How much compressed bytes may differ, as not every zlib finds the same. */
  private static final double OTHER_ZLIB = 0.1;

  @TempDir static Path dir;
  private static final CamelContext CAMEL = new DefaultCamelContext();
  private static List<BatchPart> parts;
  private static List<BatchPart> gathered;

  /** The bytes of some flows before and after compression. */
  private static final class Bytes {
    private long plain;
    private long sent;
    private int flows;

    long plainOfAFlow() {
      return Math.round((double) plain / flows);
    }

    long sentOfAFlow() {
      return Math.round((double) sent / flows);
    }
  }

  @BeforeAll
  static void readSample() throws IOException {
    Files.writeString(
        dir.resolve("service-account.json"),
        "{\"client_email\":\"a\",\"private_key\":\"b\",\"token_uri\":\"c\"}");
    parts = SampleFlows.parts();
    gathered = new ArrayList<>();
    for (Decision decision : Decision.values()) {
      List<Flow> all = SampleFlows.all(decision);
      gathered.add(new BatchPart("all-" + decision, parts.get(0).origin(), decision, all));
    }
  }

  @AfterAll
  static void stop() {
    CAMEL.stop();
  }

  private static Destination destination(String block) throws IOException, ConfigurationException {
    Path file =
        Files.writeString(
            dir.resolve("application.properties"),
            """
            flowlogs.source.sample.directory = %s
            flowlogs.source.prod.storage-account-url = https://account.blob.core.windows.net
            flowlogs.source.prod.tenant-id = t
            flowlogs.source.prod.client-id = c
            flowlogs.source.prod.client-secret = s
            flowlogs.routes = %s
            flowlogs.allow = siem
            flowlogs.deny = siem
            %s
            """
                .formatted(
                    Path.of("sample").toAbsolutePath(), Path.of("routes").toAbsolutePath(), block));
    Settings settings = Configuration.read(file, Map.of(), Map.of());
    return DestinationSettings.destination(
        settings, settings.groups(DestinationKeys.GROUP).get(0), Lookups.NONE);
  }

  private static Bytes bytes(Destination destination, List<BatchPart> of) throws IOException {
    Bytes bytes = new Bytes();
    for (BatchPart part : of) {
      bytes.flows += part.size();
      for (Iterator<Message> i = destination.messages(part, CAMEL); i.hasNext(); ) {
        add(i.next(), bytes);
      }
    }
    return bytes;
  }

  private static void add(Message message, Bytes bytes) throws IOException {
    if (message.getBody() instanceof List<?> records) {
      addRecords(records, bytes);
      return;
    }
    byte[] body = message.getBody(byte[].class);
    boolean gzip = "gzip".equals(message.getHeader(Exchange.CONTENT_ENCODING));
    bytes.plain += body.length;
    bytes.sent += gzip ? gzip(body) : body.length;
  }

  /** Camel's HTTP component compresses like this. */
  private static int gzip(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.size();
  }

  /** Kafka's client compresses as many records together as its batches hold. */
  private static void addRecords(List<?> records, Bytes bytes) {
    int most = (Integer) ProducerConfig.configDef().defaultValues().get("batch.size");
    List<SimpleRecord> batch = new ArrayList<>();
    int size = 0;
    for (Object record : records) {
      byte[] value = ((Message) record).getBody(byte[].class);
      bytes.plain += value.length;
      if (size + value.length > most) {
        bytes.sent += batchSize(batch);
        batch.clear();
        size = 0;
      }
      batch.add(new SimpleRecord(value));
      size += value.length;
    }
    bytes.sent += batchSize(batch);
  }

  private static int batchSize(List<SimpleRecord> records) {
    return MemoryRecords.withRecords(
            Compression.gzip().build(), records.toArray(new SimpleRecord[0]))
        .sizeInBytes();
  }

  /** The flows of the sample, each in a request of its own. */
  private static List<BatchPart> alone() {
    return parts.stream()
        .flatMap(
            part ->
                part.flows().stream()
                    .map(
                        flow ->
                            new BatchPart(
                                flow.id(), part.origin(), part.decision(), List.of(flow))))
        .toList();
  }

  /** What is measured, by its name in the table: blocks of configuration. */
  private static Map<String, String> blocks() {
    Map<String, String> blocks = new LinkedHashMap<>();
    Receivers.names().forEach(type -> blocks.put("`" + type + "`", DestinationsPage.block(type)));
    String web = "flowlogs.destination.siem.uri = https://h/in\n";
    blocks.put("no type, `flat`", web + "flowlogs.destination.siem.compression = gzip\n");
    blocks.put(
        "no type, `fields = compact`",
        web
            + "flowlogs.destination.siem.compression = gzip\n"
            + "flowlogs.destination.siem.fields = compact\n");
    return blocks;
  }

  @Test
  void theTableOfThePageIsWhatFlowsTake() throws Exception {
    List<String> table = new ArrayList<>();
    Map<String, long[]> shown = DestinationsPage.costs();
    int flows = parts.stream().mapToInt(BatchPart::size).sum();
    assertThat(DestinationsPage.text())
        .contains(String.format(Locale.ROOT, "of the %,d flows of", flows))
        .contains("decision, %d on average".formatted(Math.round((float) flows / parts.size())));
    for (Map.Entry<String, String> block : blocks().entrySet()) {
      Destination destination = destination(block.getValue());
      Bytes own = bytes(destination, alone());
      Bytes hourly = bytes(destination, parts);
      Bytes large = bytes(destination, gathered);
      long[] figures = {
        own.plainOfAFlow(), large.plainOfAFlow(), hourly.sentOfAFlow(), large.sentOfAFlow()
      };
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %,d | %,d | %,d |",
              block.getKey(),
              figures[0],
              figures[1],
              figures[2],
              figures[3]));
      if (System.getProperty("costs.print") == null) {
        long[] told = shown.get(block.getKey());
        assertThat(told).as(block.getKey()).hasSize(figures.length);
        assertThat(Arrays.copyOf(told, 2))
            .as("%s before compression", block.getKey())
            .isEqualTo(Arrays.copyOf(figures, 2));
        for (int i = 2; i < figures.length; i++) {
          assertThat((double) told[i])
              .as("%s as sent", block.getKey())
              .isCloseTo((double) figures[i], within(1 + figures[i] * OTHER_ZLIB));
        }
      }
    }
    if (System.getProperty("costs.print") != null) {
      table.forEach(System.out::println);
    } else {
      assertThat(shown.keySet()).isEqualTo(blocks().keySet());
    }
  }
}
