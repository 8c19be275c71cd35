package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.table.FlowKind;
import io.vnetflowroutes.table.JsonRow;
import io.vnetflowroutes.table.Mapping;
import io.vnetflowroutes.table.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The flat format with the fields that the user chose. {@link FlatFormat} writes all fields under
 * their own names without a table, which is faster.
 */
final class ChosenFlatFormat implements Format {

  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

  private final Mapping mapping;
  private final Set<String> members;

  ChosenFlatFormat(FieldChoice choice, Derivation derivation) {
    members = Set.copyOf(choice.names());
    List<Row> rows = choice.rows(derivation, FlatField::member);
    mapping = JsonRow.mapping(FlowKind::of, rows.toArray(new Row[0]));
  }

  @Override
  public Set<String> members() {
    return members;
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    int before = out.size();
    mapping.write(flow, out);
    if (out.size() == before) {
      out.put(EMPTY);
    }
  }
}
