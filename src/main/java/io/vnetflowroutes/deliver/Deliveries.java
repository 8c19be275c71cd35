package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.Delivery.KeyedRecord;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Part;
import io.vnetflowroutes.format.ByteOutput;
import io.vnetflowroutes.format.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Encodes a part into messages, one after the other as they are asked for. A message is closed
 * before it would exceed the limit, so memory does not grow with the part. A message's key says
 * which flows of the part it holds, so that it stays true when the limit is changed.
 */
final class Deliveries implements Iterator<Delivery> {

  private final Part part;
  private final Packing packing;
  private final Format format;
  private final byte[] lineEnd;
  private final ByteOutput out;
  private int[] cuts = new int[64];
  private int cutCount;
  private int next;

  Deliveries(Part part, Format format, Packing packing) {
    this.part = part;
    this.format = format;
    this.packing = packing;
    this.lineEnd = format.syntax().lineEnd().getBytes(StandardCharsets.US_ASCII);
    this.out = SpareOutput.take();
  }

  @Override
  public boolean hasNext() {
    return next < part.size();
  }

  @Override
  public Delivery next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int first = next;
    boolean asRecords = packing.framing() == Framing.RECORDS;
    cutCount = 0;
    List<KeyedRecord> records = asRecords ? records() : List.of();
    byte[] body = asRecords ? null : body();
    if (!hasNext()) {
      SpareOutput.giveBack(out);
    }
    int flows = next - first;
    String key = part.id() + '-' + first + '-' + flows;
    return new Delivery(
        key,
        FileNames.of(part, key, packing.ending(format.syntax())),
        body,
        packing.compression() == Compression.NONE ? Arrays.copyOf(cuts, cutCount) : new int[0],
        records,
        flows);
  }

  private byte[] body() {
    boolean array = packing.framing() == Framing.ARRAY;
    out.clear();
    if (array) {
      out.put('[');
    } else {
      format.header(out);
    }
    int first = next;
    while (next < part.size()) {
      int before = out.size();
      if (array && next > first) {
        out.put(',');
      }
      cut();
      format.write(part.flows().get(next), out);
      if (!array) {
        out.put(lineEnd);
      }
      if (out.size() + (array ? 1 : 0) > packing.bodyLimit() && next > first) {
        out.truncate(before);
        cutCount--;
        break;
      }
      next = endOfWritten(next);
    }
    cut();
    if (array) {
      out.put(']');
    }
    return packing.compression().apply(out.array(), out.size());
  }

  private void cut() {
    if (cutCount == cuts.length) {
      cuts = Arrays.copyOf(cuts, cutCount * 2);
    }
    cuts[cutCount++] = out.size();
  }

  /** Behind which flow those end that the text of one flow holds, too. */
  private int endOfWritten(int at) {
    int end = at + 1;
    while (end < part.size() && format.holds(part.flows().get(at), part.flows().get(end))) {
      end++;
    }
    return end;
  }

  /**
   * The next records. The first goes alone: while Kafka's client knows no broker it waits for each
   * record of a list in turn, which for thousands would be hours.
   */
  private List<KeyedRecord> records() {
    List<KeyedRecord> records = new ArrayList<>();
    int size = 0;
    boolean alone = next == 0;
    while (next < part.size() && (records.isEmpty() || (!alone && size < packing.bodyLimit()))) {
      Flow flow = part.flows().get(next);
      out.clear();
      format.write(flow, out);
      String key = packing.key() == null ? null : flow.get(packing.key());
      records.add(new KeyedRecord(key, Arrays.copyOf(out.array(), out.size())));
      size += out.size();
      next = endOfWritten(next);
    }
    return records;
  }
}
