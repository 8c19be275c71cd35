package io.vnetflowroutes.routes;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * Stands for the attempts of a destination: they end as the test says, without sending anything.
 */
public final class ScriptedAttempts {

  private final Deque<Function<Delivery, SendOutcome>> script = new ArrayDeque<>();
  private final List<String> keys = new ArrayList<>();

  /** The next attempts end like this, one after the other; those behind them are delivered. */
  void endAs(Kind... kinds) {
    for (Kind kind : kinds) {
      script.add(message -> outcome(kind, message, kind == Kind.DELIVERED ? message.flows() : 0));
    }
  }

  /** The next attempt breaks. */
  void breakWith(RuntimeException error) {
    script.add(
        message -> {
          throw error;
        });
  }

  /** The keys of the messages that were attempted since the last call. */
  List<String> attempted() {
    List<String> attempted = List.copyOf(keys);
    keys.clear();
    return attempted;
  }

  /** Called by the route. */
  public void make(Exchange exchange) {
    Delivery message = exchange.getMessage().getHeader(RouteNames.DELIVERY, Delivery.class);
    keys.add(message.key());
    Function<Delivery, SendOutcome> next = script.poll();
    exchange.setVariable(
        RouteNames.OUTCOME,
        next == null ? outcome(Kind.DELIVERED, message, message.flows()) : next.apply(message));
  }

  private static SendOutcome outcome(Kind kind, Delivery message, int taken) {
    return new SendOutcome(kind, message, message, taken, null, "as scripted", null, false);
  }
}
