package io.vnetflowroutes.deliver;

/** A step of a route file filters by what nothing can be filtered by; the message says what. */
public final class FilterStepException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  FilterStepException(String route, String reason) {
    super("the filter in the route '" + route + "' cannot be used: " + reason);
  }
}
