package io.vnetflowroutes.deliver;

import java.util.Arrays;
import java.util.List;

/**
 * One message for a destination.
 *
 * @param key names the message for good, so that it is not sent twice: its part, where in the part
 *     it begins, and how many flows of the part it is about, those that a filter left out counted
 * @param fileName the name it has as a file
 * @param body the bytes to send; {@code null} where records are sent
 * @param cuts where in the body each flow begins, and where the last one ends; empty where the body
 *     cannot be divided
 * @param records one entry a flow, where the destination takes records
 * @param flows how many flows it holds
 * @param places where in the part each of its flows stands, the first one where the message begins,
 *     and where it ends; empty where nothing was left out between them
 */
public record Delivery(
    String key,
    String fileName,
    byte[] body,
    int[] cuts,
    List<KeyedRecord> records,
    int flows,
    int[] places) {

  private static final int[] NOTHING_LEFT_OUT = {};

  /** A message of flows that follow one another in their part. */
  public Delivery(
      String key, String fileName, byte[] body, int[] cuts, List<KeyedRecord> records, int flows) {
    this(key, fileName, body, cuts, records, flows, NOTHING_LEFT_OUT);
  }

  /**
   * A record for Kafka.
   *
   * @param key the record's key, or {@code null}
   * @param value one flow
   */
  public record KeyedRecord(String key, byte[] value) {}

  /** Whether it can be sent as two smaller messages instead, each flow in one of them. */
  public boolean divisible() {
    boolean placed = places.length == flows + 1 || number(1) == flows;
    return flows > 1
        && placed
        && (body == null ? records.size() == flows : cuts.length == flows + 1);
  }

  /** Two messages with the first and the second half of the flows. */
  public List<Delivery> halves() {
    int middle = flows / 2;
    return List.of(slice(0, middle), slice(middle, flows));
  }

  private Delivery slice(int from, int to) {
    int first = number(2);
    int begin = places.length == 0 ? first + from : places[from];
    int behind = places.length == 0 ? first + to : places[to];
    String part = key.substring(0, key.lastIndexOf('-', key.lastIndexOf('-') - 1));
    String sliceKey = part + '-' + begin + '-' + (behind - begin);
    int[] slicePlaces = places.length == 0 ? places : Arrays.copyOfRange(places, from, to + 1);
    String name = fileName.replace(key, sliceKey);
    if (body == null) {
      return new Delivery(
          sliceKey, name, null, cuts, records.subList(from, to), to - from, slicePlaces);
    }
    int start = cuts[0];
    int end = cuts[to];
    byte[] tail = Arrays.copyOfRange(body, cuts[flows], body.length);
    if (to < flows && tail.length > 0) {
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
    return new Delivery(sliceKey, name, bytes, sliceCuts, List.of(), to - from, slicePlaces);
  }

  /** One of the numbers at the end of the key, counted from there. */
  private int number(int fromTheEnd) {
    String[] words = key.split("-", -1);
    return Integer.parseInt(words[words.length - fromTheEnd]);
  }
}
