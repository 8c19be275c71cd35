package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.Delivery.KeyedRecord;
import io.vnetflowroutes.filter.Selection;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Part;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.ByteOutput;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.RawFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Encodes what a filter left of a part into messages, one after the other as they are asked for. A
 * message is closed before it would exceed the limit, so memory does not grow with the part. A
 * message's key says which flows of the part it is about, those that were left out among them
 * counted, so that it stays true when the limit or the filter is changed.
 */
final class Deliveries implements Iterator<Delivery> {

  private final Selection selection;
  private final List<Flow> flows;
  private final Packing packing;
  private final Format format;
  private final boolean holdsRecords;
  private final byte[] lineEnd;
  private final ByteOutput out;
  private int[] cuts = new int[64];
  private int cutCount;
  private int[] firsts = new int[64];
  private int entries;
  private int next;

  Deliveries(Part part, Format format, Packing packing) {
    this(Selection.all(part), format, packing);
  }

  Deliveries(Selection selection, Format format, Packing packing) {
    this.selection = selection;
    this.flows = selection.kept();
    this.format = format;
    this.holdsRecords = format instanceof RawFormat;
    this.packing = packing;
    this.lineEnd = format.syntax().lineEnd().getBytes(StandardCharsets.US_ASCII);
    this.out = SpareOutput.take();
  }

  @Override
  public boolean hasNext() {
    return next < flows.size();
  }

  @Override
  public Delivery next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int first = next;
    boolean asRecords = packing.framing() == Framing.RECORDS;
    cutCount = 0;
    entries = 0;
    List<KeyedRecord> records = asRecords ? records() : List.of();
    byte[] body = asRecords ? null : body();
    if (!hasNext()) {
      SpareOutput.giveBack(out);
    }
    int begin = first == 0 ? 0 : selection.place(first);
    int end = selection.place(next);
    String key = selection.part().id() + '-' + begin + '-' + (end - begin);
    return new Delivery(
        key,
        FileNames.of(selection.part(), key, packing.ending(format.syntax())),
        body,
        packing.compression() == Compression.NONE ? Arrays.copyOf(cuts, cutCount) : new int[0],
        records,
        next - first,
        end - begin == entries ? new int[0] : places(begin, end),
        next - first == entries ? new int[0] : counts());
  }

  /** Where the message begins, where its other entries begin, and where it ends. */
  private int[] places(int begin, int end) {
    int[] places = new int[entries + 1];
    Arrays.setAll(places, entry -> entry < entries ? selection.place(firsts[entry]) : end);
    places[0] = begin;
    return places;
  }

  /** How many flows each entry holds. */
  private int[] counts() {
    int[] counts = new int[entries];
    Arrays.setAll(
        counts, entry -> (entry + 1 < entries ? firsts[entry + 1] : next) - firsts[entry]);
    return counts;
  }

  /** Takes down that an entry begins with the next flow. */
  private void entry() {
    if (entries == firsts.length) {
      firsts = Arrays.copyOf(firsts, entries * 2);
    }
    firsts[entries++] = next;
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
    while (next < flows.size()) {
      int before = out.size();
      if (array && next > first) {
        out.put(',');
      }
      cut();
      format.write(flows.get(next), out);
      if (!array) {
        out.put(lineEnd);
      }
      if (out.size() + (array ? 1 : 0) > packing.bodyLimit() && next > first) {
        out.truncate(before);
        cutCount--;
        break;
      }
      entry();
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
    while (end < flows.size() && format.holds(flows.get(at), flows.get(end))) {
      end++;
    }
    return end;
  }

  private List<KeyedRecord> records() {
    List<KeyedRecord> records = new ArrayList<>();
    int size = 0;
    while (next < flows.size() && (records.isEmpty() || size < packing.bodyLimit())) {
      Flow flow = flows.get(next);
      out.clear();
      format.write(flow, out);
      entry();
      String key = packing.key() == null ? null : flow.get(packing.key());
      int end = endOfWritten(next);
      String tuple = end == next + 1 && !holdsRecords ? fields(flow) : null;
      records.add(new KeyedRecord(key, Arrays.copyOf(out.array(), out.size()), tuple));
      size += out.size();
      next = end;
    }
    return records;
  }

  /** The fields of a flow in their order, also where Azure wrote them in another. */
  private static String fields(Flow flow) {
    int from = flow.from(TupleField.TIME);
    int to = flow.to(TupleField.BYTES_RECEIVED);
    return new String(flow.text(), from, to - from, StandardCharsets.UTF_8);
  }
}
