package io.vnetflowroutes.deliver;

import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.filter.Selection;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.outcome.FilterStepException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/**
 * The filters of route files: the bean {@code filters}. Each method leaves out flows of the part in
 * the body, gives the part that remains an id of its own, and counts the flows under the route's
 * name.
 *
 * <p>Any thread may call it.
 */
public final class Filters {

  private final FilterReport leftOut;
  private final Map<String, Filter> read = new ConcurrentHashMap<>();

  public Filters(FilterReport leftOut) {
    this.leftOut = leftOut;
  }

  /**
   * Leaves out the flows that match a condition.
   *
   * @param condition a word as in the settings below {@code drop}, such as {@code dst-ports}
   * @param values one value, or several separated by commas
   * @throws FilterStepException if there is no such condition, or it takes no such values
   */
  public void drop(Exchange exchange, String condition, String values) {
    apply(
        exchange,
        "drop " + condition + '=' + values,
        () -> Filter.dropping(Condition.named(condition), values));
  }

  /** Leaves out all flows except those that match a condition. */
  public void keep(Exchange exchange, String condition, String values) {
    apply(
        exchange,
        "keep " + condition + '=' + values,
        () -> Filter.keeping(Condition.named(condition), values));
  }

  /**
   * Keeps one flow in so many, always the same ones. Unlike the setting, it also samples denied
   * flows.
   */
  public void sample(Exchange exchange, int oneIn) {
    apply(exchange, "sample " + oneIn, () -> Filter.sampling(oneIn));
  }

  private void apply(Exchange exchange, String step, Supplier<Filter> filter) {
    String route = ExchangeHelper.getRouteId(exchange);
    if (!(exchange.getMessage().getBody() instanceof BatchPart part)) {
      throw new FilterStepException(
          route, "the body is no part of a batch; filters stand behind the decision");
    }
    try {
      Selection selection = read.computeIfAbsent(step, key -> filter.get()).select(part);
      leftOut.report("route " + route, selection);
      exchange.getMessage().setBody(selection.asPart(step));
    } catch (IllegalArgumentException e) {
      throw new FilterStepException(route, e.getMessage());
    }
  }
}
