package io.vnetflowroutes.format;

import io.vnetflowroutes.table.Row;
import io.vnetflowroutes.table.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The versions of OCSF that the program writes. Older versions lack some attributes; their values
 * are in the member for all other values, unless they are already there.
 */
public enum OcsfVersion {
  V1_1_0("1.1.0"),
  V1_3_0("1.3.0"),
  V1_5_0("1.5.0"),
  V1_8_0("1.8.0");

  /** The default version. */
  public static final OcsfVersion NEWEST = V1_8_0;

  private static final Row NOTHING = Row.of("", Value.NONE, "");

  private final String text;

  OcsfVersion(String text) {
    this.text = text;
  }

  /** The version as the schema writes it. */
  public String text() {
    return text;
  }

  /** All versions as the schema writes them. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(OcsfVersion::text).toList();
  }

  /** The version of a text. */
  public static OcsfVersion of(String text) {
    return Arrays.stream(values())
        .filter(version -> version.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no OCSF " + text));
  }

  boolean isBefore(OcsfVersion other) {
    return compareTo(other) < 0;
  }

  /** A row that exists since a version. */
  Row since(OcsfVersion first, Row row) {
    return isBefore(first) ? NOTHING : row;
  }
}
