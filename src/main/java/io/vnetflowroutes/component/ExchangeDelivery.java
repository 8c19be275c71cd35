package io.vnetflowroutes.component;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.MessageKey;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.message.FileNames;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.poll.DueBlob;
import io.vnetflowroutes.read.ReadLoop;
import io.vnetflowroutes.state.Acknowledgements;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;

/**
 * Gives batches to a route, one exchange for the flows of each decision. A part counts as delivered
 * when its exchange has completed without a failure that the route did not handle. If that of the
 * other part fails, the batch comes again with that part only.
 *
 * <p>Any thread may call it.
 */
final class ExchangeDelivery implements ReadLoop.Delivery {

  /** The destination that parts are acknowledged under; there is one, the route. */
  private static final String ROUTE = "route";

  private final DefaultConsumer consumer;
  private final Supplier<FlowLines> lines;
  private final Acknowledgements acknowledged;
  private final DeadLetterFolder deadLetters;

  ExchangeDelivery(
      DefaultConsumer consumer,
      Supplier<FlowLines> lines,
      Acknowledgements acknowledged,
      DeadLetterFolder deadLetters) {
    this.consumer = consumer;
    this.lines = lines;
    this.acknowledged = acknowledged;
    this.deadLetters = deadLetters;
  }

  @Override
  public void deliver(DueBlob blob, Batch batch) throws IOException {
    for (BatchPart part : batch.parts()) {
      MessageKey message = new MessageKey(part.id(), 0, part.size());
      String delivery = new DeliveryKey(message.toString(), ROUTE).toString();
      if (acknowledged.mustSend(delivery)) {
        send(part, message.toString());
        acknowledged.add(delivery);
      }
    }
    if (!batch.unreadable().isEmpty()) {
      deadLetters.keep(batch);
    }
  }

  private void send(BatchPart part, String key) throws IOException {
    Exchange exchange = consumer.createExchange(false);
    try {
      FlowLines text = lines.get();
      text.add(List.of(part));
      Message message = exchange.getMessage();
      message.setHeader(FlowLogsEndpoint.DECISION, part.decision().word());
      message.setHeader(FlowLogsEndpoint.FLOWS, part.size());
      message.setHeader(FlowLogsEndpoint.MESSAGE, key);
      message.setHeader(
          Exchange.FILE_NAME,
          FileNames.of(FolderLayout.HIVE, part, key, text.syntax().extension()));
      message.setHeader(Exchange.CONTENT_TYPE, text.syntax().contentType());
      message.setBody(text.toString());
      process(exchange);
    } finally {
      consumer.releaseExchange(exchange, false);
    }
  }

  private void process(Exchange exchange) throws IOException {
    try {
      consumer.getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    if (failure != null) {
      throw new IOException(
          failure.getMessage() == null ? failure.toString() : failure.getMessage(), failure);
    }
    if (exchange.isRollbackOnly()) {
      throw new IOException("the route rolled the exchange back");
    }
  }
}
