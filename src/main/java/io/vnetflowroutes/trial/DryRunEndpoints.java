package io.vnetflowroutes.trial;

import java.util.Set;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Isolates Camel from the outside: messages that route files send out are reported instead of sent,
 * and nothing comes in. Endpoints are still made, so that a wrong option is found. Endpoints that
 * only compute or lead to another route work as usual.
 */
final class DryRunEndpoints extends MainListenerSupport implements EndpointStrategy {

  private static final Set<String> INSIDE =
      Set.of(
          "bean",
          "class",
          "dataformat",
          "direct",
          "disruptor",
          "freemarker",
          "jolt",
          "jslt",
          "json-validator",
          "jsonata",
          "language",
          "mustache",
          "seda",
          "validator",
          "velocity",
          "xslt",
          "xslt-saxon");

  private final Outside outside;

  /** Gets what an endpoint would get. */
  interface Outside {
    void got(String uri, Exchange exchange);
  }

  DryRunEndpoints(Outside outside) {
    this.outside = outside;
  }

  @Override
  public void beforeInitialize(BaseMainSupport main) {
    main.getCamelContext().getCamelContextExtension().registerEndpointCallback(this);
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    String real = endpoint.getEndpointUri();
    if (endpoint instanceof Intercepted || INSIDE.contains(real.replaceFirst(":.*", ""))) {
      return endpoint;
    }
    Endpoint intercepted = new Intercepted(real, ((DefaultEndpoint) endpoint).getComponent());
    intercepted.setCamelContext(endpoint.getCamelContext());
    return intercepted;
  }

  private final class Intercepted extends DefaultEndpoint {

    Intercepted(String uri, Component component) {
      super(uri, component);
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          outside.got(getEndpoint().getEndpointUri(), exchange);
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }
  }
}
