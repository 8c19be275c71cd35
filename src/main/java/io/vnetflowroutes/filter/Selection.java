package io.vnetflowroutes.filter;

import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import java.util.List;
import java.util.Map;

/**
 * The flows of a part that a filter kept.
 *
 * @param part the part as it was
 * @param kept the flows that stay, in the order of the part
 * @param places where each of them stands in the part; empty where all stay
 * @param leftOut how many flows were left out, by reason
 */
public record Selection(
    BatchPart part, List<Flow> kept, int[] places, Map<String, Integer> leftOut) {

  private static final int[] EVERYWHERE = {};

  /** All flows of a part. */
  public static Selection all(BatchPart part) {
    return new Selection(part, part.flows(), EVERYWHERE, Map.of());
  }

  /** Where a kept flow stands in the part; behind the last one, where the part ends. */
  public int place(int index) {
    if (index == kept.size()) {
      return part.size();
    }
    return places.length == 0 ? index : places[index];
  }

  /** The flows that stay, as a part of its own with an id of its own. */
  public BatchPart asPart(String selection) {
    return part.select(selection, kept);
  }
}
