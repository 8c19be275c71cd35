package io.vnetflowroutes.receiver;

/** There is no token for a request; the exception's message gives the reason, as a sentence. */
public final class NoTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /**
   * @param lasting whether a person must correct something
   */
  public NoTokenException(String sentence, boolean lasting, Throwable cause) {
    super(sentence, cause);
    this.lasting = lasting;
  }

  /** Whether a person must correct something before there is a token. */
  public boolean lasting() {
    return lasting;
  }
}
