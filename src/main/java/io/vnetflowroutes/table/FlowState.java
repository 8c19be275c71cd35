package io.vnetflowroutes.table;

import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;

/** The state of a flow's connection (docs/azure-flow-log-format.md#state-and-decision). */
public enum FlowState {
  BEGIN('B'),
  CONTINUING('C'),
  END('E'),
  DENIED('D'),
  /** The log has no state. */
  NONE(' '),
  /** An unknown state. */
  STRANGE('?');

  private static final int STATE = TupleField.STATE.position();

  private final char letter;

  FlowState(char letter) {
    this.letter = letter;
  }

  /** Its letter in the log, or one of the program's own. */
  char letter() {
    return letter;
  }

  static FlowState of(Flow flow) {
    int from = flow.from(STATE);
    int length = flow.to(STATE) - from;
    if (flow.decision() == Decision.DENY) {
      return DENIED;
    }
    if (length != 1) {
      return length == 0 ? NONE : STRANGE;
    }
    return switch (flow.text()[from]) {
      case 'B' -> BEGIN;
      case 'C' -> CONTINUING;
      case 'E' -> END;
      default -> STRANGE;
    };
  }
}
