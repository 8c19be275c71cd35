package io.vnetflowroutes.receiver;

/** The result of an attempt for a message or for one entry of it, according to an answer. */
public enum Fate {
  /** The receiver has it. */
  DELIVERED,
  /** Another attempt may succeed. */
  LATER,
  /** The receiver accepts nothing before a person corrects the configuration or the receiver. */
  SETUP,
  /** The receiver will never accept it. */
  REFUSED,
  /** The receiver accepted none of these because of some of them; smaller messages show which. */
  DIVIDE
}
