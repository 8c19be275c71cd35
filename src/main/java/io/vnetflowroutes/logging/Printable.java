package io.vnetflowroutes.logging;

import java.util.regex.Pattern;

/**
 * Text for a line of a log or a report. It can hold untrusted names, so nothing in it starts a new
 * line or controls a terminal.
 */
public final class Printable {

  /** Control and format characters, and what separates lines. */
  private static final Pattern NOT_PRINTED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private Printable() {}

  /** The text with a space for whatever is not printed; empty for {@code null}. */
  public static String of(String text) {
    return text == null ? "" : NOT_PRINTED.matcher(text).replaceAll(" ");
  }
}
