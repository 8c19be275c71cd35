package io.vnetflowroutes.deliver;

/** How flows are put together into the body of a message. */
public enum Framing {
  /** One flow a line, each line ended. */
  LINES("application/x-ndjson", "ndjson"),
  /** One JSON array. */
  ARRAY("application/json", "json"),
  /** A list with one record a flow, as Kafka takes it. */
  RECORDS("application/json", "json");

  private final String contentType;
  private final String extension;

  Framing(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  String contentType() {
    return contentType;
  }

  String extension() {
    return extension;
  }
}
