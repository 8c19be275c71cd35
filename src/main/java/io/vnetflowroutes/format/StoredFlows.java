package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.RecordText;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads flows back that {@link FlowsFormat} wrote. The flows are views on the given bytes. */
public final class StoredFlows {

  private final byte[] bytes;
  private final List<Flow> flows = new ArrayList<>();
  private final int[] ends = new int[16];
  private int at;
  private Origin origin;
  private RecordContext record;
  private FlowGroup group;

  private StoredFlows(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The flows, in the order in which they were written.
   *
   * @throws IOException if the bytes have an unknown form
   */
  public static List<Flow> read(byte[] bytes) throws IOException {
    try {
      return new StoredFlows(bytes).all();
    } catch (IndexOutOfBoundsException | NegativeArraySizeException | IllegalArgumentException e) {
      throw new IOException("flows that wait are damaged", e);
    }
  }

  private List<Flow> all() throws IOException {
    if (bytes[at++] != FlowsFormat.VERSION) {
      throw new IOException("flows that wait are of an unknown form");
    }
    while (at < bytes.length) {
      switch (bytes[at++]) {
        case FlowsFormat.ORIGIN ->
            origin = new Origin(text(), text(), Instant.ofEpochMilli(number()), text());
        case FlowsFormat.RECORD -> record = record();
        case FlowsFormat.GROUP -> group = new FlowGroup(record, text(), text());
        case FlowsFormat.FLOW -> flows.add(flow());
        default -> throw new IOException("flows that wait are damaged");
      }
    }
    if (at > bytes.length) {
      throw new IOException("flows that wait are cut off");
    }
    return flows;
  }

  private RecordContext record() {
    long offset = number();
    String time = text();
    long timeMillis = number();
    FlowLogType type = FlowLogType.named(text());
    String version = text();
    String mac = text();
    String flowLogId = text();
    String targetId = text();
    int length = readInt();
    RecordText whole = null;
    if (length != FlowsFormat.NO_TEXT) {
      whole = new RecordText(bytes, at, length);
      at += length;
    }
    return new RecordContext(
        origin, offset, time, timeMillis, type, version, mac, flowLogId, targetId, whole);
  }

  private Flow flow() {
    long ordinalAndPlain = number();
    long time = number();
    int end = -1;
    for (int field = 0; field < TupleField.COUNT; field++) {
      end += 1 + length();
      ends[field] = end;
    }
    ends[TupleField.COUNT] = end + readInt();
    byte[] holds = bytes;
    int start = at;
    at += ends[TupleField.COUNT];
    if (record.type() == FlowLogType.NSG) {
      byte[] original = text().getBytes(StandardCharsets.UTF_8);
      holds = Arrays.copyOfRange(bytes, start, start + ends[TupleField.COUNT] + original.length);
      System.arraycopy(original, 0, holds, ends[TupleField.COUNT], original.length);
      start = 0;
    }
    int ordinal = (int) (ordinalAndPlain >>> 1);
    return new Flow(group, ordinal, time, holds, start, ends, 0, (ordinalAndPlain & 1) == 1);
  }

  private int length() {
    int length = bytes[at++] & 0xff;
    return length < FlowsFormat.LONG_FIELD ? length : readInt();
  }

  private String text() {
    int length = readInt();
    if (length == FlowsFormat.NO_TEXT) {
      return null;
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private int readInt() {
    return (bytes[at++] & 0xff) << 24
        | (bytes[at++] & 0xff) << 16
        | (bytes[at++] & 0xff) << 8
        | (bytes[at++] & 0xff);
  }

  private long number() {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      number |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
