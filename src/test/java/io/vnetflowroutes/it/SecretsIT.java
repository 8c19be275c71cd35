package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises about secrets: nothing that the program writes holds one, TLS is verified, and what
 * it keeps is for its owner only.
 */
final class SecretsIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String CLIENT_SECRET = "s3cr3t-of-client";
  private static final String PFX = "s3cr3t-of-certificate";
  private static final String KEY = base64("s3cr3t-of-account");
  private static final String SAS_KEY = "s3cr3tOfSas";
  private static final String TEXT_KEY = base64("s3cr3t-of-text");
  private static final String HEADER = "s3cr3t-of-header";
  private static final String BASIC = "s3cr3t+of-basic";
  private static final String JAAS = "s3cr3t-of-jaas";
  private static final String QUERY = "s3cr3t-of-query";

  @TempDir Path dir;

  @Test
  void nothingThatIsWrittenHoldsASecret() throws IOException {
    TlsIdentity tls = TlsIdentity.create(dir);
    HttpServer account = refusing(HttpServer.create(anyPort(), 0));
    Archive archive = new Archive(dir.resolve("archive")).grow(5);
    archive.add("{\"time\":1}");
    try (EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, "another");
        HttpReceiver siem = HttpReceiver.start();
        Program program =
            Program.in(
                dir.resolve("work"),
                archive.source()
                    + sources(
                        "http://127.0.0.1:" + account.getAddress().getPort() + "/a", entra, tls)
                    + destinations(siem))) {
      siem.answerNext(400, Map.of());
      program
          .with(tls.trustOptions())
          .with(List.of("-Dlogback.configurationFile=" + everythingLogged()))
          .start();
      program.awaitLine("destination=\"bus\"");
      await().atMost(LONG).until(() -> !siem.accepted().isEmpty());
      program.awaitLine("Poll finished");
      String process = Files.readString(Path.of("/proc/" + program.process().pid() + "/cmdline"));
      assertThat(program.sigterm()).isZero();
      assertThat(program.lines("DEBUG|TRACE")).hasSizeGreaterThan(100);
      assertNoSecret("the log", program.output());
      assertNoSecret("the process listing", process);
      for (String folder : List.of("state", "spool", "dead-letter")) {
        assertThat(Flows.files(dir.resolve("work").resolve(folder))).as(folder).isNotEmpty();
        assertNoSecretIn(dir.resolve("work").resolve(folder));
        assertForTheOwnerOnly(dir.resolve("work").resolve(folder));
      }
      assertThat(program.verb("audit")).as(program.output()).isBetween(0, 2);
      assertNoSecret("the audit", program.output());
      assertThat(program.verb("replay")).as(program.output()).isBetween(0, 1);
      assertNoSecret("the replay", program.output());
      assertThat(program.verb("settings")).isZero();
      assertNoSecret("the settings", program.output());
      assertForTheOwnerOnly(dir.resolve("work/dead-letter"));
    } finally {
      account.stop(0);
    }
  }

  @Test
  void noSentenceAboutAWrongConfigurationHoldsASecret() throws IOException {
    String wrong =
        """
        flowlogs.source.one.storage-account-url = https://user:%1$s@:host
        flowlogs.source.one.client-secrets = %1$s
        flowlogs.source.one.acount-key = %1$s
        flowlogs.source.two.connection-string = AccountName=a;AccountKey=%1$s
        flowlogs.source.three.storage-account-url = https://a.blob.core.windows.net
        flowlogs.source.three.account-key = %1$s
        flowlogs.source.three.authority-host = ftp://x:%1$s@y
        flowlogs.source.four.storage-account-url = https://a.blob.core.windows.net?sig=%1$s
        flowlogs.destination.a.uri = RAW(%1$s)
        flowlogs.destination.a.heather.Authorization = %1$s
        flowlogs.destination.a.header.Authorization =
        flowlogs.readers = none
        flowlogs.allow = b
        """
            .formatted(CLIENT_SECRET);
    try (Program program = Program.in(dir.resolve("wrong"), wrong)) {
      assertThat(program.once()).isEqualTo(2);
      assertThat(program.output()).contains("flowlogs.readers is 'none'");
      assertNoSecret("the refusal", program.output());
    }
    for (String uri :
        List.of(
            "http://127.0.0.1:9/in?authMethod=Basic&authUsername=u&authPassword=RAW("
                + BASIC
                + ")"
                + "&connectTimeout=never",
            "kafka:flows?brokers=127.0.0.1:9&securityProtocol=SASL_PLAINTEXT&saslMechanism=PLAIN"
                + "&saslJaasConfig=RAW(no.such.Module required password=\""
                + JAAS
                + "\";)",
            "nothing:x?password=RAW(" + BASIC + ")")) {
      String settings = new Archive(dir.resolve("archive")).grow(1).everythingTo("a", uri);
      try (Program program = Program.in(dir.resolve("uri" + uri.indexOf(':')), settings)) {
        assertThat(program.once()).as(program.output()).isPositive();
        assertThat(program.output()).contains("a");
        assertNoSecret("the refusal of " + uri, program.output());
        program.assertNoStackTrace();
      }
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws IOException {
    TlsIdentity tls = TlsIdentity.create(dir);
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
    refusing(server);
    Archive archive = new Archive(dir.resolve("archive")).grow(2);
    String url = "https://localhost:" + server.getAddress().getPort();
    String settings =
        archive.everythingTo("siem", url + "/in")
            + """
            flowlogs.source.prod.storage-account-url = %s/account
            flowlogs.source.prod.account-key = %s
            """
                .formatted(url, KEY);
    try (Program program = Program.in(dir.resolve("work"), settings)) {
      program.start();
      String trust = "no trusted TLS connection.*flowlogs.trusted-certificates.*";
      program.awaitLine(trust + "destination=\"siem\"");
      program.awaitLine(trust + "source=\"prod\"");
      program.sigterm();
      program.assertNoStackTrace();
    } finally {
      server.stop(0);
    }
  }

  private static String sources(String account, EntraServer entra, TlsIdentity tls) {
    return """
    flowlogs.source.secret.storage-account-url = https://localhost:9/a
    flowlogs.source.secret.authority-host = %2$s
    flowlogs.source.secret.tenant-id = %3$s
    flowlogs.source.secret.client-id = %4$s
    flowlogs.source.secret.client-secret = %5$s
    flowlogs.source.certificate.storage-account-url = https://localhost:9/a
    flowlogs.source.certificate.authority-host = %2$s
    flowlogs.source.certificate.tenant-id = %3$s
    flowlogs.source.certificate.client-id = another
    flowlogs.source.certificate.client-certificate = %6$s
    flowlogs.source.certificate.client-certificate-password = %7$s
    flowlogs.source.key.storage-account-url = %1$s
    flowlogs.source.key.account-key = %8$s
    flowlogs.source.sas.storage-account-url = %1$s
    flowlogs.source.sas.sas-token = sv=2025-11-05&sp=rl&sig=%9$s
    flowlogs.source.text.connection-string = DefaultEndpointsProtocol=http;AccountName=a;\
    AccountKey=%10$s;BlobEndpoint=%1$s;
    """
        .formatted(
            account,
            entra.authorityHost(),
            TENANT,
            CLIENT,
            CLIENT_SECRET,
            tls.keyStore(PFX),
            PFX,
            KEY,
            SAS_KEY,
            TEXT_KEY);
  }

  private static String destinations(HttpReceiver siem) {
    return """
    flowlogs.destination.siem.uri = %s
    flowlogs.destination.siem.header.X-Api-Key = %s
    flowlogs.destination.basic.uri = %s
    flowlogs.destination.bus.uri = kafka:flows?brokers=127.0.0.1:9&maxBlockMs=1000\
    &securityProtocol=SASL_PLAINTEXT&saslMechanism=PLAIN\
    &saslJaasConfig=RAW(org.apache.kafka.common.security.plain.PlainLoginModule required\
     username="u" password="%s";)
    flowlogs.destination.hook.type = webhook
    flowlogs.destination.hook.url = %s
    flowlogs.allow = siem, bus, hook
    flowlogs.deny = basic
    """
        .formatted(
            siem.url("/in?code=" + QUERY),
            HEADER,
            siem.url(
                "/in?authMethod=Basic&authUsername=u&authPassword=RAW("
                    + BASIC
                    + ")&authenticationPreemptive=true"),
            JAAS,
            siem.url("/hook?code=" + QUERY + "%2Fa"));
  }

  /** The configuration of the log that the docs show, but with all that anybody would say. */
  private Path everythingLogged() throws IOException {
    String shown = Files.readString(Path.of("docs/monitoring.md"));
    String shipped =
        shown
            .substring(
                shown.indexOf("<configuration>"),
                shown.indexOf("```\n", shown.indexOf("<configuration>")))
            .replace("level=\"WARN\"", "level=\"DEBUG\"")
            .replaceAll("(kafka|timer|vertx)(\\S*\" level=\")OFF", "$1$2DEBUG")
            .replace("io.vnetflowroutes\" level=\"INFO\"", "io.vnetflowroutes\" level=\"TRACE\"");
    return Files.writeString(dir.resolve("everything.xml"), shipped);
  }

  private static HttpServer refusing(HttpServer server) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("x-ms-error-code", "AuthenticationFailed");
            exchange.sendResponseHeaders(403, -1);
          }
        });
    server.start();
    return server;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static void assertNoSecretIn(Path folder) {
    for (Path file : everything(folder)) {
      if (Files.isRegularFile(file)) {
        try {
          assertNoSecret(
              file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void assertNoSecret(String place, String text) {
    String basic = base64("u:" + BASIC);
    for (String secret :
        List.of(CLIENT_SECRET, PFX, KEY, SAS_KEY, TEXT_KEY, HEADER, BASIC, JAAS, QUERY, basic)) {
      List<String> found = text.lines().filter(line -> line.contains(secret)).limit(3).toList();
      assertThat(found).as(secret + " in " + place).isEmpty();
    }
  }

  private static void assertForTheOwnerOnly(Path folder) {
    for (Path path : everything(folder)) {
      try {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Path> everything(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
