package io.vnetflowroutes.avro;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.it.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proves that flows in the format flat become records of the schema, by Apicurio's serializer. */
final class FlowSerializerTest {

  private static final String TOPIC = "flows";
  private static final int CONFLUENT_HEAD = 1 + Integer.BYTES;

  private final SchemaRegistry registry = new SchemaRegistry();
  private final FlowSerializer serializer = new FlowSerializer();

  @AfterEach
  void stop() {
    serializer.close();
    registry.close();
  }

  private void configure(Map<String, String> more) {
    Map<String, String> configs = new HashMap<>(registry.options());
    configs.putAll(more);
    serializer.configure(configs, false);
  }

  private static byte[] flat(Set<Derived> derived) throws Exception {
    Flow flow =
        FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(0))).get(0).denied().flows().get(0);
    Format format = Formats.named("flat", new Derivation(derived, Lookups.NONE)).get();
    ByteOutput out = new ByteOutput(2000);
    format.write(flow, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static GenericRecord read(byte[] bytes, int head) throws Exception {
    return new GenericDatumReader<GenericRecord>(AvroRecords.SCHEMA)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, head, bytes.length - head, null));
  }

  @Test
  void aFlowIsARecordOfTheSchemaThatIsRegistered() throws Exception {
    configure(
        Map.of(
            "apicurio.registry.as-confluent",
            "true",
            "apicurio.registry.headers.enabled",
            "false"));
    byte[] flat = flat(Set.of(Derived.TOTALS, Derived.SERVICE, Derived.NAMES));
    byte[] written = serializer.serialize(TOPIC, new RecordHeaders(), flat);

    assertThat(written[0]).isZero();
    assertThat(ByteBuffer.wrap(written, 1, Integer.BYTES).getInt()).isEqualTo(SchemaRegistry.ID);
    GenericRecord record = read(written, CONFLUENT_HEAD);
    assertThat(record.get("dst_port")).isEqualTo(22);
    assertThat(record.get("decision")).hasToString("deny");
    assertThat(record.get("time")).isEqualTo(1788249600456L);
    assertThat(record.get("bytes_sent")).isInstanceOf(Long.class);
    assertThat(record.get("service")).hasToString("ssh");
    assertThat(record.get("bytes_total")).isInstanceOf(Long.class);
    assertThat(record.get("extra")).isNull();
    assertThat(serializer.serialize(TOPIC, new RecordHeaders(), flat))
        .as("sent again")
        .isEqualTo(written);
    assertThat(
            new Schema.Parser()
                .parse(
                    registry
                        .server()
                        .findAll(postRequestedFor(urlMatching("/apis/registry/v2/groups/.*")))
                        .get(0)
                        .getBodyAsString()))
        .isEqualTo(AvroRecords.SCHEMA);
  }

  @Test
  void theIdMayBeInAHeader() throws Exception {
    configure(Map.of());
    RecordHeaders headers = new RecordHeaders();
    byte[] written = serializer.serialize(TOPIC, headers, flat(Set.of()));
    assertThat(read(written, 0).get("decision")).hasToString("deny");
    assertThat(ByteBuffer.wrap(headers.lastHeader("apicurio.value.globalId").value()).getLong())
        .isEqualTo(SchemaRegistry.ID);
  }

  @Test
  void theSchemaHasAllFieldsOfFlatAndAllThatAreDerived() {
    assertThat(AvroRecords.SCHEMA.getFields().stream().map(Schema.Field::name))
        .containsExactlyElementsOf(FieldChoice.known(EnumSet.allOf(Derived.class)));
  }

  @Test
  void aDerivedFieldHasTheTypeOfItsValue() throws Exception {
    GenericRecord record = AvroRecords.of(flat(EnumSet.allOf(Derived.class)));
    assertThat(record.get("encrypted")).isInstanceOf(Boolean.class);
    assertThat(record.get("packets_total")).isInstanceOf(Long.class);
    assertThat(record.get("src_scope")).isInstanceOf(String.class);
    assertThat(record.get("src_asn")).isNull();
  }

  @Test
  void aRegistryThatIsDownRefusesNoFlow() throws Exception {
    configure(Map.of());
    registry.server().stop();
    byte[] flat = flat(Set.of());
    assertThatThrownBy(() -> serializer.serialize(TOPIC, flat))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageMatching(
            "the serializer of the schema registry fails: \\w+; check that the registry answers, .*")
        .hasNoCause();
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNoFlowOfTheSchemaSaysWhatToDo() {
    String times = "\"time\":\"2026-09-01T08:00:00.456Z\"";
    assertThatThrownBy(() -> AvroRecords.of(json("CEF:0")))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> AvroRecords.of(json("[1]")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("set format to flat");
    assertThatThrownBy(() -> AvroRecords.of(json("{\"id\":\"a\",\"ts\":1}")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the schema has no field 'ts'");
    assertThatThrownBy(() -> AvroRecords.of(json("{\"id\":\"a\"," + times + "}")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("have the field 'decision'");
    assertThatThrownBy(
            () ->
                AvroRecords.of(
                    json("{\"id\":\"a\"," + times + ",\"bytes_sent\":9223372036854775808}")))
        .isInstanceOf(SerializationException.class)
        .hasMessageNotContaining("9223372036854775808")
        .hasNoCause();
  }

  @Test
  void aWrongSerializerIsNamed() {
    FlowSerializer other = new FlowSerializer();
    assertThatThrownBy(() -> other.configure(Map.of(), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("flows.serializer is missing; it must be");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "com.example.None", "not on the class path; add its library by ./flowlogs add",
                "java.lang.String", "is java.lang.String, which is no serializer")
            .entrySet()) {
      assertThatThrownBy(() -> other.configure(Map.of("flows.serializer", wrong.getKey()), false))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(wrong.getValue());
    }
  }
}
