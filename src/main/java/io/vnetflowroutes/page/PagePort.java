package io.vnetflowroutes.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page on the management port: three files of this program under fixed names, and the
 * report as JSON. No part of a request becomes a path, as it does with Camel's server of static
 * files.
 */
public final class PagePort {

  /**
   * Headers with which browsers load scripts, styles and figures only from here, and put the page
   * into no frame.
   */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** Headers of proxies that pass on requests from elsewhere. */
  private static final List<String> OF_PROXIES =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private static final Logger LOG = LoggerFactory.getLogger(PagePort.class);
  private static final int UNAUTHORIZED = 401;
  private static final int FAILED = 500;

  private final Admission admission;
  private final PageReporter reporter;

  public PagePort(Admission admission, PageReporter reporter) {
    this.admission = admission;
    this.reporter = reporter;
  }

  /** Adds the page to a server. */
  public void open(Router router) {
    serve(router, "/", "text/html; charset=utf-8", () -> file("page.html"));
    serve(router, "/page.css", "text/css; charset=utf-8", () -> file("page.css"));
    serve(router, "/page.js", "text/javascript; charset=utf-8", () -> file("page.js"));
    serve(router, "/page.json", "application/json", reporter::json);
  }

  private void serve(Router router, String path, String type, Supplier<byte[]> content) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .blockingHandler(visit -> answer(visit, type, content), false);
  }

  private void answer(RoutingContext visit, String type, Supplier<byte[]> content) {
    HttpServerResponse response = visit.response();
    HEADERS.forEach(response::putHeader);
    Optional<Admission.Refusal> refusal = admission.refusal(request(visit.request()));
    if (refusal.isPresent()) {
      if (refusal.get().status() == UNAUTHORIZED) {
        response.putHeader("WWW-Authenticate", "Basic realm=\"flowlogs\", charset=\"UTF-8\"");
      }
      response
          .setStatusCode(refusal.get().status())
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end(refusal.get().sentence() + '\n');
      return;
    }
    byte[] bytes;
    try {
      bytes = content.get();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("The page cannot be shown");
      response.setStatusCode(FAILED).end();
      return;
    }
    response.putHeader("Content-Type", type).end(Buffer.buffer(bytes));
  }

  private static Admission.Request request(HttpServerRequest asked) {
    boolean proxied = OF_PROXIES.stream().anyMatch(asked.headers()::contains);
    HostAndPort host = asked.authority();
    return new Admission.Request(
        !proxied && loopback(asked.connection().remoteAddress()),
        host == null ? null : host.host(),
        asked.getHeader("Authorization"));
  }

  private static boolean loopback(SocketAddress address) {
    try {
      String literal = address.hostAddress();
      return literal != null && InetAddress.getByName(literal).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static byte[] file(String name) {
    try (InputStream file = PageReporter.class.getResourceAsStream(name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
