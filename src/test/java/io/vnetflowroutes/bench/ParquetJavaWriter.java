package io.vnetflowroutes.bench;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.vnetflowroutes.derive.Protocols;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes the same table with parquet-java, by its quickest way: no Avro, no objects for rows, texts
 * as views on the record's bytes, and what a group says made once.
 */
final class ParquetJavaWriter {

  private ParquetJavaWriter() {}

  /** Writes a file with zstd of level 1. */
  static void write(List<Flow> flows, Path file) throws IOException {
    try (ParquetWriter<Flow> writer =
        new Builder(file)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .config("parquet.compression.codec.zstd.level", "1")
            .build()) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
    }
  }

  private static MessageType schema() {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    text(schema, "id");
    schema.optional(INT64).as(timestampType(true, TimeUnit.MILLIS)).named("time");
    schema.optional(INT64).as(timestampType(true, TimeUnit.MILLIS)).named("record_time");
    text(schema, "decision", "state", "direction", "src_ip", "dst_ip", "protocol_name");
    text(schema, "encryption");
    Stream.of("src_port", "dst_port", "protocol")
        .forEach(name -> schema.optional(INT32).named(name));
    Stream.of("packets_sent", "bytes_sent", "packets_received", "bytes_received")
        .forEach(name -> schema.optional(INT64).named(name));
    text(schema, "rule", "acl_id", "acl_name", "mac_address", "flow_log_id", "flow_log_type");
    text(schema, "flow_log_version", "target_id", "subscription_id", "resource_group");
    text(schema, "virtual_network", "region", "source");
    return schema.named("flows");
  }

  private static void text(Types.MessageTypeBuilder schema, String... names) {
    for (String name : names) {
      schema.optional(BINARY).as(stringType()).named(name);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Flow, Builder> {

    Builder(Path file) {
      super(new LocalOutputFile(file));
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Flow> getWriteSupport(Configuration configuration) {
      return new Rows();
    }

    @Override
    protected WriteSupport<Flow> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows();
    }
  }

  private static final class Rows extends WriteSupport<Flow> {

    private static final MessageType SCHEMA = schema();
    private static final String[] NAMES =
        SCHEMA.getFields().stream().map(Type::getName).toArray(String[]::new);

    private RecordConsumer row;
    private FlowGroup group;
    private Binary[] ofGroup;
    private int column;

    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      row = consumer;
    }

    @Override
    public void write(Flow flow) {
      column = 0;
      row.startMessage();
      put(Binary.fromString(flow.id()));
      put(flow.timeMillis());
      put(flow.record().timeMillis());
      put(Binary.fromString(flow.decision().word()));
      put(flow, TupleField.STATE);
      put(flow, TupleField.DIRECTION);
      put(flow, TupleField.SRC_IP);
      put(flow, TupleField.DST_IP);
      put(Binary.fromString(Protocols.name(flow.protocol())));
      put(flow, TupleField.ENCRYPTION);
      put((int) flow.number(TupleField.SRC_PORT));
      put((int) flow.number(TupleField.DST_PORT));
      put(flow.protocol());
      put(flow.number(TupleField.PACKETS_SENT));
      put(flow.number(TupleField.BYTES_SENT));
      put(flow.number(TupleField.PACKETS_RECEIVED));
      put(flow.number(TupleField.BYTES_RECEIVED));
      if (!flow.group().equals(group)) {
        group = flow.group();
        ofGroup = texts(group);
      }
      for (Binary text : ofGroup) {
        put(text);
      }
      row.endMessage();
    }

    private static Binary[] texts(FlowGroup group) {
      RecordContext record = group.record();
      return Stream.of(
              group.rule(),
              group.aclId(),
              group.aclName(),
              record.macAddress(),
              record.flowLogId(),
              record.type().word(),
              record.version(),
              record.targetId(),
              record.subscriptionId(),
              record.resourceGroup(),
              record.virtualNetwork(),
              record.region(),
              record.origin().source())
          .map(text -> text == null ? null : Binary.fromString(text))
          .toArray(Binary[]::new);
    }

    private void put(Flow flow, TupleField field) {
      int from = flow.from(field);
      put(Binary.fromConstantByteArray(flow.text(), from, flow.to(field) - from));
    }

    private void put(Binary text) {
      if (text == null) {
        column++;
        return;
      }
      row.startField(NAMES[column], column);
      row.addBinary(text);
      row.endField(NAMES[column], column++);
    }

    private void put(long number) {
      row.startField(NAMES[column], column);
      row.addLong(number);
      row.endField(NAMES[column], column++);
    }

    private void put(int number) {
      row.startField(NAMES[column], column);
      row.addInteger(number);
      row.endField(NAMES[column], column++);
    }
  }
}
