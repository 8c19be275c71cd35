package io.vnetflowroutes.format;

/** A format of a plug-in does not write a flow; the message says which. */
public final class OwnFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param format its name
   * @param flow the flow's id
   * @param cause what it threw; {@code null} where it returned no line
   */
  OwnFormatException(String format, String flow, Throwable cause) {
    super(
        "the format '%s' of a plug-in %s for the flow %s; its author must correct it"
            .formatted(
                format,
                cause == null ? "returned no line" : "threw a " + cause.getClass().getSimpleName(),
                flow),
        cause);
  }
}
