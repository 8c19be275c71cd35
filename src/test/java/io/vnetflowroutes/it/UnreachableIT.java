package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about an account that is not there or does not let in. */
final class UnreachableIT {
  private static final Map<String, String> REFUSALS =
      Map.of(
          "AuthorizationPermissionMismatch", "role 'Storage Blob Data Reader'",
          "AuthorizationFailure", "network rules refuse this machine",
          "KeyBasedAuthenticationNotPermitted", "does not allow shared keys; use an Entra ID",
          "AuthenticationFailed", "SAS token or account key is wrong, expired or rotated",
          "AccountIsDisabled", "the storage account is disabled",
          "AuthorizationProtocolMismatch", "demands https",
          "SomethingNew", "refused access \\(403 SomethingNew\\)");

  @TempDir Path dir;

  @Test
  void everyRefusalOfTheServiceSaysWhatToDo() throws IOException {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", UnreachableIT::refuse);
    service.start();
    try (Program program = Program.in(dir, refusedSources(service.getAddress().getPort()))) {
      assertThat(program.once()).isEqualTo(1);
      CredentialsIT.assertAdvice(
          program,
          REFUSALS.entrySet().stream()
              .collect(Collectors.toMap(refusal -> source(refusal.getKey()), Map.Entry::getValue)));
      assertThat(program.output()).doesNotContain("bm90IGEga2V5");
    } finally {
      service.stop(0);
    }
  }

  @Test
  void aWrongHostAndAClosedPortAreSaidWithinAMinute() {
    String properties =
        """
        flowlogs.source.host.storage-account-url = http://acount.blob.invalid
        flowlogs.source.host.account-key = bm90IGEga2V5
        flowlogs.source.port.storage-account-url = http://127.0.0.1:%d/account
        flowlogs.source.port.account-key = bm90IGEga2V5
        """
            .formatted(Ports.free());
    try (Program program = Program.in(dir, properties + destination())) {
      assertThat(program.once()).isEqualTo(1);
      CredentialsIT.assertAdvice(
          program,
          Map.of(
              "host", "Connection failed: the host 'acount.blob.invalid' is not known",
              "port", "Connection failed: .*check storage-account-url"));
      try (Program status = program.again()) {
        status.verb("status");
        assertThat(status.lines("Source 'host', for .*: the host 'acount.blob.invalid'"))
            .hasSize(1);
        assertThat(status.lines("Source 'port', for .*check storage-account-url")).hasSize(1);
      }
    }
  }

  @Test
  void aLoginPageAndAProxyThatRefusesThePasswordAreNamed() throws IOException {
    HttpServer login =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    login.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "https://login.example/in?session=secret");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    login.start();
    String properties =
        """
        flowlogs.source.login.storage-account-url = http://127.0.0.1:%d/account
        flowlogs.source.login.account-key = bm90IGEga2V5
        flowlogs.source.proxied.storage-account-url = http://account.flowlogs.test
        flowlogs.source.proxied.account-key = bm90IGEga2V5
        """
            .formatted(login.getAddress().getPort());
    try (ForwardProxy proxy = ForwardProxy.start("us", "right");
        Program program = Program.in(dir, properties + destination())) {
      program.with("HTTP_PROXY", "http://us:s3cr3t@127.0.0.1:" + proxy.port());
      assertThat(program.once()).isEqualTo(1);
      CredentialsIT.assertAdvice(
          program,
          Map.of(
              "login",
              "The service answered 302 and points to https://login.example/in; correct",
              "proxied",
              "by the proxy 127.0.0.1:" + proxy.port() + "; check its user and password"));
      assertThat(proxy.refused()).contains("CONNECT account.flowlogs.test:80");
      assertThat(program.output()).doesNotContain("s3cr3t", "session");
    } finally {
      login.stop(0);
    }
  }

  /** A host that is not known is as little a reason to stop as one that is down. */
  @Test
  void anAccountThatIsDownIsSaidOnceAndReadOnceItIsBackWhileOthersGoOn(@TempDir Path servers) {
    Names names = Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    Records records = new Records(names, "000D3A0A0001", 1, 0.5);
    try (Azurite down = Azurite.start(servers)) {
      BlobContainerClient container = down.container(Azurite.FLOW_LOG_CONTAINER);
      GrowingBlob blob = new GrowingBlob(container, names.blob(hour, "000D3A0A0001"));
      blob.append(records.next(hour.plusSeconds(6), 10));
      String properties =
          """
          flowlogs.source.host.storage-account-url = http://acount.blob.invalid
          flowlogs.source.host.account-key = bm90IGEga2V5
          flowlogs.source.prod.connection-string = %s
          flowlogs.source.files.directory = .
          flowlogs.start = beginning
          flowlogs.delay = 0
          flowlogs.poll-interval = 500ms
          flowlogs.deny = lake
          """
              .formatted(down.connectionString());
      down.stop();
      try (Program program = Program.in(dir, properties + destination()).start()) {
        assertThat(program.awaitLine("WARN.*source=\"host\""))
            .contains("Connection failed: the host 'acount.blob.invalid' is not known");
        assertThat(program.awaitLine("WARN.*source=\"prod\"")).contains("Connection failed: ");
        program.awaitLine("WARN.*source=\"files\"");
        down.restart();
        Path lake = dir.resolve("lake");
        await().atMost(Duration.ofMinutes(10)).until(() -> Flows.inFiles(lake).size() == 10);
        Flows.inFiles(lake).assertExactly(Records.tuples(blob.records().get(0)));
        program.awaitLine("The source can be listed again.*source=\"prod\"");
        assertThat(program.lines("WARN")).as("each said once").hasSize(3);
        assertThat(program.sigterm()).isZero();
        program.assertNoStackTrace();
      }
    }
  }

  /** The service of a container named after an error code: it refuses with that code. */
  private static void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      String container = exchange.getRequestURI().getPath().split("/", -1)[2];
      String code =
          REFUSALS.keySet().stream()
              .filter(known -> source(known).equals(container))
              .findFirst()
              .orElseThrow();
      String body =
          "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code><Message>No.</Message></Error>"
              .formatted(code);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("x-ms-error-code", code);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      exchange.sendResponseHeaders(403, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  private static String refusedSources(int port) {
    return REFUSALS.keySet().stream()
            .map(
                code ->
                    """
                    flowlogs.source.%1$s.storage-account-url = http://127.0.0.1:%2$d/account
                    flowlogs.source.%1$s.container = %1$s
                    flowlogs.source.%1$s.account-key = bm90IGEga2V5
                    """
                        .formatted(source(code), port))
            .collect(Collectors.joining())
        + destination();
  }

  private static String source(String code) {
    return code.toLowerCase(java.util.Locale.ROOT);
  }

  private static String destination() {
    return """
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        """;
  }
}
