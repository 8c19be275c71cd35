package io.vnetflowroutes.telemetry;

import io.vnetflowroutes.message.RouteNames;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.ExchangeHelper;

/**
 * Measures every attempt to send a message to a destination, from Camel's events.
 *
 * <p>Any thread may call it; every thread that sends does.
 */
public final class SendMetricsNotifier extends EventNotifierSupport {

  private static final String INSIDE = "direct:";

  private final Metrics metrics;

  public SendMetricsNotifier(Metrics metrics) {
    this.metrics = metrics;
    setIgnoreCamelContextEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeFailedEvents(true);
    setIgnoreExchangeRedeliveryEvents(true);
  }

  /** Camel reports the end of a send only to listeners that also accept its beginning. */
  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof ExchangeSentEvent || event instanceof ExchangeSendingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof ExchangeSentEvent sent) {
      sent(sent);
    }
  }

  private void sent(ExchangeSentEvent sent) {
    Exchange exchange = sent.getExchange();
    Route route = ExchangeHelper.getRoute(exchange);
    if (route == null
        || !route.getRouteId().startsWith(RouteNames.SEND)
        || sent.getEndpoint().getEndpointUri().startsWith(INSIDE)) {
      return;
    }
    String destination = route.getRouteId().substring(RouteNames.SEND.length());
    metrics.sent(destination, Duration.ofMillis(sent.getTimeTaken()));
  }
}
