package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.table.FlowKind;
import io.vnetflowroutes.table.Mapping;
import io.vnetflowroutes.table.Row;
import java.util.List;

/**
 * Comma-separated values, RFC 4180: the fields of the flat format, in its order, and {@code extra}.
 * Absent values are empty; an empty text is two quotes.
 */
public final class CsvFormat implements Format {

  private final List<String> columns;
  private final Mapping mapping;

  /** All columns. */
  public CsvFormat() {
    this(FieldChoice.ALL, Derivation.NONE);
  }

  /** The chosen columns, and derived fields. */
  public CsvFormat(FieldChoice choice, Derivation derivation) {
    columns = choice.names();
    mapping =
        new Mapping(
            List.of(Row.of("", choice.rows(derivation, (field, name) -> field.column()), "")),
            FlowKind::of);
  }

  @Override
  public Syntax syntax() {
    return Syntax.CSV;
  }

  @Override
  public void header(ByteOutput out) {
    out.put(String.join(",", columns)).put(Syntax.CSV.lineEnd());
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    mapping.write(flow, out);
  }
}
