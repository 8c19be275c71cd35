package io.vnetflowroutes.bundle;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.Delivery;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.disk.OwnFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.observe.Counters;
import io.vnetflowroutes.replay.Replay;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.DeliveryRepository;
import io.vnetflowroutes.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * The routes behind a batch, without polling, to replay dead letters through them. It may run
 * beside the service: it has a state of its own, beside the letters, and no spool.
 */
public final class DeadLetterReplay implements AutoCloseable {

  private static final String STATE = ".replay";
  private static final String POLL_AND_READ = "**/poll.camel.yaml,**/read.camel.yaml";

  private final Forwarding forwarding;
  private final StateDatabase state;
  private final DeliveryRepository deliveries;
  private final Replay replay;
  private ProducerTemplate sender;

  /** The position of a blob that is replayed is nobody's business: nothing is written down. */
  public static final class NoCursor {

    /** Called by the route before it delivers. */
    public void plan(ListedBlob blob, Batch batch) {}

    /** Called by the route when it has delivered. */
    public void commit(ListedBlob blob, Batch batch) {}
  }

  /**
   * What the routes ask of the blob in hand.
   *
   * @param listed the blob that the letters are about
   */
  public record Replayed(ListedBlob listed) {}

  /**
   * Puts everything together; nothing runs yet.
   *
   * @param folder the folder of the letters
   * @throws io.vnetflowroutes.state.StateException if another replay of the folder is running
   */
  public DeadLetterReplay(Settings settings, Path folder) throws IOException {
    Clock clock = Clock.systemUTC();
    this.state = StateDatabase.open(OwnFiles.folder(folder.resolve(STATE)));
    this.deliveries = new DeliveryRepository(state, clock);
    this.forwarding =
        new Forwarding(settings, state, new Counters(), clock, folder.resolve(STATE), 0);
    this.replay =
        new Replay(
            ReadSettings.limits(settings), ReadSettings.json(settings), this::send, this::send);
    forwarding.camel().bind("cursor", new NoCursor());
    forwarding.camel().configure().withRoutesExcludePattern(POLL_AND_READ);
    forwarding.camel().addInitialProperty("camel.main.autoStartupExcludePattern", "timer:*");
  }

  /** What replays a file in thought only: nothing is taken, so nothing changes. */
  public static Replay look(Settings settings) {
    return new Replay(
        ReadSettings.limits(settings),
        ReadSettings.json(settings),
        batch -> false,
        (destination, delivery) -> false);
  }

  /** Starts the routes, and returns what replays a file through them. */
  public Replay start() throws Exception {
    forwarding.camel().start();
    sender = forwarding.camel().getCamelContext().createProducerTemplate();
    return replay;
  }

  /** Takes up no more messages. */
  public void askToStop() {
    replay.stop();
    forwarding.askToStop();
  }

  /** Finishes the message in hand, and stops the routes. */
  public void stop() {
    askToStop();
    forwarding.stop();
  }

  /** Forgets what destinations acknowledged, once no file holds it any more. */
  public void allTaken() {
    deliveries.clear();
  }

  private boolean send(Batch batch) {
    ListedBlob blob = new ListedBlob(batch.origin().source(), batch.origin().blob(), 0, "", 0, 0);
    Exchange sent =
        sender.send(
            "direct:route",
            exchange -> {
              exchange.setVariable("blob", new Replayed(blob));
              exchange.getMessage().setBody(batch);
            });
    return !sent.isFailed();
  }

  private boolean send(String destination, Delivery delivery) {
    if (!forwarding.names().contains(destination)) {
      return false;
    }
    Exchange sent =
        sender.send(
            Destination.route(destination), exchange -> exchange.getMessage().setBody(delivery));
    return !sent.isFailed();
  }

  @Override
  public void close() {
    forwarding.stop();
    state.close();
  }
}
