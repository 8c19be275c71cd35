package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.parquet.Codec;
import io.vnetflowroutes.parquet.ParquetFile;
import io.vnetflowroutes.parquet.ParquetSchema;
import io.vnetflowroutes.table.GroupCache;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of the flat format as a table in a Parquet file, each with its own type. It collects
 * flows until a row group is full or the file ends.
 */
public final class ParquetFormat implements Format {

  static final String CREATED_BY = createdBy();
  private static final int MISSING = -1;

  private final FlowColumns columns;
  private final FlowColumns.OfFlow[] ofFlow;
  private final FlowColumns.OfGroup[] ofGroup;
  private final ParquetFile file;
  private final int[] starts = new int[TupleField.COUNT + 1];
  private GroupCache<int[]> kept;
  private FlowGroup group;
  private RecordContext record;
  private int[] places;
  private int pending;

  /** The chosen columns, and derived fields. */
  public ParquetFormat(FieldChoice choice, Derivation derivation, Codec codec) {
    columns = new FlowColumns(new ParquetSchema("flows"));
    Map<String, DerivedField> derived = new HashMap<>();
    new DerivedFields(derivation, new AddressValues())
        .all()
        .forEach(field -> derived.put(field.name(), field));
    choice.forEach(
        (field, name) -> {
          if (derived.containsKey(field)) {
            columns.derived(derived.get(field), name);
          } else {
            columns.flat(field, name);
          }
        });
    ofFlow = columns.ofFlow().toArray(new FlowColumns.OfFlow[0]);
    ofGroup = columns.ofGroup().toArray(new FlowColumns.OfGroup[0]);
    file = new ParquetFile(columns.table(), codec, CREATED_BY);
  }

  /** The program's name and version, in the form that readers of Parquet parse. */
  private static String createdBy() {
    String version = ParquetFormat.class.getPackage().getImplementationVersion();
    return "vnet-flow-routes version %s (build 0)".formatted(version == null ? "0" : version);
  }

  @Override
  public Syntax syntax() {
    return Syntax.PARQUET;
  }

  @Override
  public void header(ByteOutput out) {
    file.begin(stream(out));
    startRowGroup();
  }

  private void startRowGroup() {
    kept = new GroupCache<>(this::places);
    group = null;
    record = null;
    pending = 0;
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.group().equals(group)) {
      start(flow.group());
    }
    byte[] text = flow.text();
    flow.starts(starts);
    for (FlowColumns.OfFlow column : ofFlow) {
      column.add(flow, text, starts);
    }
    pending++;
    if (file.isLastRow()) {
      settle();
      startRowGroup();
    }
    file.endRow(stream(out));
  }

  private void start(FlowGroup next) {
    settle();
    group = next;
    places = kept.of(next);
    if (!next.record().equals(record)) {
      record = next.record();
      byte[] prefix = record.idPrefix().getBytes(StandardCharsets.US_ASCII);
      columns.ids().forEach(ids -> ids.prefix(prefix));
    }
  }

  private int[] places(FlowGroup of) {
    int[] made = new int[ofGroup.length];
    for (int i = 0; i < made.length; i++) {
      String text = ofGroup[i].text().apply(of);
      made[i] = text == null ? MISSING : place(ofGroup[i], text);
    }
    return made;
  }

  private static int place(FlowColumns.OfGroup column, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return column.column().place(utf8, 0, utf8.length);
  }

  /** Adds the shared values of the last flows to the columns of groups and records. */
  private void settle() {
    if (pending == 0) {
      return;
    }
    for (int i = 0; i < ofGroup.length; i++) {
      if (places[i] == MISSING) {
        ofGroup[i].column().addMissing(pending);
      } else {
        ofGroup[i].column().add(places[i], pending);
      }
    }
    for (FlowColumns.OfRecord column : columns.ofRecord()) {
      column.add(record, pending);
    }
    pending = 0;
  }

  @Override
  public void footer(ByteOutput out) {
    settle();
    file.end(stream(out));
  }

  @Override
  public long held() {
    return file.held();
  }

  /** An output stream for the file. */
  static OutputStream stream(ByteOutput out) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        out.put(b);
      }

      @Override
      public void write(byte[] bytes, int from, int length) {
        out.put(bytes, from, length);
      }
    };
  }
}
