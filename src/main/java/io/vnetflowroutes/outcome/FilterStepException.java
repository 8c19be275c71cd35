package io.vnetflowroutes.outcome;

/** A step of a route file has an unknown filter condition or value; the message names it. */
public final class FilterStepException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public FilterStepException(String route, String reason) {
    super("the filter in the route '" + route + "' cannot be used: " + reason);
  }
}
