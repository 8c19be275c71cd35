package io.vnetflowroutes.routes;

import java.nio.file.Path;

/**
 * A line of a route file.
 *
 * @param number counted from 1
 */
public record RoutePlace(Path file, int number, String text) {

  /** The start of a sentence about the line. */
  public String wrong() {
    return "The route file '%s' is wrong at line %d: ".formatted(file, number);
  }
}
