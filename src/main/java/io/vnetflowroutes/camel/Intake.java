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
 * Where the program's batches come from: the sources that it polls, or a topic that it receives.
 */
interface Intake {

  /** Begins, once the routes run. */
  void start();

  /** Takes up nothing more; what is in hand goes on. */
  void askToStop();

  /** Waits for what is in hand, as far as the routes do not, and ends. */
  void close();

  /** The sources; none where a topic is received. */
  List<Source> sources();

  /** How far behind each flow log is. */
  List<Lag> lags();

  /** Figures of which one changes with everything that is done. */
  Object progress();

  /** How far the poll in hand is; empty between two. */
  Optional<CatchUp> catchUp();

  /** How polls went; none where a topic is received. */
  PollHistory polls();

  /** The sources that cannot be listed. */
  List<SourceProblem> problems();

  /** How far it is could not be written down; the sentence says why. */
  void failed(String reason);

  /** The check of readiness that belongs to it. */
  Readiness.Check check();

  /** Adds what it measures. */
  void measure(Metrics metrics);
}
