package io.vnetflowroutes.deliver;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Joins the results of several destinations: a failure stays a failure, whoever succeeded after it,
 * so that a batch counts as delivered only when every destination has acknowledged it. Camel's own
 * strategy would keep the last result only.
 *
 * <p>Any thread may call it, as it keeps nothing.
 */
public final class EveryAcknowledgement implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange before, Exchange now) {
    if (before != null && before.isFailed()) {
      return before;
    }
    if (now.getException() != null && !(now.getException() instanceof DeliveryException)) {
      now.setException(new DeliveryException(now.getException()));
    }
    return now;
  }
}
