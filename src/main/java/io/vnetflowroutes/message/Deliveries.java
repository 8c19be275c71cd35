package io.vnetflowroutes.message;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.filter.Selection;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.flow.TupleField;
import io.vnetflowroutes.format.FlowsFormat;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.OwnFormatException;
import io.vnetflowroutes.format.RawFormat;
import io.vnetflowroutes.format.Syntax;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import io.vnetflowroutes.message.ResumedBatches.Stretch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Encodes what a filter left of a part into messages, one after the other as they are asked for. A
 * message is closed before it would exceed the limit, so memory does not grow with the part. A
 * message's key says which flows of the part it is about, those that were left out among them
 * counted, so that it stays true when the limit or the filter is changed. Flows that the format of
 * a plug-in does not write come in front of the message that they are missing from.
 *
 * <p>One thread goes through the messages.
 */
public final class Deliveries implements Iterator<Delivery> {

  private final Selection selection;
  private final List<Flow> flows;
  private final MessageLayout layout;
  private final Format format;
  private final boolean holdsRecords;
  private final boolean whole;
  private final FlowsFormat waiting;
  private final byte[] lineEnd;
  private final ByteOutput out;
  private final Stretch stretch;
  private final int first;
  private final int last;
  private final Deque<Delivery> made = new ArrayDeque<>();
  private Unwritten unwritten = new Unwritten();
  private int[] cuts = new int[64];
  private int cutCount;
  private int[] firsts = new int[64];
  private int entries;
  private int next;

  public Deliveries(BatchPart part, Format format, MessageLayout layout) {
    this(Selection.all(part), new Stretch(0, part.size()), format, layout);
  }

  /**
   * @param stretch which flows of the part messages are to be about
   */
  public Deliveries(Selection selection, Stretch stretch, Format format, MessageLayout layout) {
    this.selection = selection;
    this.flows = selection.kept();
    this.format = format;
    this.holdsRecords = format instanceof RawFormat;
    this.whole = format.syntax().equals(Syntax.PARQUET);
    this.waiting = format instanceof FlowsFormat flows ? flows : null;
    this.layout = layout;
    this.lineEnd = format.syntax().lineEnd().getBytes(StandardCharsets.US_ASCII);
    this.out = BufferPool.take();
    this.stretch = stretch;
    this.first = firstFrom(stretch.from());
    this.last = firstFrom(stretch.to());
    this.next = first;
  }

  /** Which of the flows that stay is the first at a place or behind it. */
  private int firstFrom(int place) {
    if (place == 0 || place >= selection.part().size()) {
      return place == 0 ? 0 : flows.size();
    }
    int index = 0;
    while (index < flows.size() && selection.place(index) < place) {
      index++;
    }
    return index;
  }

  @Override
  public boolean hasNext() {
    return !made.isEmpty() || next < last;
  }

  @Override
  public Delivery next() {
    if (made.isEmpty()) {
      made.addAll(nextTogether());
    }
    return made.poll();
  }

  /**
   * The next message that fits the limit, behind those with the flows that are missing from it; it
   * is not there if nothing is left of it.
   */
  List<Delivery> nextTogether() {
    if (next >= last) {
      throw new NoSuchElementException();
    }
    int begun = next;
    boolean asRecords = layout.framing() == Framing.RECORDS;
    cutCount = 0;
    entries = 0;
    List<KeyedRecord> records = asRecords ? records() : List.of();
    byte[] body = asRecords ? null : whole ? wholeBody() : body();
    if (next == last) {
      BufferPool.giveBack(out);
    }
    int begin = begun == first ? stretch.from() : selection.place(begun);
    int end = next == last ? stretch.to() : selection.place(next);
    int written = next - begun - unwritten.flows();
    List<Delivery> together =
        new ArrayList<>(unwritten.messages(selection.part().id(), layout.folders()));
    unwritten = new Unwritten();
    if (written > 0) {
      together.add(message(begin, end, written, body, records));
    }
    return together;
  }

  private Delivery message(
      int begin, int end, int written, byte[] body, List<KeyedRecord> records) {
    String key = new MessageKey(selection.part().id(), begin, end - begin).toString();
    return new Delivery(
        key,
        FileNames.of(layout.folders(), selection.part(), key, layout.ending(format.syntax())),
        body,
        !whole && waiting == null && layout.compression() == Compression.NONE
            ? Arrays.copyOf(cuts, cutCount)
            : new int[0],
        records,
        written,
        end - begin == entries ? new int[0] : places(end),
        written == entries ? new int[0] : counts(),
        null);
  }

  /** Where the entries begin, and where the message ends. */
  private int[] places(int end) {
    int[] places = new int[entries + 1];
    Arrays.setAll(places, entry -> entry < entries ? selection.place(firsts[entry]) : end);
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
    boolean array = layout.framing() == Framing.ARRAY;
    out.clear();
    if (array) {
      out.put('[');
    } else {
      format.header(out);
    }
    while (next < last && entries < layout.mostEntries()) {
      int before = out.size();
      if (array && entries > 0) {
        out.put(',');
      }
      cut();
      if (!writes(next)) {
        out.truncate(before);
        cutCount--;
        next++;
        continue;
      }
      if (!array) {
        out.put(lineEnd);
      }
      if (out.size() + (array ? 1 : 0) > layout.bodyLimit() && entries > 0 && !together(next)) {
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
    return layout.compression().apply(out.array(), out.size());
  }

  /** Writes a flow; says whether its format does so. */
  private boolean writes(int index) {
    try {
      format.write(flows.get(index), out);
      return true;
    } catch (OwnFormatException e) {
      unwritten.add(flows.get(index), selection.place(index), e.getMessage());
      return false;
    }
  }

  /** Whether a flow has to stay with the one before it. */
  private boolean together(int index) {
    return waiting != null && waiting.together(flows.get(index - 1), flows.get(index));
  }

  /** A body of which no part stands for itself, so that the last flow cannot be taken back. */
  private byte[] wholeBody() {
    out.clear();
    format.header(out);
    do {
      format.write(flows.get(next), out);
      entry();
      next++;
    } while (next < last && out.size() + format.held() < layout.bodyLimit());
    format.footer(out);
    return out.toByteArray();
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
    while (end < last && format.holds(flows.get(at), flows.get(end))) {
      end++;
    }
    return end;
  }

  private List<KeyedRecord> records() {
    List<KeyedRecord> records = new ArrayList<>();
    int size = 0;
    while (next < last && (records.isEmpty() || size < layout.bodyLimit())) {
      Flow flow = flows.get(next);
      out.clear();
      if (!writes(next)) {
        next++;
        continue;
      }
      entry();
      String key = layout.key() == null ? null : flow.get(layout.key());
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
