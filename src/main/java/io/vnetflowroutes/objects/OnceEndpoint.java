package io.vnetflowroutes.objects;

import io.vnetflowroutes.files.SameName;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of an object store that writes each object once, by Camel's own endpoint. */
public final class OnceEndpoint extends DefaultEndpoint {

  private static final String ABSENT = "flowlogs-check";

  private final Endpoint objects;
  private final ObjectStore store;
  private final SameName sameName;
  private final SameName.Listener listener;

  /**
   * @param objects Camel's endpoint
   * @param sameName what becomes of an object that is there and holds something else
   * @param listener is told about such objects
   */
  public OnceEndpoint(
      Endpoint objects, ObjectStore store, SameName sameName, SameName.Listener listener) {
    // Not its component, which would take this for an endpoint of its own.
    super(objects.getEndpointUri(), null);
    setCamelContext(objects.getCamelContext());
    this.objects = objects;
    this.store = store;
    this.sameName = sameName;
    this.listener = listener;
  }

  /** Camel's endpoint. */
  public Endpoint objects() {
    return objects;
  }

  /**
   * Asks for an object that is not there, which takes no right that writing does not take.
   *
   * @throws ObjectStoreException what the store answered, if not that the object is absent
   */
  public void look() throws Exception {
    try (ObjectRequests requests = new ObjectRequests(objects)) {
      requests.send(message -> store.get(message, ABSENT));
    } catch (Exception e) {
      Exception answer = ObjectStoreException.of(store, e);
      if (!(answer instanceof ObjectStoreException said) || !said.isOfAnObject()) {
        throw answer;
      }
    }
  }

  @Override
  public Producer createProducer() {
    return new OnceProducer(this, new ObjectRequests(objects), store, sameName, listener);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("Objects are only written");
  }
}
