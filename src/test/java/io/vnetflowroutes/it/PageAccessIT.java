package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets the page of the packaged program, and under which names. */
final class PageAccessIT {
  private final HttpReceiver siem = HttpReceiver.start();
  private final Observed observed = new Observed();

  @TempDir Path dir;

  @AfterEach
  void stopReceiver() {
    siem.close();
  }

  private String address() {
    return "http://127.0.0.1:" + observed.port() + "/";
  }

  private Program program(String more) {
    Archive archive = new Archive(dir.resolve("archive")).grow(3);
    String settings = archive.everythingTo("siem", siem.url("/in")) + observed.settings() + more;
    return Program.in(dir.resolve("work"), settings);
  }

  @Test
  void withoutATokenItIsForThisMachineAndUnderItsNamesOnly() throws Exception {
    try (Program program = program("").start()) {
      program.awaitLine("The page is at");
      assertOnlyTheirOwn();
      assertThat(program.lines("WARN|ERROR")).isEmpty();
    }
  }

  @Test
  void switchedOffThereIsNone() throws Exception {
    try (Program program = program("flowlogs.page = false\n").start()) {
      program.awaitLine("Health and metrics are served");
      for (String path : List.of("", "page.js", "page.json")) {
        assertThat(answer("GET", path, Map.of()).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(observed.metrics()).isNotEmpty();
      Program top = program.again();
      assertThat(top.verb("top")).isEqualTo(3);
      assertThat(top.output()).contains("flowlogs.page must not be false");
    }
  }

  /** Other hosts' names, other methods and other paths get nothing. */
  private void assertOnlyTheirOwn() throws Exception {
    assertThat(answer("GET", "", Map.of()).headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    assertThat(answer("GET", "page.json", Map.of()).statusCode()).isEqualTo(200);
    assertThat(answer("GET", "page.json", Map.of("X-Forwarded-For", "192.0.2.1")).statusCode())
        .isEqualTo(403);
    assertThat(answer("POST", "page.json", Map.of()).statusCode()).isEqualTo(405);
    assertThat(statusUnder("evil.example:" + observed.port())).contains(" 403 ");
    assertThat(statusUnder("localhost:" + observed.port())).contains(" 200 ");
    assertThat(statusUnder("localhost:80@evil")).contains(" 400 ");
    for (String path : List.of("application.properties", "state/flowlogs.db", "page.html", "x")) {
      assertThat(answer("GET", path, Map.of()).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(observed.status("/observe/health/live")).isEqualTo(200);
  }

  /** The first line that is answered where the page is asked for under a name. */
  private String statusUnder(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), observed.port())) {
      String request = "GET /page.json HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.formatted(host).getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElseThrow();
    }
  }

  private HttpResponse<String> answer(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void withATokenOnlyThoseWhoHaveItSeeThePage() throws Exception {
    String token = "a-token-of-the-test";
    try (Program program = program("flowlogs.page-token = " + token + "\n").start();
        Browser browser = Browser.start(dir.resolve("profile"))) {
      program.awaitLine("The page is at");
      for (String path : List.of("", "page.js", "page.css", "page.json")) {
        assertThat(answer("GET", path, Map.of()).statusCode()).as(path).isEqualTo(401);
        assertThat(answer("GET", path, Map.of("Authorization", "Bearer x" + token)).statusCode())
            .isEqualTo(401);
        assertThat(answer("GET", path, Map.of("Authorization", "Bearer " + token)).statusCode())
            .isEqualTo(200);
      }
      for (String user : List.of("any:" + token, ":" + token)) {
        String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        assertThat(answer("GET", "", Map.of("Authorization", "Basic " + basic)).statusCode())
            .isEqualTo(200);
      }
      assertThat(observed.status("/observe/health/live")).as("probes need no token").isEqualTo(200);
      assertThat(observed.metrics()).isNotEmpty();
      browser.look(1280, 800, false);
      browser.open(address().replace("http://", "http://soc:" + token + "@"));
      assertThat(browser.evaluate("document.getElementById('figures').innerText").asText())
          .contains("Flow logs");
      Program top = program.again();
      assertThat(top.verb("top", "--once")).as(top.output()).isZero();
      assertThat(top.output()).contains("all is well");
      assertThat(top.verb("top", "--set", "flowlogs.page-token=another-of-the-tests")).isEqualTo(3);
      assertThat(top.output()).contains("answers 401").contains("flowlogs.page-token");
      assertThat(program.output()).doesNotContain(token);
      assertThat(program.sigterm()).isZero();
      assertThat(top.verb("top")).isEqualTo(3);
      assertThat(top.output()).contains("No program answers at http://127.0.0.1:");
      top.assertNoStackTrace();
    }
  }
}
