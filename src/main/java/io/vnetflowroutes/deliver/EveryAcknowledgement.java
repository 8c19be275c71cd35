package io.vnetflowroutes.deliver;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Joins the results of several destinations: if one failed, the result is a failure, whatever
 * succeeds after it, so that a batch counts as delivered only after every destination has
 * acknowledged it. Camel's own strategy keeps only the last result.
 *
 * <p>Any thread may call it: it has no state.
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
