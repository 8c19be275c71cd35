package io.vnetflowroutes.deliver;

import java.util.Arrays;
import java.util.List;

/**
 * One message for a destination.
 *
 * @param key names the message for good, so that it is not sent twice: its part, its first flow in
 *     the part, how many there are
 * @param fileName the name it has as a file
 * @param body the bytes to send; {@code null} where records are sent
 * @param cuts where in the body each flow begins, and where the last one ends; empty where the body
 *     cannot be divided
 * @param records one entry a flow, where the destination takes records
 * @param flows how many flows it holds
 */
public record Delivery(
    String key, String fileName, byte[] body, int[] cuts, List<KeyedRecord> records, int flows) {

  /**
   * A record for Kafka.
   *
   * @param key the record's key, or {@code null}
   * @param value one flow
   */
  public record KeyedRecord(String key, byte[] value) {}

  /** Whether it can be sent as two smaller messages instead, each flow in one of them. */
  public boolean divisible() {
    return flows > 1 && (body == null ? records.size() == flows : cuts.length == flows + 1);
  }

  /** Two messages with the first and the second half of the flows. */
  public List<Delivery> halves() {
    int middle = flows / 2;
    return List.of(slice(0, middle), slice(middle, flows));
  }

  private Delivery slice(int from, int to) {
    String[] place = key.split("-", -1);
    String part = String.join("-", Arrays.copyOf(place, place.length - 2));
    int first = Integer.parseInt(place[place.length - 2]) + from;
    String sliceKey = part + '-' + first + '-' + (to - from);
    String name = fileName.replace(key, sliceKey);
    if (body == null) {
      return new Delivery(sliceKey, name, null, cuts, records.subList(from, to), to - from);
    }
    int start = cuts[0];
    int end = cuts[to];
    byte[] behind = Arrays.copyOfRange(body, cuts[flows], body.length);
    if (to < flows && behind.length > 0) {
      end--;
    }
    int length = end - cuts[from];
    byte[] bytes = Arrays.copyOf(body, start + length + behind.length);
    System.arraycopy(body, cuts[from], bytes, start, length);
    System.arraycopy(behind, 0, bytes, start + length, behind.length);
    int[] sliceCuts = new int[to - from + 1];
    for (int i = from; i < to; i++) {
      sliceCuts[i - from] = start + cuts[i] - cuts[from];
    }
    sliceCuts[to - from] = start + length;
    return new Delivery(sliceKey, name, bytes, sliceCuts, List.of(), to - from);
  }
}
