package io.vnetflowroutes.deliver;

/**
 * A step of a route file has a condition or value that filters do not know; the message names it.
 */
public final class FilterStepException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  FilterStepException(String route, String reason) {
    super("the filter in the route '" + route + "' cannot be used: " + reason);
  }
}
