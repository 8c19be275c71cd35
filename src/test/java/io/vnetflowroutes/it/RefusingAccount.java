package io.vnetflowroutes.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A storage account that refuses every request with the error code after which its container is
 * named, as Azure words it (docs/azure-flow-log-format.md#permissions-and-errors).
 */
final class RefusingAccount implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Integer> statuses;

  /**
   * @param statuses the HTTP status of each code
   */
  RefusingAccount(Map<String, Integer> statuses) {
    this.statuses = Map.copyOf(statuses);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::refuse);
    server.start();
  }

  /** The settings of a source, named after the code, that is refused with it. */
  String source(String code) {
    return """
        flowlogs.source.%1$s.storage-account-url = http://127.0.0.1:%2$d/account
        flowlogs.source.%1$s.container = %1$s
        flowlogs.source.%1$s.account-key = bm90IGEga2V5
        """
        .formatted(name(code), server.getAddress().getPort());
  }

  /** The name of that source. */
  static String name(String code) {
    return code.toLowerCase(Locale.ROOT);
  }

  private void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      String container = exchange.getRequestURI().getPath().split("/", -1)[2];
      String code =
          statuses.keySet().stream()
              .filter(known -> name(known).equals(container))
              .findFirst()
              .orElseThrow();
      byte[] body =
          "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code><Message>No.</Message></Error>"
              .formatted(code)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("x-ms-error-code", code);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      exchange.sendResponseHeaders(statuses.get(code), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
