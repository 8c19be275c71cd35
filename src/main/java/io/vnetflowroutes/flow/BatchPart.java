package io.vnetflowroutes.flow;

import io.vnetflowroutes.bytes.Digest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The flows of one batch that share a decision: the input of a destination.
 *
 * @param id names the part permanently: a batch that is read again has the same parts, under the
 *     same ids, with the same flows
 * @param origin the blob the flows come from
 * @param decision what was decided about all of them
 * @param flows the flows, in the order of the blob
 */
public record BatchPart(String id, Origin origin, Decision decision, List<Flow> flows) {

  private static final int ID_BYTES = 6;

  public BatchPart {
    flows = List.copyOf(flows);
  }

  /** How many flows there are. */
  public int size() {
    return flows.size();
  }

  /**
   * The flows whose field has one of these values, as a part of its own for a finer rule in a route
   * file, such as {@code ${body.where('dst_port', '22,3389')}}.
   *
   * @param field a tuple field's word
   * @param values one value, or several separated by commas
   * @throws IllegalArgumentException if flows have no such field
   */
  public BatchPart where(String field, String values) {
    TupleField wanted = TupleField.named(field);
    Set<String> allowed = Set.copyOf(List.of(values.trim().split("\\s*,\\s*", -1)));
    List<Flow> kept = flows.stream().filter(flow -> allowed.contains(flow.get(wanted))).toList();
    return select(field + '=' + String.join(",", new TreeSet<>(allowed)), kept);
  }

  /**
   * Some of the flows as a part of its own, whose id shows what they were selected by.
   *
   * @param selection what distinguishes this selection from others of the same part
   */
  public BatchPart select(String selection, List<Flow> kept) {
    return new BatchPart(id + '.' + Digest.of(selection, ID_BYTES), origin, decision, kept);
  }

  /** Of the id alone: Camel hashes a body each time it calls one of its methods. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
