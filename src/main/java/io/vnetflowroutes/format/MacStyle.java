package io.vnetflowroutes.format;

/** The form of MAC addresses in a schema; Azure writes twelve hex digits. */
enum MacStyle {
  /** As in {@code 00-0D-3A-35-95-73}. */
  HYPHENS("-"),
  /** As in {@code 00:0D:3A:35:95:73}. */
  COLONS(":");

  private final String separator;

  MacStyle(String separator) {
    this.separator = separator;
  }

  /** The address in this style, or {@code null} if the text is not twelve hex digits. */
  String of(String digits) {
    if (digits == null || digits.length() != 12) {
      return null;
    }
    StringBuilder address = new StringBuilder(17);
    for (int at = 0; at < digits.length(); at++) {
      char digit = digits.charAt(at);
      if (digit > 'f' || Character.digit(digit, 16) < 0) {
        return null;
      }
      address.append(at > 0 && at % 2 == 0 ? separator : "").append(Character.toUpperCase(digit));
    }
    return address.toString();
  }
}
