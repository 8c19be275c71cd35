package io.vnetflowroutes.derive;

import java.util.Map;

/** The meaning of a tuple's encryption field (docs/azure-flow-log-format.md#encryption-values). */
public final class Encryption {

  private static final Map<String, String> REASONS =
      Map.of(
          "NX", "not-configured-or-peer-not-capable",
          "NX_HW_NOT_SUPPORTED", "hardware-not-supported",
          "NX_SW_NOT_READY", "software-not-ready",
          "NX_NOT_ACCEPTED", "not-accepted",
          "NX_NOT_SUPPORTED", "discovery-not-supported",
          "NX_LOCAL_DST", "destination-on-same-host",
          "NX_FALLBACK", "fallback-to-unencrypted");

  private Encryption() {}

  /** {@code true} or {@code false}; an empty text for any other value. */
  public static String encrypted(String value) {
    if (value.equals("X")) {
      return "true";
    }
    return value.equals("NX") || value.startsWith("NX_") ? "false" : "";
  }

  /** Why traffic was not encrypted, in a word; an empty text if the value does not show it. */
  public static String reason(String value) {
    return REASONS.getOrDefault(value, "");
  }
}
