package io.vnetflowroutes.message;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.IdRange;
import io.vnetflowroutes.flow.MessageKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The batches in hand that were in hand before a kill or a failure. What a destination has
 * acknowledged of them is not sent again, even if the flows are grouped into other messages by now.
 *
 * <p>Any thread may call it.
 */
public final class ResumedBatches {

  private final Function<String, List<String>> acknowledged;
  private final Set<String> batches = ConcurrentHashMap.newKeySet();

  /**
   * Some flows of a part that follow one another.
   *
   * @param from where in the part they begin
   * @param to where they end
   */
  public record Stretch(int from, int to) {}

  /**
   * @param acknowledged the keys of acknowledged messages of a part, by the part's id
   */
  public ResumedBatches(Function<String, List<String>> acknowledged) {
    this.acknowledged = acknowledged;
  }

  /** Of somebody who has no batch in hand but new ones. */
  public static ResumedBatches none() {
    return new ResumedBatches(part -> List.of());
  }

  /** A batch was in hand before. */
  public void add(Batch batch) {
    batches.add(batch.id());
  }

  /** A batch is no longer in hand. */
  public void remove(Batch batch) {
    batches.remove(batch.id());
  }

  /** What a destination has not acknowledged of a part. */
  public List<Stretch> open(BatchPart part, String destination) {
    Stretch all = new Stretch(0, part.size());
    if (batches.isEmpty() || batches.stream().noneMatch(id -> IdRange.of(id).contains(part.id()))) {
      return List.of(all);
    }
    BitSet taken = new BitSet(part.size());
    IdRange ofPart = IdRange.of(part.id());
    for (String key : acknowledged.apply(part.id())) {
      DeliveryKey delivery = DeliveryKey.parse(key);
      if (ofPart.contains(key) && isTaken(delivery.takenAs(), destination)) {
        MessageKey message = MessageKey.parse(delivery.message());
        taken.set(message.begin(), message.end());
      }
    }
    List<Stretch> open = new ArrayList<>();
    for (int from = taken.nextClearBit(0); from < part.size(); ) {
      int next = taken.nextSetBit(from);
      int to = next < 0 ? part.size() : Math.min(next, part.size());
      open.add(new Stretch(from, to));
      from = taken.nextClearBit(to);
    }
    return open;
  }

  /** Whether a destination took it, even if it no longer gathers. */
  private static boolean isTaken(String takenAs, String destination) {
    return takenAs.equals(destination)
        || (DeliveryKey.isGathered(takenAs)
            && DeliveryKey.nameIn(takenAs).equals(DeliveryKey.nameIn(destination)));
  }
}
