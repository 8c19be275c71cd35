package io.vnetflowroutes.camel;

import io.vnetflowroutes.poll.CatchUp;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.telemetry.Metrics;
import io.vnetflowroutes.telemetry.PollHistory;
import io.vnetflowroutes.telemetry.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * The origin of the program's batches: the sources that it polls, or a topic that it receives. The
 * thread that starts it closes it; any thread may call the other methods.
 */
interface Intake {

  /** Begins after the routes have started. */
  void start();

  /** Begins nothing new; blobs and batches in hand continue. */
  void askToStop();

  /** Waits for everything in hand, unless the routes do, and ends. */
  void close();

  /** The sources; none if a topic is received. */
  List<Source> sources();

  /** How far behind each flow log is. */
  List<Lag> lags();

  /** A value that changes with every step of progress, for the watchdog. */
  Object progress();

  /** The progress of the present poll; empty between polls. */
  Optional<CatchUp> catchUp();

  /** The results of polls; none if a topic is received. */
  PollHistory polls();

  /** The sources that cannot be listed. */
  List<SourceProblem> problems();

  /** Notes that the progress could not be stored; the sentence gives the reason. */
  void failed(String reason);

  /** Its check of readiness. */
  Readiness.Check check();

  /** Adds its metrics. */
  void measure(Metrics metrics);
}
