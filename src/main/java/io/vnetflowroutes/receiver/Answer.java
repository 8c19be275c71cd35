package io.vnetflowroutes.receiver;

/**
 * An answer to a request.
 *
 * @param status the status of HTTP
 * @param body the text of the answer; empty for none
 */
public record Answer(int status, String body) {

  /** Whether the status says that the request was accepted. */
  public boolean ok() {
    return status / 100 == 2;
  }
}
