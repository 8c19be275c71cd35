package io.vnetflowroutes.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vnetflowroutes.camel.Application;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Proves that the next blobs are read while others are delivered, and that there are never more
 * batches in hand than readers, which is what a crash may repeat.
 */
class ReadAheadTest {

  private static final int READERS = 2;
  private static final int BLOBS = 20;

  @TempDir private Path work;

  private final AtomicInteger inHand = new AtomicInteger();
  private final AtomicInteger mostInHand = new AtomicInteger();
  private final AtomicInteger delivered = new AtomicInteger();
  private final AtomicInteger mostAhead = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsAheadByAsManyBlobsAsReadersAndNoFurther(boolean asynchronous) throws Exception {
    byte[] content = Blobs.minutes(1, 20);
    ExecutorService threads = Executors.newCachedThreadPool();
    try (StubAccount account =
        new StubAccount(Blobs.NAMES, Blobs.HOUR, 1, BLOBS, content, Duration.ZERO)) {
      HttpServer sink = sink(threads);
      String uri = "http://127.0.0.1:" + sink.getAddress().getPort() + "/";
      String settings =
          Pipe.settings(account.source(), asynchronous ? "direct:later" : uri)
              + "flowlogs.readers = "
              + READERS
              + "\nflowlogs.delay = 0\nflowlogs.routes = "
              + routes(uri)
              + '\n';
      try (Application bundle =
          Pipe.bundle(work, settings, Map.of("flowlogs.start", "beginning"))) {
        account.onRead(
            () -> mostAhead.accumulateAndGet((int) account.reads() - delivered.get(), Math::max));
        bundle.start(false);
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> inHand.get() == READERS && account.reads() == 2 * READERS);
        open.countDown();
        assertThat(bundle.polls().take().caughtUp()).isTrue();
      } finally {
        sink.stop(0);
      }
      assertThat(account.reads()).isEqualTo(BLOBS);
      assertThat(mostInHand).hasValue(READERS);
      assertThat(mostAhead).as("read and not delivered").hasValue(2 * READERS);
      await().atMost(Duration.ofMinutes(2)).until(() -> deliverers() == 0);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The shipped routes, and one that answers on a thread of its own, as a Kafka client does. */
  private Path routes(String uri) throws IOException {
    Path routes = Files.createDirectories(work.resolve("routes"));
    try (DirectoryStream<Path> shipped =
        Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
      for (Path file : shipped) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Files.writeString(
        routes.resolve("later.camel.yaml"),
        """
        - route:
            from:
              uri: direct:later
              steps:
                - threads: {poolSize: 20}
                - to: "%s"
        """
            .formatted(uri));
    return routes;
  }

  private static long deliverers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("deliverer"))
        .count();
  }

  /** Takes messages, and answers none before it is opened. */
  private HttpServer sink(ExecutorService threads) throws IOException {
    HttpServer sink =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.setExecutor(threads);
    sink.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          mostInHand.accumulateAndGet(inHand.incrementAndGet(), Math::max);
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          inHand.decrementAndGet();
          delivered.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    sink.start();
    return sink;
  }
}
