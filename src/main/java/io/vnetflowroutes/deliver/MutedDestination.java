package io.vnetflowroutes.deliver;

import java.util.Collections;
import java.util.Iterator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Replaces a destination that must get nothing new this time, so that routes can still name it. */
public final class MutedDestination {

  private final Destination destination;

  public MutedDestination(Destination destination) {
    this.destination = destination;
  }

  /** No message, whatever a route sends. */
  public Iterator<Message> messages(Object body) {
    return Collections.emptyIterator();
  }

  /** Puts a message that waited in the spool in front of the step that sends it. */
  public void load(Exchange exchange) {
    destination.load(exchange);
  }
}
