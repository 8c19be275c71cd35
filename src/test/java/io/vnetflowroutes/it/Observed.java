package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The management port of a running program, asked as Prometheus and a supervisor ask. */
final class Observed {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? ([-+\\w.]+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = Ports.free();

  /** The settings that open the port. */
  String settings() {
    return "camel.management.enabled = true\ncamel.management.port = " + port + "\n";
  }

  int port() {
    return port;
  }

  /** Every sample by its name and labels, as Prometheus writes them. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    get("/observe/metrics")
        .body()
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                metrics.put(
                    line.group(1) + (line.group(2) == null ? "" : line.group(2)),
                    Double.valueOf(line.group(3).replace("+Inf", "Infinity"))));
    return metrics;
  }

  /** The names of all metrics, without labels. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    metrics().keySet().forEach(sample -> names.add(sample.replaceFirst("\\{.*", "")));
    return names;
  }

  /** The names of all metrics and their types, as their comments tell them. */
  Map<String, String> types() {
    Map<String, String> types = new TreeMap<>();
    get("/observe/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1))
        .forEach(words -> types.put(words[2], words[3]));
    return types;
  }

  /** The status that a path is answered with. */
  int status(String path) {
    return get(path).statusCode();
  }

  /** The outcome of a check of readiness. */
  JsonNode check(String name) {
    try {
      for (JsonNode check :
          JSON.readTree(get("/observe/health/ready?data=true").body()).path("checks")) {
        if (check.path("name").asText().equals(name)) {
          return check;
        }
      }
      throw new AssertionError("There is no check '" + name + "'");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the program says that it is ready, or that it is not. */
  void awaitReady(boolean ready) {
    await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .untilAsserted(
            () ->
                assertThat(status("/observe/health/ready"))
                    .as(get("/observe/health/ready?data=true").body())
                    .isEqualTo(ready ? 200 : 503));
  }

  HttpResponse<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
