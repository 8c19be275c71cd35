package io.vnetflowroutes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vnetflowroutes.it.Names;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * As much of a storage account as lists and reads, for more blobs than an emulator holds and with
 * the round trip of a far one: the bytes of a blob are made when they are asked for. Each answer
 * waits.
 */
public final class StubAccount implements AutoCloseable {

  private static final int PAGE = 5_000;
  private static final String LONG_AGO = "Thu, 01 Jan 1970 00:00:%02d GMT";

  private static final long FIRST_MAC = 0x000D3A000000L;

  private final List<Names> flowLogs;
  private final int interfaces;

  /** The folders of hours that have blobs, each with the number of its flow log. */
  private final NavigableMap<String, Integer> hours = new ConcurrentSkipListMap<>();

  private final Duration latency;
  private final HttpServer server;
  private final Set<Thread> serving = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(2, this::serving);
  private final LongAdder lists = new LongAdder();
  private final LongAdder listedBytes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private volatile Runnable onRead = () -> {};
  private final LongAdder readBytes = new LongAdder();
  private volatile Function<String, byte[]> content;

  /**
   * One flow log.
   *
   * @param first the first hour that has blobs
   * @param count how many hours have them
   * @param interfaces how many blobs an hour has
   * @param latency what each answer waits
   */
  StubAccount(
      Names names, Instant first, int count, int interfaces, byte[] content, Duration latency)
      throws IOException {
    this(List.of(names), interfaces, blob -> content, latency);
    for (int i = 0; i < count; i++) {
      hour(first.plusSeconds(3_600L * i));
    }
  }

  /**
   * Several flow logs, without an hour that has blobs.
   *
   * @param interfaces how many blobs an hour of each flow log has
   * @param content the bytes of a blob, by its name
   * @param latency what each answer waits
   */
  public StubAccount(
      List<Names> flowLogs, int interfaces, Function<String, byte[]> content, Duration latency)
      throws IOException {
    this.flowLogs = List.copyOf(flowLogs);
    this.interfaces = interfaces;
    this.content = content;
    this.latency = latency;
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext("/", this::later);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    server.start();
    serving.addAll(Thread.getAllStackTraces().keySet());
    serving.removeAll(before);
  }

  private Thread serving(Runnable work) {
    Thread thread = new Thread(work);
    serving.add(thread);
    return thread;
  }

  /** From now on each flow log has blobs of this hour. */
  public void hour(Instant hour) {
    for (int i = 0; i < flowLogs.size(); i++) {
      String blob = flowLogs.get(i).blob(hour, "X");
      hours.put(blob.substring(0, blob.indexOf("macAddress=")), i);
    }
  }

  /** The processor time of the account, which a measurement in the same JVM leaves out. */
  public long processorNanos() {
    ThreadMXBean all = ManagementFactory.getThreadMXBean();
    return serving.stream().mapToLong(thread -> all.getThreadCpuTime(thread.getId())).sum();
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
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/stub";
  }

  /** Lets all blobs have these bytes from now on. */
  void grow(byte[] next) {
    content = blob -> next;
  }

  /** The names of the blobs of the newest hour. */
  List<String> newest() {
    return IntStream.range(0, interfaces).mapToObj(i -> blob(hours.lastEntry(), i)).toList();
  }

  private String blob(Map.Entry<String, Integer> hour, int number) {
    return "%smacAddress=%012X/PT1H.json"
        .formatted(hour.getKey(), FIRST_MAC + (long) hour.getValue() * interfaces + number);
  }

  /** How many listing calls there were. */
  public long lists() {
    return lists.sum();
  }

  long listedBytes() {
    return listedBytes.sum();
  }

  /** Tells somebody of each read before it is answered. */
  public void onRead(Runnable listener) {
    onRead = listener;
  }

  /** How many reads there were. */
  public long reads() {
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
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.indexOf("flowLogResourceID="));
    byte[] blob = content.apply(name);
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
    onRead.run();
    readBytes.add(to - from);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Range", "bytes " + from + '-' + (to - 1) + '/' + blob.length);
    headers.set("ETag", '"' + etag(name, blob) + '"');
    headers.set("Last-Modified", created(name));
    headers.set("x-ms-blob-type", "BlockBlob");
    headers.set("x-ms-version", "2025-11-05");
    exchange.sendResponseHeaders(206, to - from);
    exchange.getResponseBody().write(blob, from, to - from);
  }

  /** A number that differs between interfaces, not between the hours of one. */
  public static int number(String blob) {
    return blob.substring(blob.indexOf("macAddress=")).hashCode() & Integer.MAX_VALUE;
  }

  /** Differs between interfaces as much as Azure's do. */
  private static String etag(String name, byte[] blob) {
    long mixed = ((number(name) * 0x9e3779b97f4a7c15L) >>> 12) ^ blob.length;
    return "0x8DD" + Long.toHexString(mixed).toUpperCase(Locale.ROOT);
  }

  private static String created(String name) {
    return LONG_AGO.formatted(number(name) % 60);
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
      List<Map.Entry<String, Integer>> folders = hours(prefix);
      long all = (long) folders.size() * interfaces;
      long from = Long.parseLong("0" + query.getOrDefault("marker", ""));
      long to = Math.min(all, from + PAGE);
      for (long i = from; i < to; i++) {
        blob(blob(folders.get((int) (i / interfaces)), (int) (i % interfaces)), xml);
      }
      next = to < all ? "" + to : "";
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
    String hour = hours.ceilingKey(prefix);
    while (hour != null && hour.startsWith(prefix)) {
      String folder = hour.substring(0, hour.indexOf('/', prefix.length()) + 1);
      folders.add(folder);
      hour = hours.higherKey(folder + Character.MAX_VALUE);
    }
    return folders;
  }

  private List<Map.Entry<String, Integer>> hours(String prefix) {
    return List.copyOf(hours.subMap(prefix, prefix + Character.MAX_VALUE).entrySet());
  }

  private void blob(String name, StringBuilder xml) {
    byte[] blob = content.apply(name);
    String created = created(name);
    xml.append("<Blob><Name>").append(name).append("</Name><Properties><Creation-Time>");
    xml.append(created).append("</Creation-Time><Last-Modified>").append(created);
    xml.append("</Last-Modified><Etag>").append(etag(name, blob)).append("</Etag><Content-Length>");
    xml.append(blob.length).append("</Content-Length><BlobType>BlockBlob</BlobType>");
    xml.append("</Properties></Blob>");
  }
}
