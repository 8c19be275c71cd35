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
 * The records of a message as a body for Camel's Kafka component, with the result of each. The
 * component gives each element of a list its error and its metadata; the elements keep both.
 *
 * <p>The list hands out records only while none has failed, because the client may wait for each in
 * turn. One thread iterates over it; any thread may ask for results.
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
   * @param thrown its exception; {@code null} if it succeeded
   */
  public void routed(Throwable thrown) {
    error = thrown;
    over = true;
  }

  /** Whether a record that was handed out still lacks an acknowledgement or an error. */
  boolean owed() {
    for (int i = 0; i < handedOut; i++) {
      // If the client throws because of a record, it reports nothing more about it.
      if (!elements.get(i).settled && !(over && error != null && i == handedOut - 1)) {
        return !over || error != null;
      }
    }
    return false;
  }

  /** Whether any record was handed out. */
  boolean begun() {
    return handedOut > 0;
  }

  /** Whether a record was acknowledged. */
  boolean acknowledged(int index) {
    Element element = elements.get(index);
    return element.settled ? element.error() == null : over && error == null;
  }

  /** Why a record was not accepted; {@code null} if it was not tried, or has no result yet. */
  Throwable error(int index) {
    Throwable own = elements.get(index).error();
    return own == null && over && index == handedOut - 1 ? error : own;
  }

  /** The route's exception; {@code null} if it has not ended, or succeeded. */
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

    /** The component calls this to set an error. */
    @Override
    public Exchange getExchange() {
      if (toldError == null && context != null) {
        toldError = new DefaultExchange(context);
      }
      return toldError;
    }

    /** The component sets the metadata last, whether the record was accepted or not. */
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
