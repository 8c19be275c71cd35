package io.vnetflowroutes.net;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Access tokens of a service account of Google's, whose key file signs the request for one (RFC
 * 7523). A token is kept until a minute before it expires. Any thread may ask, and waits for the
 * answer.
 */
public final class GoogleTokens {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LIFETIME_SECONDS = 3600;
  private static final long EARLY_SECONDS = 60;
  private static final int MOST_WORDS = 300;
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private String token;
  private Instant until = Instant.EPOCH;

  /**
   * @param file the key file of the service account, as Google gives it
   */
  public GoogleTokens(Path file) {
    this.file = file;
  }

  /** Google refuses the key file, or it cannot be read. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String sentence) {
      super(sentence);
    }
  }

  /** Whether a person has to correct something. */
  public static boolean lasting(IOException error) {
    return error instanceof RefusedException;
  }

  /** A token that is valid. */
  public synchronized String get() throws IOException {
    Instant now = Instant.now();
    if (now.isAfter(until)) {
      Map<String, String> answer = ask(keys(file), now);
      token = answer.get("access_token");
      long seconds = Long.parseLong(answer.getOrDefault("expires_in", "0"));
      until = now.plusSeconds(seconds - EARLY_SECONDS);
    }
    return token;
  }

  /** Forgets the token, which was refused. */
  public synchronized void renew() {
    until = Instant.EPOCH;
  }

  /** Why a file is no key file of a service account, as a sentence; empty where it is one. */
  public static Optional<String> problem(Path file) {
    try {
      keys(file);
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.of("'%s' is no key file of a service account".formatted(file));
    }
  }

  private static Map<String, String> keys(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new RefusedException("the key file '%s' cannot be read".formatted(file));
    }
    Map<String, String> keys = texts(Files.readString(file));
    if (!keys.keySet().containsAll(Set.of("client_email", "private_key", "token_uri"))) {
      throw new RefusedException("'%s' is no key file of a service account".formatted(file));
    }
    return keys;
  }

  private static Map<String, String> ask(Map<String, String> keys, Instant now) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(keys.get("token_uri")))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type="
                        + GRANT.replace(":", "%3A")
                        + "&assertion="
                        + assertion(keys, now)))
            .build();
    HttpClient client =
        HttpClient.newBuilder().proxy(ProxySelector.getDefault()).connectTimeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 4) {
        throw new RefusedException(refusal(answer));
      }
      Map<String, String> texts = answer.statusCode() == 200 ? texts(answer.body()) : Map.of();
      if (!texts.containsKey("access_token")) {
        throw new IOException("it answered %d".formatted(answer.statusCode()));
      }
      return texts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was not waited for", e);
    }
  }

  /** What Google says, which is about the key file and never about flows. */
  private static String refusal(HttpResponse<String> answer) {
    String status = "it answered %d".formatted(answer.statusCode());
    try {
      Map<String, String> texts = texts(answer.body());
      String words =
          Stream.of("error", "error_description")
              .filter(texts::containsKey)
              .map(texts::get)
              .collect(Collectors.joining(": "));
      return words.isEmpty()
          ? status
          : "%s (%s)".formatted(status, words.substring(0, Math.min(words.length(), MOST_WORDS)));
    } catch (IOException e) {
      return status;
    }
  }

  private static String assertion(Map<String, String> keys, Instant now) throws IOException {
    long issued = now.getEpochSecond();
    String claims =
        "{\"iss\":\"%s\",\"scope\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                keys.get("client_email"),
                SCOPE,
                keys.get("token_uri"),
                issued,
                issued + LIFETIME_SECONDS);
    String text =
        encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + '.'
            + encode(claims.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(keys.get("private_key")));
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return text + '.' + encode(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new RefusedException("the private key in its key file cannot be used");
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The texts and numbers of an object. */
  private static Map<String, String> texts(String json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken().isScalarValue()) {
          texts.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
    }
    return texts;
  }
}
