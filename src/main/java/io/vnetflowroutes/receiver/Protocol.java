package io.vnetflowroutes.receiver;

import io.vnetflowroutes.format.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The protocol between a destination and its receiver: the facts of the type, with the settings of
 * the destination. Any thread may call it.
 */
public final class Protocol {

  private static final String CHANNEL = "X-Splunk-Request-Channel";
  private static final int UNAUTHORIZED = 401;

  /** The beginning of a batch's name: a digest and the time of the first record. */
  private static final Pattern BATCH = Pattern.compile("[0-9a-f]{20}-([1-9]\\d{0,12})-");

  private final Receiver type;
  private final Options options;
  private final String base;
  private final Answers answers;
  private final UnaryOperator<byte[]> joining;
  private final Refusals refusals;
  private final WebhookSignature signature;
  private final AccessTokens tokens;

  /**
   * @param base the URL before the paths of the type; empty if it has none
   * @param secret the secret that signs requests; {@code null} for no signature
   * @param tokens gives the token of each request; {@code null} if none is needed
   */
  public Protocol(Receiver type, Options options, String base, String secret, AccessTokens tokens) {
    this.tokens = tokens;
    this.type = type;
    this.base = base;
    this.options = options;
    this.answers = type.answers().apply(options);
    this.joining = type.joining().apply(options);
    this.refusals = new Refusals(type.anyServer() ? "" : type.title());
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

  /** The key with the address of the receiver. */
  public String addressKey() {
    return type.home() == null && options.value("url").isEmpty() ? "uri" : "url";
  }

  /** The keys of the login, in words. */
  public String loginKeys() {
    if (!options.value("user").isEmpty()) {
      return "user and password";
    }
    return Stream.of("token", "credentials", "credentials-file")
        .filter(key -> type.keys().contains(key) && !type.signs())
        .filter(key -> !key.equals("token") || options.value("credentials").isEmpty())
        .findFirst()
        .orElse("headers");
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

  /**
   * The headers with a token, which may have to be requested first. Kafka's client requests its
   * token itself, but does not report why there is none.
   *
   * @throws NoTokenException if there is no token
   */
  public Map<String, String> login() {
    String token = tokens == null ? null : tokens.giver().get();
    return token == null || type.carrier() != Receiver.Carrier.HTTP
        ? Map.of()
        : Map.of("Authorization", "Bearer " + token);
  }

  /**
   * Notes the status of a refusal. The token may have expired or been revoked, so after a 401 the
   * next request has another one.
   */
  public void refused(int status) {
    if (tokens != null && status == UNAUTHORIZED) {
      tokens.renewal().run();
    }
  }

  /**
   * Why a message must not be sent, if the receiver accepts no flows that old; otherwise empty.
   *
   * @param message the name of the message, which begins with that of its batch
   */
  public Optional<String> tooOld(String message, Instant now) {
    Matcher batch = BATCH.matcher(message);
    if (type.oldest() == null
        || !options.value("too-old").equals("dead-letter")
        || !batch.lookingAt()) {
      return Optional.empty();
    }
    Instant time = Instant.ofEpochMilli(Long.parseLong(batch.group(1)));
    return time.isBefore(now.minus(type.oldest()))
        ? Optional.of(
            "its flows are older than %d h, and such flows %s"
                .formatted(type.oldest().toHours(), type.whenOlder()))
        : Optional.empty();
  }

  /**
   * Why a message must not be sent, if a flow of it is longer than the receiver accepts; otherwise
   * empty.
   */
  public Optional<String> tooLong(byte[] lines) {
    int most = options.messageLimit();
    int longest = most == Integer.MAX_VALUE ? 0 : SyslogFraming.longest(lines);
    return longest > most
        ? Optional.of(
            "a flow takes %d bytes, and receivers cut off what is beyond message-limit, %d bytes"
                .formatted(longest, most))
        : Optional.empty();
  }

  /** The body of a request with these lines. */
  public byte[] body(byte[] lines) {
    return joining.apply(lines);
  }

  /** The verdict of an answer; empty if its status alone decides. */
  public Optional<AnswerVerdict> read(Answer answer, int entries) {
    Optional<AnswerVerdict> foreign = refusals.foreign(answer);
    return foreign.isPresent()
        ? foreign
        : answers.read(answer, entries).or(() -> refusals.byStatus(answer));
  }
}
