package io.vnetflowroutes.receiver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers of the specification Standard Webhooks: the message's name, which stays the same when
 * it is sent again, the time, and a signature over both and the body before compression.
 */
final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  private final byte[] key;

  /**
   * @param secret {@code whsec_} and a key in Base64, or any text; {@code null} for no signature
   */
  WebhookSignature(String secret) {
    this.key = secret == null ? null : key(secret);
  }

  private static byte[] key(String secret) {
    return secret.startsWith(PREFIX)
        ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a secret with the prefix of a key in Base64 is one. */
  static boolean isSecret(String text) {
    try {
      return key(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  Map<String, String> headers(String message, byte[] body, Instant now) {
    Map<String, String> headers = new TreeMap<>();
    String seconds = Long.toString(now.getEpochSecond());
    headers.put("webhook-id", message);
    headers.put("webhook-timestamp", seconds);
    if (key != null) {
      headers.put("webhook-signature", "v1," + sign(message + '.' + seconds + '.', body));
    }
    return headers;
  }

  private String sign(String begin, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(begin.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }
}
