package io.vnetflowroutes.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Named points of the data path at which the program can be held, and so be killed. Route files are
 * the user's to edit: {@link #addTo} adds steps to them that ask this server, which answers at once
 * unless the point is armed. Files to be written come through it, too, so that it can break off in
 * the middle of one.
 */
final class KillPoints implements AutoCloseable {

  /** Where the program is held. */
  enum Point {
    BEFORE_PLAN,
    AFTER_PLAN,
    BETWEEN_DESTINATIONS,
    /** The destination has the message, and the program has not yet written that down. */
    ACKNOWLEDGED,
    BEFORE_COMMIT,
    /** The first half of a file is written. */
    HALF_A_FILE,
    /** All of a file is written under its temporary name. */
    BEFORE_RENAME;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * What is held.
   *
   * @param file the file that is being written; null at other points
   * @param bytes how many bytes of it were handed over
   */
  record Held(Path file, long bytes) {

    /** Whether the file has its temporary name, and all these bytes and no more. */
    boolean unfinished() {
      Path unfinished = file.resolveSibling(".unfinished-" + file.getFileName() + ".part");
      return unfinished.toFile().length() == bytes && !Files.exists(file);
    }
  }

  private record Armed(
      Point point, AtomicInteger passes, CompletableFuture<Held> held, CountDownLatch gate) {

    boolean holds(Point passed) {
      return passed == point && passes.getAndDecrement() <= 0;
    }
  }

  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Armed armed;

  private KillPoints(Path folder) {
    this.folder = folder;
    try {
      int port = Ports.free();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    for (Point point : Point.values()) {
      server.createContext("/" + point.word(), exchange -> pass(exchange, point));
    }
    server.createContext("/relay", this::relay);
    server.start();
  }

  /**
   * Starts with no point armed.
   *
   * @param folder where the program runs
   */
  static KillPoints start(Path folder) {
    return new KillPoints(folder);
  }

  /** Holds the program at the point from now on, after it has passed there so many times. */
  CompletableFuture<Held> arm(Point point, int passes) {
    Armed next =
        new Armed(
            point, new AtomicInteger(passes), new CompletableFuture<>(), new CountDownLatch(1));
    armed = next;
    return next.held();
  }

  /** Lets go of all that is held, and holds nothing from now on. */
  void disarm() {
    Armed last = armed;
    armed = null;
    if (last != null) {
      last.gate().countDown();
    }
  }

  /**
   * Adds the points to a copy of the shipped route files.
   *
   * @param destinations the destinations of each decision, each named as its folder if it has one
   */
  void addTo(Path routes, Map<String, List<String>> destinations) throws IOException {
    Path deliver = routes.resolve("deliver.camel.yaml");
    Files.writeString(deliver, withPointsOfDelivery(Files.readString(deliver)));
    Path route = routes.resolve("route.camel.yaml");
    Files.writeString(route, withPointsOfRoute(Files.readString(route), destinations));
    Files.writeString(
        routes.resolve("between.camel.yaml"),
        """
        - route:
            from:
              uri: direct:between
              steps:
        """
            + step(Point.BETWEEN_DESTINATIONS).replace("$1", " ".repeat(8)));
  }

  private String withPointsOfDelivery(String text) {
    String relay =
        """
        $1- choice:
        $1    when:
        $1      - simple: "'{{uri}}' startsWith 'file:'"
        $1        steps:
        $1          - setHeader: {name: X-File, simple: "{{name}}/\\${header.CamelFileName}"}
        $1          - to: "%s?httpMethod=POST&disableStreamCache=true"
        """
            .formatted(url("relay"));
    return edit(text, "( *)- to: \"\\{\\{uri}}\"\n", relay + "$0" + step(Point.ACKNOWLEDGED));
  }

  private String withPointsOfRoute(String text, Map<String, List<String>> destinations) {
    String route =
        edit(text, cursor("plan"), step(Point.BEFORE_PLAN) + "$0" + step(Point.AFTER_PLAN));
    route = edit(route, cursor("commit"), step(Point.BEFORE_COMMIT) + "$0");
    for (Map.Entry<String, List<String>> decision : destinations.entrySet()) {
      String asked = "\\$\\{bean:destinations\\?method=" + decision.getKey() + "}";
      String between = String.join(",direct:between,direct:deliver-", decision.getValue());
      route = edit(route, asked, "direct:deliver-" + between);
    }
    return route;
  }

  @Override
  public void close() {
    disarm();
    threads.shutdownNow();
    server.stop(0);
  }

  /** The step of a route file that leaves the message as it is. */
  private String step(Point point) {
    return "$1- to: {uri: \"%s?httpMethod=GET\", variableReceive: answer}\n"
        .formatted(url(point.word()));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private static String cursor(String method) {
    return "( *)- bean:\n +ref: cursor\n +method: \"" + method + "\\(.*\n";
  }

  private static String edit(String text, String regex, String replacement) {
    Matcher match = Pattern.compile(regex).matcher(text);
    if (!match.find()) {
      throw new IllegalStateException("The route files no longer hold " + regex + ":\n" + text);
    }
    return match.replaceFirst(replacement);
  }

  private void pass(HttpExchange exchange, Point point) throws IOException {
    try (exchange) {
      Armed now = armed;
      if (now != null && now.holds(point)) {
        hold(now, new Held(null, 0));
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  /** Sends back what comes, or as much of it as is to be written before the program is held. */
  private void relay(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = folder.resolve(exchange.getRequestHeaders().getFirst("X-File"));
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      Armed now = Files.exists(file) ? null : armed;
      int handedOver = 0;
      if (now != null && now.holds(Point.HALF_A_FILE)) {
        handedOver = body.length / 2;
      } else if (now != null && now.holds(Point.BEFORE_RENAME)) {
        handedOver = body.length;
      }
      out.write(body, 0, handedOver);
      if (handedOver > 0) {
        out.flush();
        hold(now, new Held(file, handedOver));
      }
      out.write(body, handedOver, body.length - handedOver);
      out.close();
    }
  }

  private static void hold(Armed armed, Held held) {
    armed.held().complete(held);
    try {
      armed.gate().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
