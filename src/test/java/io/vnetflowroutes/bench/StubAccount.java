package io.vnetflowroutes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vnetflowroutes.it.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * As much of a storage account as lists and reads, for more blobs than an emulator holds and with
 * the round trip of a far one: every blob of every hour has the same bytes. Each answer waits.
 */
final class StubAccount implements AutoCloseable {

  private static final int PAGE = 5_000;
  private static final String LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT";

  private final List<String> macs;
  private final TreeSet<String> hours = new TreeSet<>();
  private final Duration latency;
  private final HttpServer server;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final LongAdder lists = new LongAdder();
  private final LongAdder listedBytes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder readBytes = new LongAdder();
  private volatile byte[] content;

  /**
   * @param first the first hour that has blobs
   * @param count how many hours have them
   * @param interfaces how many blobs an hour has
   * @param latency what each answer waits
   */
  StubAccount(
      Names names, Instant first, int count, int interfaces, byte[] content, Duration latency)
      throws IOException {
    this.content = content;
    this.latency = latency;
    for (int i = 0; i < count; i++) {
      String blob = names.blob(first.plusSeconds(3_600L * i), "X");
      hours.add(blob.substring(0, blob.indexOf("macAddress=")));
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < interfaces; i++) {
      all.add("%012X".formatted(0x000D3A000000L + i));
    }
    this.macs = List.copyOf(all);
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext("/", this::later);
    server.start();
  }

  /** The settings of a source that reads the account. */
  String source() {
    return """
        flowlogs.source.stub.storage-account-url = %s
        flowlogs.source.stub.account-key = a2V5
        flowlogs.source.stub.flow-log = *
        """
        .formatted(url());
  }

  /** The account's URL, with its name as path. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/stub";
  }

  /** Lets all blobs have these bytes from now on. */
  void grow(byte[] next) {
    content = next;
  }

  /** The names of the blobs of the newest hour. */
  List<String> newest() {
    return macs.stream().map(mac -> hours.last() + "macAddress=" + mac + "/PT1H.json").toList();
  }

  long lists() {
    return lists.sum();
  }

  long listedBytes() {
    return listedBytes.sum();
  }

  long reads() {
    return reads.sum();
  }

  long readBytes() {
    return readBytes.sum();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void later(HttpExchange exchange) {
    ScheduledFuture<?> unused =
        threads.schedule(() -> answer(exchange), latency.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      Map<String, String> query = query(exchange);
      if ("list".equals(query.get("comp"))) {
        list(exchange, query);
      } else {
        read(exchange);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return query;
  }

  /** What every read waits for, so it makes no more of a request than it must. */
  private void read(HttpExchange exchange) throws IOException {
    byte[] blob = content;
    String asked = exchange.getRequestHeaders().getFirst("x-ms-range");
    String range = asked == null ? "bytes=0-" : asked;
    int dash = range.indexOf('-');
    int from = Integer.parseInt(range, 6, dash, 10);
    long last =
        dash + 1 == range.length()
            ? Long.MAX_VALUE
            : Long.parseLong(range, dash + 1, range.length(), 10);
    int to = (int) Math.min(blob.length - 1, last) + 1;
    reads.increment();
    readBytes.add(to - from);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Range", "bytes " + from + '-' + (to - 1) + '/' + blob.length);
    headers.set("ETag", etag(blob));
    headers.set("Last-Modified", LONG_AGO);
    headers.set("x-ms-blob-type", "BlockBlob");
    headers.set("x-ms-version", "2025-11-05");
    exchange.sendResponseHeaders(206, to - from);
    exchange.getResponseBody().write(blob, from, to - from);
  }

  private static String etag(byte[] blob) {
    return "\"0x" + Integer.toHexString(blob.length) + '"';
  }

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    lists.increment();
    String prefix = query.getOrDefault("prefix", "");
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>");
    String next = "";
    if (query.containsKey("delimiter")) {
      folders(prefix)
          .forEach(f -> xml.append("<BlobPrefix><Name>").append(f).append("</Name></BlobPrefix>"));
    } else {
      List<String> blobs = blobs(prefix);
      int from = Integer.parseInt("0" + query.getOrDefault("marker", ""));
      int to = Math.min(blobs.size(), from + PAGE);
      blobs.subList(from, to).forEach(name -> blob(name, xml));
      next = to < blobs.size() ? "" + to : "";
    }
    xml.append("</Blobs><NextMarker>").append(next).append("</NextMarker></EnumerationResults>");
    byte[] body = xml.toString().getBytes(UTF_8);
    listedBytes.add(body.length);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private Set<String> folders(String prefix) {
    Set<String> folders = new TreeSet<>();
    for (String hour : hours.tailSet(prefix)) {
      int end = hour.startsWith(prefix) ? hour.indexOf('/', prefix.length()) : -1;
      if (end < 0) {
        break;
      }
      folders.add(hour.substring(0, end + 1));
    }
    return folders;
  }

  private List<String> blobs(String prefix) {
    List<String> blobs = new ArrayList<>();
    for (String hour : hours.tailSet(prefix)) {
      if (!hour.startsWith(prefix)) {
        break;
      }
      macs.forEach(mac -> blobs.add(hour + "macAddress=" + mac + "/PT1H.json"));
    }
    return blobs;
  }

  private void blob(String name, StringBuilder xml) {
    byte[] blob = content;
    xml.append("<Blob><Name>").append(name).append("</Name><Properties><Creation-Time>");
    xml.append(LONG_AGO).append("</Creation-Time><Last-Modified>").append(LONG_AGO);
    xml.append("</Last-Modified><Etag>").append(etag(blob)).append("</Etag><Content-Length>");
    xml.append(blob.length).append("</Content-Length><BlobType>BlockBlob</BlobType>");
    xml.append("</Properties></Blob>");
  }
}
