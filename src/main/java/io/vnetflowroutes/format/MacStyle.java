package io.vnetflowroutes.format;

import java.util.Locale;

/** How a schema wants MAC addresses; Azure writes twelve hex digits. */
enum MacStyle {
  /** As in {@code 00-0D-3A-35-95-73}. */
  HYPHENS("-"),
  /** As in {@code 00:0D:3A:35:95:73}. */
  COLONS(":");

  private final String separator;

  MacStyle(String separator) {
    this.separator = separator;
  }

  /** The address in this style, or {@code null} where the text is not twelve hex digits. */
  String of(String digits) {
    if (digits == null || !digits.matches("[0-9A-Fa-f]{12}")) {
      return null;
    }
    return digits.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1" + separator);
  }
}
