package io.vnetflowroutes.deliver;

import java.util.Collections;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Replaces a destination that must get no new message, so that routes can still name it. Deliverers
 * and the drain call it, as they call a {@link Destination}.
 */
public final class MutedDestination {

  private final Destination destination;

  public MutedDestination(Destination destination) {
    this.destination = destination;
  }

  /** No message, whatever a route sends. */
  public Iterator<Message> messages(Object body) {
    return Collections.emptyIterator();
  }

  /** Makes a message from the spool the body that the next step sends. */
  public void load(Exchange exchange) {
    destination.load(exchange);
  }
}
