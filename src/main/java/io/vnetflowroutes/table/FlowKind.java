package io.vnetflowroutes.table;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;

/**
 * The kind of a flow: state, direction and protocol, which fields are empty, and whether counters
 * are above 2^31-1. Flows of one kind and one group have the same fields in every format, and in
 * many formats the same values. A log has few kinds, and many flows of each.
 */
public final class FlowKind {

  /** The kind of flows that need a closer look, such as those with escapes or unknown letters. */
  public static final long UNUSUAL = -1;

  private static final int PROTOCOL = TupleField.PROTOCOL.position();
  private static final int PACKETS_SENT = TupleField.PACKETS_SENT.position();
  private static final int BYTES_SENT = TupleField.BYTES_SENT.position();
  private static final int PACKETS_RECEIVED = TupleField.PACKETS_RECEIVED.position();
  private static final int BYTES_RECEIVED = TupleField.BYTES_RECEIVED.position();
  private static final int LARGEST_PROTOCOL = 255;

  private FlowKind() {}

  /** The kind of a flow, a number below 2^42, or {@link #UNUSUAL}. */
  public static long of(Flow flow) {
    FlowState state = FlowState.of(flow);
    char direction = FlowValues.direction(flow);
    int protocol = flow.protocol();
    int large =
        size(flow, PACKETS_SENT)
            | (size(flow, BYTES_SENT) << 1)
            | (size(flow, PACKETS_RECEIVED) << 2)
            | (size(flow, BYTES_RECEIVED) << 3);
    if (!flow.plain()
        || flow.hasExtra()
        || state == FlowState.STRANGE
        || direction == '?'
        || large < 0
        || !isShortest(flow, protocol)) {
      return UNUSUAL;
    }
    long letters = ((long) direction << 7) | state.letter();
    long shared = (letters << 8) | protocol;
    return (shared << 17) | ((long) large << 13) | flow.emptyFields();
  }

  /** 0 for a counter up to 2^31-1, 1 above, negative where it is perhaps above 2^63-1. */
  private static int size(Flow flow, int field) {
    int digits = flow.to(field) - flow.from(field);
    if (digits < CounterValues.INT_DIGITS) {
      return 0;
    }
    return digits > CounterValues.SURE_DIGITS
        ? -1
        : CounterValues.isAboveInt(flow, flow.from(field), flow.to(field)) ? 1 : 0;
  }

  /** Whether a protocol is a byte without leading zeros. */
  private static boolean isShortest(Flow flow, int protocol) {
    int from = flow.from(PROTOCOL);
    return protocol <= LARGEST_PROTOCOL
        && (flow.text()[from] != '0' || flow.to(PROTOCOL) - from == 1);
  }
}
