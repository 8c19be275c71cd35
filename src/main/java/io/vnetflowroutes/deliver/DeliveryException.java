package io.vnetflowroutes.deliver;

/**
 * A destination has not acknowledged; the cause gives the reason, which was logged at its origin.
 */
public final class DeliveryException extends Exception {

  private static final long serialVersionUID = 1L;

  DeliveryException(Throwable cause) {
    super("A destination has not acknowledged", cause);
  }
}
