package io.vnetflowroutes.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A store that speaks as Amazon S3 does: Adobe's S3Mock as a child JVM. */
final class S3Mock implements AutoCloseable {

  /** The bucket that is there. */
  static final String BUCKET = "lake";

  private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final ChildServer server;

  private S3Mock(Path dir) {
    String name = "com.adobe.testing.s3mock.";
    this.server =
        ChildServer.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                "-D" + name + "store.initialBuckets=" + BUCKET,
                "-D" + name + "store.root=" + dir,
                "-D" + name + "http-port=" + port,
                "-cp",
                Path.of(System.getProperty("s3mock.lib", "target/s3mock")).toAbsolutePath() + "/*",
                Path.of("src/it/s3mock/LoopbackServer.java").toAbsolutePath().toString(),
                "--server.port=" + Ports.free(),
                "--server.address=127.0.0.1"),
            dir.resolveSibling("s3mock.log"),
            port);
  }

  static S3Mock start(Path dir) {
    return new S3Mock(dir);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What each object of the bucket holds. */
  Map<String, byte[]> objects() throws IOException, InterruptedException {
    String list = new String(get("?list-type=2&max-keys=1000").body(), StandardCharsets.UTF_8);
    Map<String, byte[]> objects = new TreeMap<>();
    for (Matcher key = KEY.matcher(list); key.find(); ) {
      objects.put(key.group(1), get("/" + key.group(1)).body());
    }
    return objects;
  }

  /** Writes an object, whether it is there or not. */
  void put(String key, byte[] body) throws IOException, InterruptedException {
    http.send(
        request("/" + key).PUT(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create(
            url()
                + "/"
                + BUCKET
                + path.replace("=", "%3D")
                    .replaceFirst("type%3D2&max-keys%3D", "type=2&max-keys=")));
  }

  @Override
  public void close() {
    server.kill();
  }
}
