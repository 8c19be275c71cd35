package io.vnetflowroutes.camel;

import io.vnetflowroutes.state.Acknowledgements;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The acknowledgements in the state, as Camel's idempotent repository.
 *
 * <p>Any thread may call it.
 */
public final class DeliveryRepository extends ServiceSupport implements IdempotentRepository {

  private final Acknowledgements acknowledged;

  public DeliveryRepository(Acknowledgements acknowledged) {
    this.acknowledged = acknowledged;
  }

  /** Whether the key is new; does not store it yet. */
  @Override
  public boolean add(String key) {
    return acknowledged.mustSend(key);
  }

  @Override
  public boolean contains(String key) {
    return acknowledged.contains(key);
  }

  /** Stores the destination's acknowledgement. */
  @Override
  public boolean confirm(String key) {
    acknowledged.add(key);
    return true;
  }

  /** Called for a delivery that failed, of which nothing is stored. */
  @Override
  public boolean remove(String key) {
    return true;
  }

  @Override
  public void clear() {
    acknowledged.clear();
  }
}
