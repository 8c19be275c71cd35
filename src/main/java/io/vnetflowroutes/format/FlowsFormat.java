package io.vnetflowroutes.format;

import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.FlowLogType;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.flow.RecordText;
import io.vnetflowroutes.flow.TupleField;
import java.nio.charset.StandardCharsets;

/**
 * Flows in a compact form, a tenth of their size as JSON, from which {@link StoredFlows} reads them
 * to write them in another format later. The values that flows share are before the first of them.
 */
public final class FlowsFormat implements Format {

  /** Its name in stored messages; no destination may use it. */
  public static final String NAME = "flows";

  static final int VERSION = 1;
  static final int ORIGIN = 1;
  static final int RECORD = 2;
  static final int GROUP = 3;
  static final int FLOW = 4;
  static final int NO_TEXT = -1;

  /** The mark of a field's length that follows in four bytes. */
  static final int LONG_FIELD = 255;

  private final boolean ofRecords;
  private Origin origin;
  private RecordContext record;
  private FlowGroup group;

  /**
   * A format for one destination.
   *
   * @param ofRecords whether to keep the text of whole records, too
   */
  public FlowsFormat(boolean ofRecords) {
    this.ofRecords = ofRecords;
  }

  @Override
  public Syntax syntax() {
    return Syntax.FLOWS;
  }

  /** Whether two flows must stay together, because one text holds both. */
  public boolean together(Flow one, Flow other) {
    return ofRecords && one.record().equals(other.record());
  }

  @Override
  public void header(ByteOutput out) {
    out.put(VERSION);
    origin = null;
    record = null;
    group = null;
  }

  @Override
  public void write(Flow flow, ByteOutput out) {
    if (!flow.group().equals(group)) {
      write(flow.group(), out);
    }
    out.put(FLOW);
    putLong(((long) flow.ordinal() << 1) | (flow.plain() ? 1 : 0), out);
    putLong(flow.timeMillis(), out);
    for (int field = 0; field < TupleField.COUNT; field++) {
      putLength(flow.to(field) - flow.from(field), out);
    }
    int start = flow.from(0);
    int end = flow.to(TupleField.COUNT - 1);
    int extra = flow.hasExtra() ? extraLength(flow) : 0;
    putInt(extra, out);
    out.put(flow.text(), start, end + extra - start);
    if (flow.record().type() == FlowLogType.NSG) {
      putText(flow.tuple(), out);
    }
  }

  /** The bytes after the thirteenth field, its comma included. */
  private static int extraLength(Flow flow) {
    return flow.to(TupleField.COUNT) - flow.to(TupleField.COUNT - 1);
  }

  private void write(FlowGroup next, ByteOutput out) {
    if (!next.record().equals(record)) {
      write(next.record(), out);
    }
    out.put(GROUP);
    putText(next.aclId(), out);
    putText(next.rule(), out);
    group = next;
  }

  private void write(RecordContext next, ByteOutput out) {
    if (!next.origin().equals(origin)) {
      origin = next.origin();
      out.put(ORIGIN);
      putText(origin.source(), out);
      putText(origin.blob(), out);
      putLong(origin.hour().toEpochMilli(), out);
      putText(origin.digest(), out);
    }
    out.put(RECORD);
    putLong(next.offset(), out);
    putText(next.time(), out);
    putLong(next.timeMillis(), out);
    putText(next.type().word(), out);
    putText(next.version(), out);
    putText(next.macAddress(), out);
    putText(next.flowLogId(), out);
    putText(next.targetId(), out);
    RecordText text = ofRecords ? next.text() : null;
    putInt(text == null ? NO_TEXT : text.length(), out);
    if (text != null) {
      out.put(text.bytes(), text.start(), text.length());
    }
    record = next;
  }

  private static void putLength(int length, ByteOutput out) {
    if (length < LONG_FIELD) {
      out.put(length);
    } else {
      out.put(LONG_FIELD);
      putInt(length, out);
    }
  }

  private static void putText(String text, ByteOutput out) {
    byte[] utf8 = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    putInt(utf8 == null ? NO_TEXT : utf8.length, out);
    if (utf8 != null) {
      out.put(utf8);
    }
  }

  private static void putInt(int number, ByteOutput out) {
    out.put(number >>> 24).put(number >>> 16).put(number >>> 8).put(number);
  }

  /** Writes a number with seven bits per byte, the lowest first; the last byte has no high bit. */
  private static void putLong(long number, ByteOutput out) {
    long left = number;
    while ((left & ~0x7fL) != 0) {
      out.put((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.put((int) left);
  }
}
