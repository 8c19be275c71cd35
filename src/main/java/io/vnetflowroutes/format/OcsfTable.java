package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.parquet.Codec;
import io.vnetflowroutes.parquet.LeafType;
import io.vnetflowroutes.parquet.ParquetFile;
import io.vnetflowroutes.parquet.ParquetSchema;
import io.vnetflowroutes.table.FlowKind;
import io.vnetflowroutes.table.GroupCache;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The events of {@link OcsfFormat} as a table in a Parquet file, as Amazon Security Lake accepts
 * them: a group for each object, and a map for values that the schema does not name.
 */
public final class OcsfTable implements Format {

  private static final Set<String> LONGS =
      Set.of("type_uid", "time", "start_time", "end_time", "metadata.logged_time");
  private static final Set<String> INTS =
      Set.of(
          "category_uid",
          "class_uid",
          "src_endpoint.port",
          "dst_endpoint.port",
          "src_endpoint.autonomous_system.number",
          "dst_endpoint.autonomous_system.number",
          "connection_info.protocol_num");
  private static final Set<String> LISTS =
      Set.of("metadata.profiles", "metadata.labels", "unmapped");

  private final AddressValues addresses = new AddressValues();
  private final ParquetSchema schema = new ParquetSchema("network_activity");
  private final NestedColumns columns = new NestedColumns(schema, OcsfTable::type);
  private final ParquetFile file;
  private GroupCache<Map<Long, long[]>> kept;

  /** A version with derived fields. */
  public OcsfTable(OcsfVersion version, Derivation derivation, Codec codec) {
    DerivedFields derived = new DerivedFields(derivation, addresses);
    columns.add(OcsfFormat.rows(version, addresses, derived));
    file = new ParquetFile(schema, codec, ParquetFormat.CREATED_BY);
  }

  private static LeafType type(String path) {
    if (LISTS.contains(path)) {
      return null;
    }
    if (LONGS.contains(path) || path.startsWith("traffic.")) {
      return LeafType.INT64;
    }
    return INTS.contains(path) || path.endsWith("_id") ? LeafType.INT32 : LeafType.STRING;
  }

  @Override
  public Syntax syntax() {
    return Syntax.PARQUET;
  }

  @Override
  public void header(ByteOutput out) {
    file.begin(ParquetFormat.stream(out));
    startRowGroup();
  }

  private void startRowGroup() {
    kept = new GroupCache<>(group -> new HashMap<>());
    columns.startRowGroup();
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    long kind = addresses.kind(flow);
    columns.add(
        flow,
        kind == FlowKind.UNUSUAL
            ? null
            : kept.of(flow.group()).computeIfAbsent(kind, k -> columns.kept(flow)));
    if (file.endRow(ParquetFormat.stream(out))) {
      startRowGroup();
    }
  }

  @Override
  public void footer(ByteOutput out) {
    file.end(ParquetFormat.stream(out));
  }

  @Override
  public long held() {
    return file.held();
  }
}
