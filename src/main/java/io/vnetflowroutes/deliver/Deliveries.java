package io.vnetflowroutes.deliver;

import io.vnetflowroutes.deliver.Delivery.KeyedRecord;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Part;
import io.vnetflowroutes.format.ByteOutput;
import io.vnetflowroutes.format.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Encodes a part into messages, one after the other as they are asked for. A message is closed
 * before it would exceed the limit, so memory does not grow with the part; the same part always
 * gives the same messages.
 */
final class Deliveries implements Iterator<Delivery> {

  private final Part part;
  private final Packing packing;
  private final Format format;
  private final ByteOutput out;
  private int next;
  private int number;

  Deliveries(Part part, Format format, Packing packing) {
    this.part = part;
    this.format = format;
    this.packing = packing;
    this.out = new ByteOutput(64 * 1024);
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
    String key = part.id() + (number == 0 ? "" : "-" + number);
    String fileName = FileNames.of(part, number++, packing.ending());
    if (packing.framing() == Framing.RECORDS) {
      List<KeyedRecord> records = records();
      return new Delivery(key, fileName, null, records, records.size());
    }
    byte[] body = body();
    return new Delivery(key, fileName, body, List.of(), next - first);
  }

  private byte[] body() {
    boolean array = packing.framing() == Framing.ARRAY;
    out.clear();
    if (array) {
      out.put('[');
    }
    int first = next;
    while (next < part.size()) {
      int before = out.size();
      if (array && next > first) {
        out.put(',');
      }
      format.write(part.flows().get(next), out);
      if (!array) {
        out.put('\n');
      }
      if (out.size() > packing.bodyLimit() && next > first) {
        out.truncate(before);
        break;
      }
      next++;
    }
    if (array) {
      out.put(']');
    }
    return packing.compression().apply(out.array(), out.size());
  }

  private List<KeyedRecord> records() {
    List<KeyedRecord> records = new ArrayList<>();
    int size = 0;
    while (next < part.size() && (size < packing.bodyLimit() || records.isEmpty())) {
      Flow flow = part.flows().get(next++);
      out.clear();
      format.write(flow, out);
      String key = packing.key() == null ? null : flow.get(packing.key());
      records.add(new KeyedRecord(key, Arrays.copyOf(out.array(), out.size())));
      size += out.size();
    }
    return records;
  }
}
