package io.vnetflowroutes.message;

import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.spool.Piece;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One message for a destination.
 *
 * @param key names the message permanently, so that it is not sent twice: its part, where in the
 *     part it begins, and how many flows of the part it is about, those that a filter left out
 *     counted
 * @param fileName the name it has as a file
 * @param body the bytes to send; {@code null} if records are sent
 * @param cuts where in the body each entry begins, and where the last one ends; empty if the body
 *     cannot be divided
 * @param records the entries, if the destination takes records
 * @param flows how many flows it holds
 * @param places where in the part each entry begins, and where the last one ends; empty if each
 *     entry is one flow and they follow one another
 * @param counts how many flows each entry holds; empty if it is one
 * @param gathered the messages that wait together in it; {@code null} if it is one by itself
 * @param unwritten why a plug-in's format does not write its flows, which are therefore as they
 *     wait on disk, and go to the dead letter; {@code null} if nothing is the matter
 */
public record Delivery(
    String key,
    String fileName,
    byte[] body,
    int[] cuts,
    List<KeyedRecord> records,
    int flows,
    int[] places,
    int[] counts,
    Gathered gathered,
    String unwritten) {

  private static final int[] NONE = {};

  /** A message whose entries are one flow each, and follow one another in their part. */
  public Delivery(
      String key, String fileName, byte[] body, int[] cuts, List<KeyedRecord> records, int flows) {
    this(key, fileName, body, cuts, records, flows, NONE, NONE, null, null);
  }

  /** A message in its destination's format. */
  Delivery(
      String key,
      String fileName,
      byte[] body,
      int[] cuts,
      List<KeyedRecord> records,
      int flows,
      int[] places,
      int[] counts,
      Gathered gathered) {
    this(key, fileName, body, cuts, records, flows, places, counts, gathered, null);
  }

  /**
   * A record for Kafka.
   *
   * @param key the record's key as it was when the record was made, or {@code null}
   * @param value one flow, or one record with all its flows
   * @param tuple the thirteen fields of the flow, from which a key can be made again; {@code null}
   *     where there are several flows or it is not known
   */
  public record KeyedRecord(String key, byte[] value, String tuple) {}

  /** How many entries are known: flows, or records as Azure wrote them. */
  public int entries() {
    return body == null ? records.size() : Math.max(0, cuts.length - 1);
  }

  /** Whether it can be sent as two smaller messages instead, each entry in one of them. */
  public boolean divisible() {
    int entries = entries();
    return entries > 1
        && unwritten == null
        && (places.length == entries + 1 || name().count() == flows)
        && (counts.length == entries || entries == flows);
  }

  /**
   * Two messages with the first and the second half of the entries. A file that is written while it
   * is made becomes itself without the flows that its format does not write, and these.
   */
  public List<Delivery> halves() {
    if (streamed()) {
      return gathered.separated(this);
    }
    int middle = entries() / 2;
    return List.of(slice(0, middle), slice(middle, entries()));
  }

  /** Where in the part an entry begins; behind the last entry, where that ends. */
  private int place(int entry) {
    return places.length > entry ? places[entry] : name().begin() + entry;
  }

  /** How many flows an entry holds; if that was not written down, the first takes what is left. */
  int held(int entry) {
    if (counts.length > entry) {
      return counts[entry];
    }
    return entry == 0 ? flows - entries() + 1 : 1;
  }

  /** Whether all that another message of the same key would send is in this one, in its order. */
  public boolean holds(Delivery other) {
    if ((body == null) != (other.body == null)) {
      return false;
    }
    if (body != null && (entries() == 0 || other.entries() == 0)) {
      return Arrays.equals(body, other.body);
    }
    int found = 0;
    for (int i = 0; i < entries() && found < other.entries(); i++) {
      if (same(i, other, found)) {
        found++;
      }
    }
    return found == other.entries();
  }

  /** Whether an entry is one of another message, whatever separates them there from the next. */
  private boolean same(int entry, Delivery other, int of) {
    if (body == null) {
      return Arrays.equals(records.get(entry).value(), other.records.get(of).value());
    }
    int length = Math.min(length(entry), other.length(of));
    return Math.abs(length(entry) - other.length(of)) <= 1
        && Arrays.equals(
            body,
            cuts[entry],
            cuts[entry] + length,
            other.body,
            other.cuts[of],
            other.cuts[of] + length);
  }

  private int length(int entry) {
    return cuts[entry + 1] - cuts[entry];
  }

  /**
   * The same message with the places where its entries begin, if it is lines of one flow each and
   * that is not known.
   *
   * @param lines how many lines an entry has
   */
  public Delivery divided(int lines) {
    if (body == null || cuts.length > 0 || unwritten != null) {
      return this;
    }
    int[] found = new int[flows + 1];
    int ended = 0;
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '\n') {
        ended++;
        if (ended % lines == 0 && ended / lines <= flows) {
          found[ended / lines] = i + 1;
        }
      }
    }
    return ended == flows * lines && found[flows] == body.length
        ? new Delivery(key, fileName, body, found, records, flows, places, counts, gathered)
        : this;
  }

  private Delivery slice(int from, int to) {
    MessageKey whole = name();
    String sliceKey = whole.between(from == 0 ? whole.begin() : place(from), place(to)).toString();
    int[] slicePlaces = places.length == 0 ? places : Arrays.copyOfRange(places, from, to + 1);
    int[] sliceCounts = counts.length == 0 ? counts : Arrays.copyOfRange(counts, from, to);
    int held = counts.length == 0 ? to - from : Arrays.stream(sliceCounts).sum();
    String name = FileNames.renamed(fileName, key, sliceKey);
    if (body == null) {
      List<KeyedRecord> some = records.subList(from, to);
      return new Delivery(
          sliceKey, name, null, cuts, some, held, slicePlaces, sliceCounts, gathered);
    }
    int start = cuts[0];
    int end = cuts[to];
    byte[] tail = Arrays.copyOfRange(body, cuts[entries()], body.length);
    if (to < entries() && tail.length > 0) {
      end--;
    }
    int length = end - cuts[from];
    byte[] bytes = Arrays.copyOf(body, start + length + tail.length);
    System.arraycopy(body, cuts[from], bytes, start, length);
    System.arraycopy(tail, 0, bytes, start + length, tail.length);
    int[] sliceCuts = new int[to - from + 1];
    for (int i = from; i < to; i++) {
      sliceCuts[i - from] = start + cuts[i] - cuts[from];
    }
    sliceCuts[to - from] = start + length;
    return new Delivery(
        sliceKey, name, bytes, sliceCuts, List.of(), held, slicePlaces, sliceCounts, gathered);
  }

  /** The same message with some of its entries only, whose numbers are given in order. */
  public Delivery only(List<Integer> entries) {
    List<KeyedRecord> some = new ArrayList<>(entries.size());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] someCuts = body == null ? cuts : new int[entries.size() + 1];
    if (body != null) {
      bytes.write(body, 0, cuts[0]);
    }
    int[] somePlaces = new int[entries.size() + 1];
    int[] someCounts = new int[entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      if (body == null) {
        some.add(records.get(entries.get(i)));
      } else {
        someCuts[i] = bytes.size();
        bytes.write(body, cuts[entries.get(i)], length(entries.get(i)) - separator(i, entries));
      }
      somePlaces[i] = place(entries.get(i));
      someCounts[i] = held(entries.get(i));
    }
    somePlaces[entries.size()] = place(entries());
    int held = Arrays.stream(someCounts).sum();
    if (body != null) {
      someCuts[entries.size()] = bytes.size();
      bytes.write(body, cuts[entries()], body.length - cuts[entries()]);
    }
    return new Delivery(
        key,
        fileName,
        body == null ? null : bytes.toByteArray(),
        someCuts,
        some,
        held,
        somePlaces,
        someCounts,
        gathered);
  }

  /** How many bytes separate the last of some entries from one that is not among them. */
  private int separator(int at, List<Integer> some) {
    boolean tail = body.length > cuts[entries()];
    return tail && at == some.size() - 1 && some.get(at) < entries() - 1 ? 1 : 0;
  }

  /** A message for each record, under a key of its own; a body is one message. */
  public List<Delivery> each() {
    if (body != null || records.size() == 1) {
      return List.of(this);
    }
    List<Delivery> each = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      String own = name().between(place(i), place(i) + held(i)).toString();
      String name = FileNames.renamed(fileName, key, own);
      each.add(new Delivery(own, name, null, cuts, List.of(records.get(i)), held(i)));
    }
    return each;
  }

  /** The same flows in another form. */
  Delivery with(String name, byte[] otherBody, int[] otherCuts, List<KeyedRecord> otherRecords) {
    return new Delivery(
        key, name, otherBody, otherCuts, otherRecords, flows, places, counts, gathered);
  }

  /** The same with flows at some places only, and where the last of them ends. */
  public Delivery with(int[] some) {
    return new Delivery(
        key, fileName, body, cuts, records, some.length - 1, some, counts, gathered);
  }

  /** The same under another name. */
  public Delivery named(String other) {
    String name = FileNames.renamed(fileName, key, other);
    return new Delivery(
        other, name, body, cuts, records, flows, places, counts, gathered, unwritten);
  }

  /** The same as a part of what was gathered. */
  public Delivery in(Gathered all) {
    return new Delivery(key, fileName, body, cuts, records, flows, places, counts, all, unwritten);
  }

  /** The same as flows that a plug-in's format does not write. */
  public Delivery unwritten(String reason) {
    return new Delivery(
        key, fileName, body, cuts, records, flows, places, counts, gathered, reason);
  }

  /** Whether it is written straight into a file, as it may be larger than the memory. */
  public boolean streamed() {
    return gathered != null && body == null && records.isEmpty();
  }

  /** Whether it is of several messages that wait together. */
  public boolean isOfSeveral() {
    return gathered != null && divisible() && gathered.messages(this) > 1;
  }

  /** The messages that wait together in it, each with its own name; itself if it is one. */
  public List<Delivery> apart() {
    return gathered == null ? List.of(this) : gathered.apart(this);
  }

  /**
   * Which places of its part its entries have: where each run begins and where it ends; empty for
   * all.
   */
  public int[] ranges() {
    // Of what cannot be divided, places alone tell which flows are left out.
    int known = entries() == 0 ? Math.max(0, places.length - 1) : entries();
    if (known == 0) {
      return NONE;
    }
    int[] ranges = new int[2 * known];
    int runs = 0;
    for (int entry = 0; entry < known; entry++) {
      int begin = place(entry);
      int end = begin + (entries() == 0 && counts.length == 0 ? 1 : held(entry));
      if (runs > 0 && ranges[2 * runs - 1] == begin) {
        ranges[2 * runs - 1] = end;
      } else {
        ranges[2 * runs] = begin;
        ranges[2 * runs + 1] = end;
        runs++;
      }
    }
    return Arrays.copyOf(ranges, 2 * runs);
  }

  /** What of it has some places of its part, under the key that it has as a message. */
  public Delivery some(Piece piece) {
    if (piece.ranges().length == 0) {
      return this;
    }
    List<Integer> some = new ArrayList<>();
    for (int entry = 0; entry < entries(); entry++) {
      if (piece.has(place(entry))) {
        some.add(entry);
      }
    }
    int from = some.get(0);
    int to = some.get(some.size() - 1) + 1;
    Delivery part = to - from == some.size() ? slice(from, to) : only(some);
    int[] at = new int[some.size() + 1];
    Arrays.setAll(at, i -> i < some.size() ? place(some.get(i)) : place(to - 1) + held(to - 1));
    // The key is about more flows than are left, so it no longer tells their places.
    return new Delivery(
            part.key(),
            part.fileName(),
            part.body(),
            part.cuts(),
            part.records(),
            part.flows(),
            at,
            part.counts(),
            gathered)
        .named(piece.key());
  }

  /** The key with its numbers, which only those of messages that can be divided must have. */
  private MessageKey name() {
    return MessageKey.parse(key);
  }
}
