package io.vnetflowroutes.it;

import com.github.luben.zstd.ZstdInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** A web server that keeps every request and answers as told, 200 by default. */
public final class HttpReceiver implements AutoCloseable {
  private final int port;
  private final TlsIdentity tls;
  private volatile int mostBytes = Integer.MAX_VALUE;
  private volatile Predicate<String> refuses = body -> false;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> scripted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile int status = 200;
  private volatile Function<Request, Answer> service;
  private volatile String authorization;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private ExecutorService threads;
  private HttpServer server;

  private HttpReceiver(int port, TlsIdentity tls) {
    this.port = port;
    this.tls = tls;
    restart();
  }

  /** Starts on a free port. */
  public static HttpReceiver start() {
    return new HttpReceiver(Ports.free(), null);
  }

  /** The same with TLS. */
  public static HttpReceiver start(TlsIdentity tls) {
    return new HttpReceiver(Ports.free(), tls);
  }

  /** The port that it listens at. */
  public int port() {
    return port;
  }

  /** The URL of a path that begins with a slash. */
  public String url(String path) {
    return (tls == null ? "http" : "https") + "://127.0.0.1:" + port + path;
  }

  /** Every request answered so far, in order, whatever the answer was. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests that were answered with a 2xx status. */
  public List<Request> accepted() {
    return requests.stream().filter(request -> request.status() / 100 == 2).toList();
  }

  /** Queues one answer; queued answers go first, one a request. */
  public void answerNext(int status, Map<String, String> headers) {
    scripted.add(new Answer(status, Map.copyOf(headers), ""));
  }

  /** Answers every request that finds no queued answer as a service does. */
  public void serve(Function<Request, Answer> behaviour) {
    service = behaviour;
  }

  /** Answers every request that finds no queued answer with this status. */
  public void answerAlways(int status) {
    this.status = status;
  }

  /** Answers 401 to whoever does not show this user and password. */
  public void requireBasic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Answers 401 to whoever does not show this token. */
  public void requireBearer(String token) {
    authorization = "Bearer " + token;
  }

  /** Takes requests from now on but answers none before {@link #release()}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** Answers the requests held back and all later ones. */
  public void release() {
    gate.countDown();
  }

  /** How many requests are held back now. */
  public int held() {
    return held.get();
  }

  /** Goes down without answering what is held back; the requests kept and the settings stay. */
  public void stop() {
    threads.shutdownNow();
    server.stop(0);
    release();
  }

  /** Comes up, again, on the same port. */
  public void restart() {
    if (server != null) {
      stop();
    }
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      if (tls == null) {
        server = HttpServer.create(address, 0);
      } else {
        HttpsServer secure = HttpsServer.create(address, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
        server = secure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers 400 to these bodies. */
  public void refuse(Predicate<String> bodies) {
    refuses = bodies;
  }

  /** Answers 413 to bodies that are longer. */
  public void refuseLongerThan(int bytes) {
    mostBytes = bytes;
  }

  @Override
  public void close() {
    stop();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
      held.incrementAndGet();
      try {
        gate.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        held.decrementAndGet();
      }
      Request asked =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(headers),
              body,
              0);
      boolean refused = refuses.test(new String(body, StandardCharsets.UTF_8));
      Answer answer =
          refused
              ? new Answer(400, Map.of(), "")
              : body.length > mostBytes ? new Answer(413, Map.of(), "") : answerTo(asked);
      requests.add(asked.answered(answer.status()));
      if (answer.status() == 0) {
        return;
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
      int missing = answer.breaksOff() ? 1 : 0;
      int length = text.length + missing;
      exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
      if (text.length > 0) {
        exchange.getResponseBody().write(text);
      }
    }
  }

  private Answer answerTo(Request asked) {
    if (authorization != null && !authorization.equals(asked.headers().get("authorization"))) {
      String scheme = authorization.substring(0, authorization.indexOf(' '));
      return new Answer(401, Map.of("WWW-Authenticate", scheme + " realm=\"receiver\""), "");
    }
    Answer next = scripted.poll();
    if (next != null) {
      return next;
    }
    Function<Request, Answer> behaviour = service;
    return behaviour == null ? new Answer(status, Map.of(), "") : behaviour.apply(asked);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * What a request is answered with.
   *
   * @param breaksOff whether the connection is closed before all of it was sent
   */
  public record Answer(int status, Map<String, String> headers, String body, boolean breaksOff) {

    /** A whole answer. */
    public Answer(int status, Map<String, String> headers, String body) {
      this(status, headers, body, false);
    }

    /** None at all: the connection is closed. */
    public static Answer none() {
      return new Answer(0, Map.of(), "");
    }

    /** The same, of which the end never comes. */
    public Answer brokenOff() {
      return new Answer(status, headers, body, true);
    }

    /** An answer in JSON. */
    public static Answer json(int status, String body) {
      return new Answer(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  /** One request as it came, and the status it was answered with. */
  public static final class Request {
    private final Instant at;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;
    private final int status;

    private Request(
        String method, String path, Map<String, String> headers, byte[] body, int status) {
      this(Instant.now(), method, path, headers, body, status);
    }

    private Request(
        Instant at,
        String method,
        String path,
        Map<String, String> headers,
        byte[] body,
        int status) {
      this.at = at;
      this.method = method;
      this.path = path;
      this.headers = headers;
      this.body = body;
      this.status = status;
    }

    private Request answered(int with) {
      return new Request(at, method, path, headers, body, with);
    }

    /** When all of it was there, before it was answered. */
    public Instant at() {
      return at;
    }

    /** The method, in capitals. */
    public String method() {
      return method;
    }

    /** The path with its query. */
    public String path() {
      return path;
    }

    /** The headers, their names in lower case. */
    public Map<String, String> headers() {
      return headers;
    }

    /** The body's bytes as sent. */
    public byte[] body() {
      return body.clone();
    }

    /** The status the request was answered with. */
    public int status() {
      return status;
    }

    /** The body as text, unpacked when it was sent with gzip or zstd. */
    public String bodyText() {
      try (InputStream in = new ByteArrayInputStream(body);
          InputStream text = unpacked(headers.getOrDefault("content-encoding", ""), in)) {
        return new String(text.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static InputStream unpacked(String encoding, InputStream in) throws IOException {
      return switch (encoding) {
        case "gzip" -> new GZIPInputStream(in);
        case "zstd" -> new ZstdInputStream(in);
        default -> in;
      };
    }
  }
}
