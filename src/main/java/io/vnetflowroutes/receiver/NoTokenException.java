package io.vnetflowroutes.receiver;

/** There is no token to send a message with; the message of this says why, as a sentence. */
public final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /**
   * @param lasting whether a person has to correct something
   */
  public NoTokenException(String sentence, boolean lasting, Throwable cause) {
    super(sentence, cause);
    this.lasting = lasting;
  }

  /** Whether a person has to correct something before there is one. */
  public boolean lasting() {
    return lasting;
  }
}
