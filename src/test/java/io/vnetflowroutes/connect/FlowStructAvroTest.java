package io.vnetflowroutes.connect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.apicurio.registry.utils.converter.AvroConverter;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Flow;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Proves that a flow goes through a converter of Avro that registers its schema: Apicurio's, with a
 * registry that answers as Apicurio's does.
 */
final class FlowStructAvroTest {

  private static final String TOPIC = "flowlogs.deny";
  private static final long ID = 7;

  /** A mark, and the id of the schema. */
  private static final int HEAD = 1 + Long.BYTES;

  private final WireMockServer registry =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
  private final AvroConverter<Object> converter = new AvroConverter<>();

  @BeforeEach
  void start() {
    registry.start();
    registry.stubFor(
        post(urlPathMatching("/apis/registry/v2/groups/[^/]+/artifacts"))
            .willReturn(
                okJson(
                    "{\"id\":\"%s-value\",\"groupId\":\"default\",\"version\":\"1\",\"type\":\"AVRO\",\"globalId\":%d,\"contentId\":%d}"
                        .formatted(TOPIC, ID, ID))));
    converter.configure(
        Map.of(
            "apicurio.registry.url",
            registry.baseUrl() + "/apis/registry/v2",
            "apicurio.registry.auto-register",
            "true"),
        false);
  }

  @AfterEach
  void stop() {
    converter.close();
    registry.stop();
  }

  @Test
  void aFlowIsAvroOfTheSchemaThatIsRegistered() throws Exception {
    List<Batch> batches = FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(0)));
    Flow flow = batches.get(0).denied().flows().get(0);
    byte[] written = converter.fromConnectData(TOPIC, FlowStruct.SCHEMA, FlowStruct.of(flow));

    String registered =
        registry
            .findAll(postRequestedFor(urlMatching("/apis/registry/v2/groups/.*")))
            .get(0)
            .getBodyAsString();
    assertThat(ByteBuffer.wrap(written, 1, Long.BYTES).getLong()).isEqualTo(ID);
    Schema schema = new Schema.Parser().parse(registered);
    assertThat(schema.getFullName()).isEqualTo("io.vnetflowroutes.Flow");
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(
                null,
                DecoderFactory.get().binaryDecoder(written, HEAD, written.length - HEAD, null));
    assertThat(record.get("dst_port")).isEqualTo(22);
    assertThat(record.get("decision")).hasToString("deny");
    assertThat(record.get("time")).isEqualTo(1788249600456L);
    assertThat(record.get("bytes_sent")).isInstanceOf(Long.class);
    assertThat(record.get("extra")).isNull();

    registry.stubFor(
        get(urlPathMatching("/apis/registry/v2/ids/.*"))
            .willReturn(aResponse().withBody(registered)));
    SchemaAndValue read = converter.toConnectData(TOPIC, written);
    assertThat(read.value()).hasToString(FlowStruct.of(flow).toString());
  }
}
