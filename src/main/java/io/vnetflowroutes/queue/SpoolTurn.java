package io.vnetflowroutes.queue;

import io.vnetflowroutes.message.Delivery;
import java.util.Iterator;

/** The messages that a spool hands out in one turn of its drain. One thread asks for them. */
final class SpoolTurn implements Iterator<Delivery> {

  private final Spool spool;
  private long handedOut = -1;
  private boolean askedAhead;
  private boolean over;

  SpoolTurn(Spool spool) {
    this.spool = spool;
  }

  /** Once it has ended it stays so, whatever comes in: Camel asks again when it cleans up. */
  @Override
  public boolean hasNext() {
    over = over || !spool.due() || !another();
    return !over;
  }

  private boolean another() {
    if (handedOut != spool.taken()) {
      return spool.hasReady();
    }
    boolean first = !askedAhead;
    askedAhead = true;
    return first && spool.hasReadyBehind();
  }

  @Override
  public Delivery next() {
    // The one before was not sent, so this is Camel going through what is left.
    over = over || handedOut == spool.taken();
    handedOut = spool.taken();
    askedAhead = false;
    return spool.head();
  }
}
