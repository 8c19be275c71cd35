package io.vnetflowroutes.format;

import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;

/**
 * What kind of flow it is: state, direction and protocol, which fields are empty, and whether
 * counters are beyond 2^31-1. Flows of one kind and one group have the same fields in every format,
 * and in many of them the same values. There are few kinds in a log, but many flows of each.
 */
final class FlowKind {

  /** The kind of flows that need a closer look, such as those with escapes or unknown letters. */
  static final long UNUSUAL = -1;

  private static final TupleField[] COUNTERS = {
    TupleField.PACKETS_SENT,
    TupleField.BYTES_SENT,
    TupleField.PACKETS_RECEIVED,
    TupleField.BYTES_RECEIVED
  };

  private static final int BYTE = 256;
  private static final int LETTERS = 128;

  private FlowKind() {}

  /** The kind of a flow, a number below 2^42, or {@link #UNUSUAL}. */
  static long of(Flow flow) {
    FlowState state = FlowState.of(flow);
    char direction = FlowValues.direction(flow);
    int protocol = flow.protocol();
    if (!flow.plain()
        || flow.hasExtra()
        || state == FlowState.STRANGE
        || direction == '?'
        || protocol >= BYTE
        || !isShortest(flow, protocol)) {
      return UNUSUAL;
    }
    long kind = (direction * LETTERS + state.letter()) * (long) BYTE + protocol;
    for (TupleField counter : COUNTERS) {
      if (flow.to(counter) - flow.from(counter) > CounterValues.SURE_DIGITS) {
        return UNUSUAL;
      }
      kind = kind * 2 + (CounterValues.isAboveInt(flow, counter) ? 1 : 0);
    }
    for (int field = 1; field < TupleField.COUNT; field++) {
      kind = kind * 2 + (flow.from(field) == flow.to(field) ? 1 : 0);
    }
    return kind;
  }

  /** Whether the protocol's number has no zeros in front. */
  private static boolean isShortest(Flow flow, int protocol) {
    int digits = flow.to(TupleField.PROTOCOL) - flow.from(TupleField.PROTOCOL);
    return digits == (protocol < 10 ? 1 : protocol < 100 ? 2 : 3);
  }
}
