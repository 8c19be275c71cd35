package io.vnetflowroutes.objects;

import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Sends requests to a store through Camel's endpoint, which starts at the first of them: S3's asks
 * for its bucket then, and a store that is down must not keep the program from starting.
 *
 * <p>Any thread may send.
 */
final class ObjectRequests implements AutoCloseable {

  private final Endpoint objects;
  private Producer producer;

  ObjectRequests(Endpoint objects) {
    this.objects = objects;
  }

  /** Sends a request, and returns the exchange with its answer. */
  Exchange send(Consumer<Message> request) throws Exception {
    Exchange exchange = objects.createExchange();
    request.accept(exchange.getIn());
    producer().process(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    return exchange;
  }

  /** Camel makes a producer with the client that the endpoint has once it is started. */
  private synchronized Producer producer() throws Exception {
    ServiceHelper.startService(objects);
    if (producer == null) {
      Producer made = objects.createProducer();
      ServiceHelper.startService(made);
      producer = made;
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    ServiceHelper.stopService(producer, objects);
    producer = null;
  }
}
