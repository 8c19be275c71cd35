package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.RecordText;

/**
 * The whole record as Azure wrote it, once for all of its flows in a part. Line breaks, which in
 * JSON can only stand between tokens, are left out so that a record is one line.
 */
public final class RawFormat implements Format {

  @Override
  public void write(Flow flow, ByteOutput out) {
    RecordText text = flow.record().text();
    byte[] bytes = text.bytes();
    int end = text.start() + text.length();
    int from = text.start();
    for (int at = from; at < end; at++) {
      if (bytes[at] == '\n' || bytes[at] == '\r') {
        out.put(bytes, from, at - from);
        from = at + 1;
      }
    }
    out.put(bytes, from, end - from);
  }

  @Override
  public boolean holds(Flow written, Flow next) {
    return written.record().equals(next.record());
  }
}
