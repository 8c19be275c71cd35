package io.vnetflowroutes.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides who may open the page. Without a token, only a browser on this machine that uses a name
 * of this machine: under another host name that resolves to this machine, another site's page could
 * read it. With a token, anyone who presents it, as the password of any user or as a bearer token.
 */
public final class Admission {

  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private final byte[] token;

  /** A refusal: the status of HTTP and a sentence. */
  public record Refusal(int status, String sentence) {}

  /**
   * The relevant parts of a request; missing parts are {@code null}.
   *
   * @param fromLoopback whether it comes from this machine, without a proxy
   * @param host the requested host, without a port
   */
  public record Request(boolean fromLoopback, String host, String authorization) {}

  /**
   * @param token what a visitor must present; {@code null} for a page only for this machine
   */
  public Admission(String token) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  /** Why a request is refused; empty if it is not. */
  public Optional<Refusal> refusal(Request request) {
    if (token != null) {
      return presented(request.authorization())
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  401, "The page wants flowlogs.page-token, as the password of any user name."));
    }
    if (!request.fromLoopback()) {
      return Optional.of(
          new Refusal(
              403,
              "The page is for this machine only. To open it from others, set flowlogs.page-token"
                  + " and give it as the password."));
    }
    if (request.host() == null || !LOOPBACK.matcher(request.host()).matches()) {
      return Optional.of(
          new Refusal(
              403,
              "Without flowlogs.page-token the page is served under localhost and 127.0.0.1 only."));
    }
    return Optional.empty();
  }

  private boolean presented(String authorization) {
    if (authorization == null) {
      return false;
    }
    String scheme = authorization.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return isToken(authorization.substring(BEARER.length()).trim());
    }
    if (!scheme.startsWith(BASIC)) {
      return false;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim());
      String pair = new String(decoded, StandardCharsets.UTF_8);
      return isToken(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isToken(String text) {
    return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
  }
}
