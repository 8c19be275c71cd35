package io.vnetflowroutes.message;

import io.vnetflowroutes.format.Syntax;

/** How flows are joined into the body of a message. */
public enum Framing {
  /** One flow a line, each line ended. */
  LINES,
  /** One JSON array. */
  ARRAY,
  /** A list with one record a flow, as Kafka takes it. */
  RECORDS;

  public String contentType(Syntax syntax) {
    return this == LINES ? syntax.contentType() : "application/json";
  }

  String extension(Syntax syntax) {
    return this == LINES ? syntax.extension() : "json";
  }
}
