package io.vnetflowroutes.objects;

import io.vnetflowroutes.files.FlowFileName;
import io.vnetflowroutes.files.SameName;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Writes a message as an object under the name that a file of it would have, only if none is there.
 * One that is there counts as written only if it holds the very bytes of the message: the answer to
 * an earlier request may have been lost. A message that was planned has a name that no other has,
 * so what is there under it is it, even if the settings make other bytes of it now.
 */
final class OnceProducer extends DefaultProducer {

  /** So often an object is sent while the store gives two answers. */
  private static final int ATTEMPTS = 3;

  private static final int PRECONDITION_FAILED = 412;

  private final ObjectRequests objects;
  private final ObjectStore store;
  private final SameName sameName;
  private final SameName.Listener listener;

  /** What is there under a key. */
  private enum There {
    NOTHING,
    SAME,
    OTHER
  }

  OnceProducer(
      OnceEndpoint endpoint,
      ObjectRequests objects,
      ObjectStore store,
      SameName sameName,
      SameName.Listener listener) {
    super(endpoint);
    this.objects = objects;
    this.store = store;
    this.sameName = sameName;
    this.listener = listener;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    try (ObjectBody body = ObjectBody.of(message)) {
      write(exchange, message, body);
    }
  }

  private void write(Exchange exchange, Message message, ObjectBody body) throws Exception {
    String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    boolean planned = message.getHeader(SameName.PLANNED, false, Boolean.class);
    List<?> earlierNames = message.getHeader(SameName.PLANNED_AS, List.of(), List.class);
    for (Object earlier : earlierNames) {
      if (there(Path.of(earlier.toString()), body, planned) != There.NOTHING) {
        return;
      }
    }
    FlowFileName name =
        new FlowFileName(Path.of(message.getHeader(Exchange.FILE_NAME, String.class)));
    for (Path earlier : name.ofEarlierEditions()) {
      if (there(earlier, body, false) == There.SAME) {
        return;
      }
    }
    Path at = name.file();
    for (int number = 1; !isThere(at, body, type, planned); number++) {
      if (sameName == SameName.LEAVE_ALONE) {
        listener.leftAlone(exchange, at);
        return;
      }
      at = name.beside(number);
    }
    if (!at.equals(name.file())) {
      listener.keptBoth(exchange, name.file(), at);
    }
  }

  /**
   * Writes it unless it is there; false where an object of that name is there that holds something
   * else. A store, or a proxy before it, may answer that an object is there, and then that it is
   * not: it was removed in between, or the first answer was wrong. Then the object is sent again.
   */
  private boolean isThere(Path key, ObjectBody body, String type, boolean planned)
      throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (written(key, body, type)) {
        return true;
      }
      There there = there(key, body, planned);
      if (there != There.NOTHING) {
        return there == There.SAME;
      }
    }
    throw ObjectStoreException.ofTwoAnswers(PRECONDITION_FAILED, key, ATTEMPTS);
  }

  /** Writes it; returns false if the store has an object of that name. */
  private boolean written(Path key, ObjectBody body, String type) throws Exception {
    try {
      objects.send(
          message -> {
            message.setBody(body.open());
            store.put(message, body.length(), key.toString(), type, sameName != SameName.REPLACE);
          });
      return true;
    } catch (Exception e) {
      if (store.saysThere(e)) {
        return false;
      }
      throw ObjectStoreException.of(store, e);
    }
  }

  /** What is there under a key, compared with these bytes unless it was planned. */
  private There there(Path key, ObjectBody body, boolean planned) throws Exception {
    try {
      Exchange answer = objects.send(message -> store.get(message, key.toString()));
      try (InputStream there = answer.getMessage().getMandatoryBody(InputStream.class)) {
        return planned || body.isIn(there) ? There.SAME : There.OTHER;
      }
    } catch (Exception e) {
      if (store.status(e) == 404) {
        return There.NOTHING;
      }
      throw ObjectStoreException.of(store, e);
    }
  }

  @Override
  protected void doStop() throws Exception {
    objects.close();
    super.doStop();
  }
}
