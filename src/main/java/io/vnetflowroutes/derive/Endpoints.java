package io.vnetflowroutes.derive;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;

/**
 * The addresses of the present flow, parsed once for everything that needs them. An instance
 * belongs to one thread.
 */
public final class Endpoints {

  private final byte[] source = new byte[IpAddress.V6];
  private final byte[] destination = new byte[IpAddress.V6];
  private int sourceLength;
  private int destinationLength;
  private byte[] text;
  private int start = -1;

  /** Reads the flow's addresses, unless it is still the last flow. */
  public Endpoints of(Flow flow) {
    if (flow.from(TupleField.TIME) != start || flow.text() != text) {
      text = flow.text();
      start = flow.from(TupleField.TIME);
      sourceLength = read(flow, TupleField.SRC_IP, source);
      destinationLength = read(flow, TupleField.DST_IP, destination);
    }
    return this;
  }

  private static int read(Flow flow, TupleField field, byte[] into) {
    return IpAddress.read(flow.text(), flow.from(field), flow.to(field), into);
  }

  /** The bytes of the source's or the destination's address: 4, 16, or 0 for none. */
  public int length(TupleField field) {
    return field == TupleField.SRC_IP ? sourceLength : destinationLength;
  }

  /**
   * The address in network order; only the first {@link #length} bytes count. Callers must not
   * change it.
   */
  public byte[] bytes(TupleField field) {
    return field == TupleField.SRC_IP ? source : destination;
  }

  /** 4 or 6 if both addresses have the same IP version, otherwise 0. */
  public int ipVersion() {
    if (sourceLength != destinationLength || sourceLength == 0) {
      return 0;
    }
    return sourceLength == IpAddress.V4 ? 4 : 6;
  }
}
