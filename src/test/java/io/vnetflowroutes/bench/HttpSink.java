package io.vnetflowroutes.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** An HTTP server that accepts all bodies at once, and counts them. */
final class HttpSink implements AutoCloseable {

  private static final int BACKLOG = 100;

  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  HttpSink() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream body = exchange.getRequestBody()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
              bytes.add(read);
            }
            requests.increment();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  long requests() {
    return requests.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
