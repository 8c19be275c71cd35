package io.vnetflowroutes.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token endpoint of Microsoft Entra ID for one tenant with one application. Its tokens are not
 * signed; Azurite takes them as they are. Its refusals are worded like Entra's.
 */
public final class EntraServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TOKEN_PATH = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String tenant;
  private final String client;
  private volatile String secret;
  private final AtomicInteger issued = new AtomicInteger();
  private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  private volatile boolean secretExpired;
  private volatile boolean busy;
  private volatile Duration lifetime = Duration.ofSeconds(3599);

  private EntraServer(HttpsServer server, String tenant, String client, String secret) {
    this.server = server;
    this.tenant = tenant;
    this.client = client;
    this.secret = secret;
  }

  /** Starts on a free port of localhost. */
  public static EntraServer start(
      TlsIdentity tls, String tenant, String clientId, String clientSecret) {
    try {
      HttpsServer https =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
      EntraServer entra = new EntraServer(https, tenant, clientId, clientSecret);
      https.setExecutor(entra.threads);
      https.createContext("/", entra::handle);
      https.start();
      return entra;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The authority host a credential has to be told. */
  public String authorityHost() {
    return "https://localhost:" + server.getAddress().getPort() + "/";
  }

  /** How many tokens were given out. */
  public int tokensIssued() {
    return issued.get();
  }

  /** The forms of all token requests, also the refused ones. */
  public List<Map<String, String>> forms() {
    return List.copyOf(forms);
  }

  /** From now on the client secret counts as expired, or does not any more. */
  public void secretExpired(boolean expired) {
    secretExpired = expired;
  }

  /** From now on another client secret is the right one. */
  public void secret(String another) {
    secret = another;
  }

  /** From now on it is too busy to give tokens, or is not any more. */
  public void busy(boolean isBusy) {
    busy = isBusy;
  }

  /** How long tokens given out from now on are valid. */
  public void tokenLifetime(Duration duration) {
    lifetime = duration;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form =
          form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      Matcher path = TOKEN_PATH.matcher(exchange.getRequestURI().getPath());
      if (!path.matches()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      forms.add(form);
      Answer answer = answer(path.group(1), form);
      byte[] body = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(String askedTenant, Map<String, String> form) throws IOException {
    if (busy) {
      return refusal(
          503,
          "temporarily_unavailable",
          90033,
          "A transient error has occurred. Please try again.");
    }
    if (!askedTenant.equals(tenant)) {
      return refusal(
          400,
          "invalid_request",
          90002,
          "Tenant '"
              + askedTenant
              + "' not found. Check to make sure you have the correct tenant"
              + " ID and are signing into the correct cloud.");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return refusal(
          400,
          "unsupported_grant_type",
          70003,
          "The app requested an unsupported grant type '" + form.get("grant_type") + "'.");
    }
    String askedClient = form.get("client_id");
    if (!client.equals(askedClient)) {
      return refusal(
          400,
          "unauthorized_client",
          700016,
          "Application with identifier '"
              + askedClient
              + "' was not found in the directory '"
              + tenant
              + "'. This can happen if the application has not been installed by the"
              + " administrator of the tenant or consented to by any user in the tenant.");
    }
    if (form.containsKey("client_assertion")) {
      return token();
    }
    if (!form.containsKey("client_secret")) {
      return refusal(
          401,
          "invalid_client",
          7000216,
          "'client_assertion', 'client_secret' or 'request' is required for the"
              + " 'client_credentials' grant type.");
    }
    if (!secret.equals(form.get("client_secret"))) {
      return refusal(
          401,
          "invalid_client",
          7000215,
          "Invalid client secret provided. Ensure the secret being sent in the request is the"
              + " client secret value, not the client secret ID, for a secret added to app '"
              + client
              + "'.");
    }
    if (secretExpired) {
      return refusal(
          401,
          "invalid_client",
          7000222,
          "The provided client secret keys for app '"
              + client
              + "' are expired. Visit the Azure"
              + " portal to create new keys for your app.");
    }
    return token();
  }

  private Answer token() throws IOException {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new HashMap<>();
    claims.put("aud", "https://storage.azure.com");
    claims.put("iss", "https://sts.windows.net/" + tenant + "/");
    claims.put("iat", now - 5);
    claims.put("nbf", now - 5);
    claims.put("exp", now + lifetime.toSeconds());
    claims.put("appid", client);
    claims.put("tid", tenant);
    String header = base64(JSON.writeValueAsBytes(Map.of("typ", "JWT", "alg", "none")));
    String jwt = header + "." + base64(JSON.writeValueAsBytes(claims)) + ".";
    issued.incrementAndGet();
    long seconds = lifetime.toSeconds();
    return new Answer(
        200, Map.of("token_type", "Bearer", "expires_in", seconds, "access_token", jwt));
  }

  private static Answer refusal(int status, String error, int code, String text) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String description =
        String.format(
            "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
            code, text, trace, correlation, Instant.now());
    return new Answer(
        status,
        Map.of(
            "error",
            error,
            "error_description",
            description,
            "error_codes",
            List.of(code),
            "trace_id",
            trace,
            "correlation_id",
            correlation));
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private record Answer(int status, Map<String, Object> body) {}
}
