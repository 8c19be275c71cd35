package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.CatchUp;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.poll.SourceProblem;
import io.vnetflowroutes.receive.ReceiveLoop;
import io.vnetflowroutes.receive.ReceiveSettings;
import io.vnetflowroutes.receive.ReceiveState;
import io.vnetflowroutes.receive.ReceivedBatches;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.telemetry.Metrics;
import io.vnetflowroutes.telemetry.PollHistory;
import io.vnetflowroutes.telemetry.Readiness;
import io.vnetflowroutes.telemetry.ReceiveLog;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.main.Main;

/** Receives batches from a topic: the route receive, and the beans that it names. */
final class ReceiveIntake implements Intake {

  private final PollHistory none = new PollHistory();
  private final ReceiveLog log;
  private final ReceiveLoop loop;
  private final String topic;
  private final String group;

  /**
   * @param done receives the batches that are before the group's offset
   * @param stands receives the state of receiving, every few seconds
   */
  ReceiveIntake(
      Main camel,
      Settings settings,
      Clock clock,
      Consumer<List<String>> done,
      Consumer<ReceiveState> stands) {
    this.topic = settings.get(ProgramKeys.RECEIVE_TOPIC).orElseThrow();
    this.group = ReceiveSettings.group(settings);
    ReceiveSteps steps =
        new ReceiveSteps(
            camel,
            new ReceivedBatches(ReadSettings.limits(settings), ReadSettings.json(settings)),
            done);
    camel.bind(RouteNames.RECEIVED, steps);
    this.log = new ReceiveLog(clock, stands);
    int threads = settings.get(ProgramKeys.READERS);
    this.loop =
        new ReceiveLoop(
            ReceiveSettings.consumer(settings),
            topic,
            steps,
            log,
            threads,
            (long) threads * settings.get(ProgramKeys.BATCH_SIZE));
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void askToStop() {
    loop.askToStop();
  }

  @Override
  public void close() {
    loop.close();
  }

  @Override
  public List<Source> sources() {
    return List.of();
  }

  @Override
  public List<Lag> lags() {
    return List.of();
  }

  @Override
  public Object progress() {
    return loop.turns();
  }

  @Override
  public Optional<CatchUp> catchUp() {
    return Optional.empty();
  }

  @Override
  public List<SourceProblem> problems() {
    return List.of();
  }

  @Override
  public PollHistory polls() {
    return none;
  }

  @Override
  public void failed(String reason) {
    log.failed(reason);
  }

  @Override
  public Readiness.Check check() {
    return Readiness.ofReceiving(topic, group, loop.state());
  }

  @Override
  public void measure(Metrics metrics) {
    metrics.receiving(loop::state);
  }
}
