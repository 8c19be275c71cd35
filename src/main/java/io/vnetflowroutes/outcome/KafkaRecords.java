package io.vnetflowroutes.outcome;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;

/**
 * The records of a message as the body that Camel's Kafka component takes, and what became of each.
 * The component gives each element of a list its error and its metadata; the elements keep both.
 *
 * <p>Records are handed out only while none has failed, as the client may wait for each in turn.
 * One thread goes through the list; any may ask how it stands.
 */
public final class KafkaRecords extends AbstractList<Message> {

  private final List<Element> elements = new ArrayList<>();
  private volatile int handedOut;
  private volatile boolean over;
  private volatile Throwable error;

  /** Adds a record, before the list is sent. */
  public void add(String key, byte[] value, CamelContext context) {
    elements.add(new Element(key, value, context));
  }

  /** Adds the record of another list again. */
  public void add(Message record, CamelContext context) {
    add(record.getHeader(KafkaConstants.KEY, String.class), (byte[]) record.getBody(), context);
  }

  @Override
  public Message get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public Iterator<Message> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < elements.size() && (next == 0 || !elements.get(next - 1).endsTheTurn());
      }

      @Override
      public Message next() {
        if (next == elements.size()) {
          throw new NoSuchElementException();
        }
        Message message = elements.get(next++);
        handedOut = Math.max(handedOut, next);
        return message;
      }
    };
  }

  /**
   * Notes that the route has ended.
   *
   * @param thrown what it ended in; {@code null} where all is well
   */
  public void routed(Throwable thrown) {
    error = thrown;
    over = true;
  }

  /** Whether an acknowledgement or an error is still to come for a record that was handed out. */
  boolean owed() {
    for (int i = 0; i < handedOut; i++) {
      // A client that throws because of a record says nothing more about it.
      if (!elements.get(i).settled && !(over && error != null && i == handedOut - 1)) {
        return !over || error != null;
      }
    }
    return false;
  }

  /** Whether the list was begun at all. */
  boolean begun() {
    return handedOut > 0;
  }

  /** Whether a record was acknowledged. */
  boolean acknowledged(int index) {
    Element element = elements.get(index);
    return element.settled ? element.error() == null : over && error == null;
  }

  /** Why a record was not taken; {@code null} where it was not tried, or nothing is known yet. */
  Throwable error(int index) {
    Throwable own = elements.get(index).error();
    return own == null && over && index == handedOut - 1 ? error : own;
  }

  /** What the route ended in; {@code null} where it has not ended, or all is well. */
  Throwable error() {
    return error;
  }

  /** A record, which keeps what the component reports to it. */
  private static final class Element extends DefaultMessage {

    private final CamelContext context;
    private Exchange toldError;
    private volatile boolean settled;

    Element(String key, byte[] value, CamelContext context) {
      super(context);
      this.context = context;
      if (key != null) {
        super.setHeader(KafkaConstants.KEY, key);
      }
      setBody(value);
    }

    /** The component asks for it to set an error in it. */
    @Override
    public Exchange getExchange() {
      if (toldError == null && context != null) {
        toldError = new DefaultExchange(context);
      }
      return toldError;
    }

    /** The metadata come last, whether the record was taken or not. */
    @Override
    public void setHeader(String name, Object value) {
      if (KafkaConstants.KAFKA_RECORD_META.equals(name)) {
        settled = true;
      } else {
        super.setHeader(name, value);
      }
    }

    private Throwable error() {
      return toldError == null ? null : toldError.getException();
    }

    private boolean endsTheTurn() {
      return settled
          && error() != null
          && SendFailure.of(error(), Instant.EPOCH).kind() != SendOutcome.Kind.REFUSED;
    }
  }
}
