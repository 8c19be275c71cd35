package io.vnetflowroutes.deliver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line why a destination did not take a message: the bean of the error routes. */
public final class SendProblems {

  private static final Logger LOG = LoggerFactory.getLogger(SendProblems.class);

  private final Refusals refusals;
  private final Set<String> toldOfSize = ConcurrentHashMap.newKeySet();

  /**
   * @param refusals tells what is said elsewhere
   */
  public SendProblems(Refusals refusals) {
    this.refusals = refusals;
  }

  /** A destination did not take a message, and no further attempt is made now. */
  public void notTaken(Exchange exchange) {
    if (!refusals.forGood(exchange)) {
      say(exchange, "The destination does not take a message: {}");
    }
  }

  /** A destination finds a message too large; said once, as it will be so with many. */
  public void tooLarge(Exchange exchange) {
    if (toldOfSize.add(exchange.getMessage().getHeader(Destination.NAME, String.class))) {
      say(
          exchange,
          "The destination finds messages too large, which are halved until they fit: {}");
    }
  }

  /** A destination will never take a message, which goes to the dead letter. */
  public void refused(Exchange exchange) {
    say(exchange, "The destination refuses a message for good, which goes to the dead letter: {}");
  }

  private static void say(Exchange exchange, String sentence) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    LOG.atWarn()
        .addKeyValue("destination", exchange.getMessage().getHeader(Destination.NAME))
        .log(sentence, DeliveryProblem.sentence(error));
    LOG.debug("Delivery failed", error);
  }
}
