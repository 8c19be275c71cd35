package io.vnetflowroutes.format;

/** A format of a plug-in does not write a flow; the message says which format, and why. */
public final class OwnFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param format its name
   * @param type its class
   * @param problem its fault, without content of the flow
   * @param cause its exception; {@code null} if it returned no line
   */
  OwnFormatException(String format, Class<?> type, String problem, Throwable cause) {
    super(
        "the format '%s' of a plug-in (%s) %s; its author must correct it"
            .formatted(format, type.getName(), problem),
        cause);
  }
}
