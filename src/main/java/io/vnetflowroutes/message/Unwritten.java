package io.vnetflowroutes.message;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.format.FlowsFormat;
import io.vnetflowroutes.format.Syntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flows that a plug-in's format does not write. They become messages of their own, one for each
 * reason, in which they are kept as {@link FlowsFormat} has them: such a message goes to the dead
 * letter, and the others are not held up. One thread uses it.
 */
final class Unwritten {

  private final Map<String, Kept> byReason = new LinkedHashMap<>();
  private int flows;
  private long bytes;

  /** Flows with the same reason. */
  private static final class Kept {
    private final Flow first;
    private final FlowsFormat format = new FlowsFormat(false);
    private final ByteOutput out = new ByteOutput(1024);
    private final List<Integer> cuts = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final StringBuilder ids = new StringBuilder();

    Kept(Flow first) {
      this.first = first;
      format.header(out);
    }
  }

  /**
   * Adds a flow.
   *
   * @param place where in its part it stands
   */
  void add(Flow flow, int place, String reason) {
    Kept kept = byReason.computeIfAbsent(reason, first -> new Kept(flow));
    int before = kept.out.size();
    kept.cuts.add(before);
    kept.places.add(place);
    kept.ids.append(flow.id()).append(',');
    kept.format.write(flow, kept.out);
    flows++;
    bytes += kept.out.size() - before;
  }

  int flows() {
    return flows;
  }

  /** How many bytes they take. */
  long bytes() {
    return bytes;
  }

  /**
   * The messages that they become.
   *
   * @param part the id of the part that they are of
   */
  List<Delivery> messages(String part, FolderLayout folders) {
    List<Delivery> messages = new ArrayList<>(byReason.size());
    byReason.forEach((reason, kept) -> messages.add(message(part, folders, reason, kept)));
    return messages;
  }

  /** Its name is that of a selection, so it acknowledges none of the flows around it. */
  private static Delivery message(String part, FolderLayout folders, String reason, Kept kept) {
    BatchPart selected =
        new BatchPart(part, kept.first.record().origin(), kept.first.decision(), List.of())
            .select(kept.ids.toString(), List.of());
    int count = kept.places.size();
    int begin = kept.places.get(0);
    int end = kept.places.get(count - 1) + 1;
    String key = new MessageKey(selected.id(), begin, end - begin).toString();
    kept.cuts.add(kept.out.size());
    kept.places.add(end);
    return new Delivery(
        key,
        FileNames.of(folders, selected, key, Syntax.FLOWS.extension()),
        kept.out.toByteArray(),
        ints(kept.cuts),
        List.of(),
        count,
        ints(kept.places),
        new int[0],
        null,
        reason);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
