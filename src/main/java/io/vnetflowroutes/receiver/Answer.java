package io.vnetflowroutes.receiver;

import java.util.Set;

/**
 * An answer to a request.
 *
 * @param status the status of HTTP
 * @param body the text of the answer; empty for none
 */
public record Answer(int status, String body) {

  /** Bad Request, Unprocessable Content (RFC 9110, 15.5). */
  private static final Set<Integer> REFUSING = Set.of(400, 422);

  /** Whether a status refuses the message itself, so that sending it again is of no use. */
  public static boolean refuses(int status) {
    return REFUSING.contains(status);
  }

  /** Whether the status says that the request was accepted. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** Whether the status refuses the message itself. */
  boolean refuses() {
    return refuses(status);
  }
}
