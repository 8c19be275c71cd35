package io.vnetflowroutes.deliver;

import io.vnetflowroutes.flow.MessageKey;
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
 * @param body the bytes to send; {@code null} where records are sent
 * @param cuts where in the body each entry begins, and where the last one ends; empty where the
 *     body cannot be divided
 * @param records the entries, where the destination takes records
 * @param flows how many flows it holds
 * @param places where in the part each entry begins, and where the last one ends; empty where each
 *     entry is one flow and they follow one another
 * @param counts how many flows each entry holds; empty where it is one
 */
public record Delivery(
    String key,
    String fileName,
    byte[] body,
    int[] cuts,
    List<KeyedRecord> records,
    int flows,
    int[] places,
    int[] counts) {

  private static final int[] NONE = {};

  /** A message whose entries are one flow each, and follow one another in their part. */
  public Delivery(
      String key, String fileName, byte[] body, int[] cuts, List<KeyedRecord> records, int flows) {
    this(key, fileName, body, cuts, records, flows, NONE, NONE);
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
  int entries() {
    return body == null ? records.size() : Math.max(0, cuts.length - 1);
  }

  /** Whether it can be sent as two smaller messages instead, each entry in one of them. */
  public boolean divisible() {
    int entries = entries();
    return entries > 1
        && (places.length == entries + 1 || name().count() == flows)
        && (counts.length == entries || entries == flows);
  }

  /** Two messages with the first and the second half of the entries. */
  public List<Delivery> halves() {
    int middle = entries() / 2;
    return List.of(slice(0, middle), slice(middle, entries()));
  }

  /** Where in the part an entry begins; behind the last entry, where that ends. */
  private int place(int entry) {
    return places.length > entry ? places[entry] : name().begin() + entry;
  }

  /**
   * How many flows an entry holds; where that was not written down, the first takes what is left.
   */
  int held(int entry) {
    if (counts.length > entry) {
      return counts[entry];
    }
    return entry == 0 ? flows - entries() + 1 : 1;
  }

  /** Whether all that another message of the same key would send is in this one, in its order. */
  boolean holds(Delivery other) {
    if (body != null || other.body != null) {
      return Arrays.equals(body, other.body);
    }
    int found = 0;
    for (KeyedRecord record : records) {
      if (found < other.records.size()
          && Arrays.equals(record.value(), other.records.get(found).value())) {
        found++;
      }
    }
    return found == other.records.size();
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
      return new Delivery(sliceKey, name, null, cuts, some, held, slicePlaces, sliceCounts);
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
        sliceKey, name, bytes, sliceCuts, List.of(), held, slicePlaces, sliceCounts);
  }

  /** The same message with some of its records only, whose numbers are given in order. */
  Delivery only(List<Integer> entries) {
    List<KeyedRecord> some = new ArrayList<>(entries.size());
    int[] somePlaces = new int[entries.size() + 1];
    int[] someCounts = new int[entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      some.add(records.get(entries.get(i)));
      somePlaces[i] = place(entries.get(i));
      someCounts[i] = held(entries.get(i));
    }
    somePlaces[entries.size()] = place(entries());
    int held = Arrays.stream(someCounts).sum();
    return new Delivery(key, fileName, null, cuts, some, held, somePlaces, someCounts);
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
    return new Delivery(key, name, otherBody, otherCuts, otherRecords, flows, places, counts);
  }

  /** The key with its numbers, which only those of messages that can be divided must have. */
  private MessageKey name() {
    return MessageKey.parse(key);
  }
}
