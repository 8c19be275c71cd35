package io.vnetflowroutes.objects;

import io.vnetflowroutes.files.SameName;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/** An endpoint of an object store that writes each object once, by Camel's own endpoint. */
public final class OnceEndpoint extends DefaultEndpoint {

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

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ServiceHelper.startService(objects);
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(objects);
    super.doStop();
  }

  @Override
  public Producer createProducer() throws Exception {
    return new OnceProducer(this, objects.createProducer(), store, sameName, listener);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("Objects are only written");
  }
}
