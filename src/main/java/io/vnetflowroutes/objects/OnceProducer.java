package io.vnetflowroutes.objects;

import io.vnetflowroutes.files.FlowFileName;
import io.vnetflowroutes.files.SameName;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
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

  private final ObjectRequests objects;
  private final ObjectStore store;
  private final SameName sameName;
  private final SameName.Listener listener;

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
    byte[] body = message.getMandatoryBody(byte[].class);
    String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
    boolean planned = message.getHeader(SameName.PLANNED, false, Boolean.class);
    FlowFileName name =
        new FlowFileName(Path.of(message.getHeader(Exchange.FILE_NAME, String.class)));
    for (Path earlier : name.ofEarlierEditions()) {
      if (holds(earlier, body)) {
        return;
      }
    }
    Path at = name.file();
    for (int number = 1; !written(at, body, type) && !planned && !holds(at, body); number++) {
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

  /** Writes it; false where an object of that name is there. */
  private boolean written(Path key, byte[] body, String type) throws Exception {
    try {
      objects.send(
          message -> {
            message.setBody(body);
            store.put(message, key.toString(), type, sameName != SameName.REPLACE);
          });
      return true;
    } catch (Exception e) {
      if (store.saysThere(e)) {
        return false;
      }
      throw ObjectStoreException.of(store, e);
    }
  }

  /** Whether an object is there and holds these bytes. */
  private boolean holds(Path key, byte[] body) throws Exception {
    try {
      Exchange answer = objects.send(message -> store.get(message, key.toString()));
      try (InputStream there = answer.getMessage().getMandatoryBody(InputStream.class)) {
        return Arrays.equals(there.readNBytes(body.length), body) && there.read() < 0;
      }
    } catch (Exception e) {
      if (store.status(e) == 404) {
        return false;
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
