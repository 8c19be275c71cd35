package io.vnetflowroutes.connect;

/** Where the metrics of a task are shown: the runtime's own, or an MBean if it has none. */
interface MetricsDisplay {

  /** Shows them. */
  void show();

  /** Notes that a poll has ended, so that there may be other flow logs. */
  void polled();

  /** Shows them no more. */
  void hide();
}
