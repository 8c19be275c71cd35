package io.vnetflowroutes.camel;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.DeliveryProblem;
import io.vnetflowroutes.poll.ProgressException;
import io.vnetflowroutes.queue.SpoolException;
import io.vnetflowroutes.receive.NotDeliveredException;
import io.vnetflowroutes.receive.ReceiveLoop;
import io.vnetflowroutes.receive.ReceivedBatches;
import io.vnetflowroutes.source.ListedBlob;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The steps of the receive route, under the name {@code received}; it also sends records into that
 * route.
 *
 * <p>Deliverers call it for records of different partitions at a time.
 */
public final class ReceiveSteps implements ReceiveLoop.Delivery {

  private final Main camel;
  private final ReceivedBatches batches;
  private final Consumer<List<String>> done;
  private volatile ProducerTemplate sender;

  ReceiveSteps(Main camel, ReceivedBatches batches, Consumer<List<String>> done) {
    this.camel = camel;
    this.batches = batches;
    this.done = done;
  }

  /** Parses the record in the body into its batch. */
  public Batch batch(ConsumerRecord<byte[], byte[]> record) throws NotDeliveredException {
    return batches.batch(record);
  }

  /** The blob of a batch, in the form in which other steps ask for the blob in hand. */
  public BatchRoutes.InHand blob(Batch batch) {
    return new BatchRoutes.InHand(
        new ListedBlob(batch.origin().source(), batch.origin().blob(), batch.to(), "", 0, 0, 0));
  }

  @Override
  public String deliver(ConsumerRecord<byte[], byte[]> record) throws NotDeliveredException {
    if (sender == null) {
      sender = camel.getCamelContext().createProducerTemplate();
    }
    Exchange sent =
        sender.send(RouteNames.RECEIVE, exchange -> exchange.getMessage().setBody(record));
    Exception error = sent.getException();
    if (error != null) {
      throw new NotDeliveredException(reason(error), error);
    }
    return sent.getVariable(RouteNames.BATCH, Batch.class).id();
  }

  private static String reason(Exception error) {
    return Causes.of(error)
        .filter(
            cause ->
                cause instanceof NotDeliveredException
                    || cause instanceof SpoolException
                    || cause instanceof ProgressException)
        .map(Throwable::getMessage)
        .findFirst()
        .orElseGet(() -> DeliveryProblem.sentence(error));
  }

  @Override
  public void committed(List<String> ids) {
    done.accept(ids);
  }
}
