package io.vnetflowroutes.receiver;

import io.vnetflowroutes.format.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one destination speaks with its receiver: the facts of the type, and what the settings add to
 * them. Any thread may call it.
 */
public final class Protocol {

  private static final String CHANNEL = "X-Splunk-Request-Channel";

  private final Receiver type;
  private final Options options;
  private final String base;
  private final Answers answers;
  private final WebhookSignature signature;

  /**
   * @param base the URL that the paths of the type follow; empty where it has none
   * @param secret what requests are signed with; {@code null} where they are not
   */
  public Protocol(Receiver type, Options options, String base, String secret) {
    this.type = type;
    this.base = base;
    this.options = options;
    this.answers = type.answers().apply(options);
    this.signature = type.signs() ? new WebhookSignature(secret) : null;
  }

  /** The facts of the type. */
  public Receiver type() {
    return type;
  }

  /** The URL of another path of the same receiver. */
  public String beside(String path) {
    return base + path;
  }

  /** A format with the envelope around each flow. */
  public Format around(Format flow) {
    return type.envelope().around(flow, options, type.fields());
  }

  /** The headers that are the same for all requests. */
  public static Map<String, String> headers(
      Receiver type, Options options, String token, String user, String password) {
    Map<String, String> headers = new TreeMap<>();
    if (user != null) {
      String login = user + ':' + (password == null ? "" : password);
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    if (type.login() != null && token != null) {
      headers.put(type.login().header(), type.login().before() + token);
    }
    if (options.channel() != null) {
      headers.put(CHANNEL, options.channel());
    }
    return headers;
  }

  /** The headers of one request. */
  public Map<String, String> headers(String message, byte[] body, Instant now) {
    return signature == null ? Map.of() : signature.headers(message, body, now);
  }

  /** The body of a request with these lines. */
  public byte[] body(byte[] lines) {
    return type.assembly().of(lines);
  }

  /** What an answer means; empty where its status alone decides. */
  public Optional<Reading> read(Answer answer, int entries) {
    return answers.read(answer, entries);
  }
}
