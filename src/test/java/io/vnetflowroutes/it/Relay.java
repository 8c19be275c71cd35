package io.vnetflowroutes.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands in front of a server, hands requests on, and may lose an answer. */
final class Relay implements AutoCloseable {

  /** What the HTTP client sets by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private final String target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private final AtomicReference<Loss> lost = new AtomicReference<>();
  private final AtomicInteger denied = new AtomicInteger();

  /**
   * What is done in the place of an answer to a PUT whose address has a text.
   *
   * @param before whether the server does not get it either
   */
  private record Loss(String text, boolean before, Runnable instead) {

    boolean of(HttpExchange exchange) {
      return exchange.getRequestMethod().equals("PUT")
          && exchange.getRequestURI().toString().contains(text);
    }
  }

  /**
   * @param target the server's URL without a path
   */
  Relay(String target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::relay);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Does something once the server has answered the next PUT, whose answer is then lost. */
  void loseNextPut(Runnable instead) {
    losePut("", instead);
  }

  /** The same for the next PUT whose address has a text. */
  void losePut(String text, Runnable instead) {
    lost.set(new Loss(text, false, instead));
  }

  /** Does something instead of handing on the next PUT whose address has a text. */
  void cutPut(String text, Runnable instead) {
    lost.set(new Loss(text, true, instead));
  }

  /**
   * Answers so many PUTs with 412 by itself, as a proxy may, though the server has no such object.
   */
  void denyNextPuts(int count) {
    denied.set(count);
  }

  /** How many PUTs it is still to answer by itself. */
  int toDeny() {
    return denied.get();
  }

  /** What was answered: {@code 201 PUT /...}. */
  List<String> answers() {
    return List.copyOf(answers);
  }

  private void relay(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("PUT")
          && denied.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(412, -1);
        return;
      }
      Loss loss = lost.get();
      boolean now = loss != null && loss.of(exchange) && lost.compareAndSet(loss, null);
      if (now && loss.before()) {
        loss.instead().run();
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answers.add(
          answer.statusCode()
              + " "
              + exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI().getPath());
      if (now) {
        loss.instead().run();
        return;
      }
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> exchange.getResponseHeaders().add(name, value));
                }
              });
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(answer.body());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
