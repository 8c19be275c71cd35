package io.vnetflowroutes.camel;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.source.ListedBlob;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/**
 * The routes behind a batch, without those that bring batches. It does not record the progress of
 * blobs.
 *
 * <p>One thread sends, and closes it.
 */
public final class BatchRoutes implements AutoCloseable {

  private static final String WHAT_BRINGS_BATCHES =
      "**/poll.camel.yaml,**/read.camel.yaml,**/receive.camel.yaml";

  private final CamelRuntime runtime;
  private final Main camel;
  private ProducerTemplate sender;

  /** A cursor that records nothing. */
  public static final class NoCursor {

    /** Called by the route before it delivers. */
    public void plan(ListedBlob blob, Batch batch) {}

    /** Called by the route when it has delivered. */
    public void commit(ListedBlob blob, Batch batch) {}
  }

  /**
   * The blob in hand, for the routes.
   *
   * @param listed the blob that the batch is about
   */
  public record InHand(ListedBlob listed) {}

  public BatchRoutes(CamelRuntime runtime) {
    this.runtime = runtime;
    this.camel = runtime.camel();
    camel.bind(RouteNames.CURSOR, new NoCursor());
    leavePort(camel);
    camel.configure().withRoutesExcludePattern(WHAT_BRINGS_BATCHES);
    camel.addInitialProperty("camel.main.autoStartupExcludePattern", "timer:*");
  }

  /** Leaves the management port to the service, which may run at the same time. */
  static void leavePort(Main camel) {
    camel.addInitialProperty("camel.management.enabled", "false");
  }

  public void start() throws Exception {
    runtime.start();
    sender = camel.getCamelContext().createProducerTemplate();
  }

  /** Sends a batch through the routes; returns why it was not acknowledged, if it was not. */
  public Optional<Exception> send(Batch batch) {
    ListedBlob blob =
        new ListedBlob(batch.origin().source(), batch.origin().blob(), 0, "", 0, 0, 0);
    return failure(
        sender.send(
            RouteNames.ROUTE,
            exchange -> {
              exchange.setVariable(RouteNames.BLOB, new InHand(blob));
              exchange.getMessage().setBody(batch);
            }));
  }

  /** Sends a body to one route. */
  public Optional<Exception> send(String route, Object body) {
    return failure(sender.send(route, exchange -> exchange.getMessage().setBody(body)));
  }

  private static Optional<Exception> failure(Exchange sent) {
    return Optional.ofNullable(sent.getException());
  }

  @Override
  public void close() {
    camel.stop();
  }
}
