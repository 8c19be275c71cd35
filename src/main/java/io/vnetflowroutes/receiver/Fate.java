package io.vnetflowroutes.receiver;

/** What an answer means for a message, or for one entry of it. */
public enum Fate {
  /** The receiver has it. */
  DELIVERED,
  /** Another attempt may succeed. */
  LATER,
  /** Nothing is taken before a person corrects the configuration or the receiver. */
  SETUP,
  /** The receiver will never take it. */
  REFUSED,
  /** The receiver took none of these because of some of them; smaller messages find out which. */
  DIVIDE
}
