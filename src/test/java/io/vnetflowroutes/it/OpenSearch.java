package io.vnetflowroutes.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node of OpenSearch without security: a child JVM with its data in a folder. */
final class OpenSearch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port = Ports.free();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ChildServer server;

  private OpenSearch(Path dir) {
    Path libraries = Path.of(System.getProperty("opensearch.lib", "target/opensearch"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            libraries.toAbsolutePath() + "/*",
            Path.of("src/it/opensearch/Search.java").toAbsolutePath().toString(),
            dir.toAbsolutePath().toString(),
            "" + port,
            "" + Ports.free());
    server = ChildServer.start(command, dir.resolve("opensearch.log"), port);
  }

  /** Starts a node whose data are in a folder, and waits until it answers. */
  static OpenSearch start(Path dir) {
    return new OpenSearch(dir);
  }

  /** Where it is. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Sends a request and returns the answer. */
  JsonNode request(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The documents of all indexes of a name, which may hold asterisks. */
  List<JsonNode> documents(String index) {
    request("POST", "/" + index + "/_refresh", "");
    List<JsonNode> documents = new ArrayList<>();
    JsonNode hits;
    String after = "";
    do {
      hits =
          request(
                  "POST",
                  "/" + index + "/_search?size=10000",
                  "{\"sort\":[{\"event.id.keyword\":\"asc\"}]%s}".formatted(after))
              .path("hits")
              .path("hits");
      hits.forEach(documents::add);
      if (!hits.isEmpty()) {
        after = ",\"search_after\":" + hits.get(hits.size() - 1).path("sort");
      }
    } while (!hits.isEmpty());
    return documents;
  }

  /** How many documents were created in all indexes of a name so far. */
  long created(String index) {
    return indexing(index, "index_total");
  }

  /** How many documents it refused there, as they were there already. */
  long refusedAsThere(String index) {
    return indexing(index, "index_failed");
  }

  private long indexing(String index, String figure) {
    return request("GET", "/" + index + "/_stats/indexing", "")
        .path("_all")
        .path("primaries")
        .path("indexing")
        .path(figure)
        .asLong();
  }

  @Override
  public void close() {
    server.kill();
  }
}
