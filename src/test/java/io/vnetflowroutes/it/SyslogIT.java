package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.receiver.DestinationsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The type syslog against rsyslog with the configuration of docs/destinations.md. */
final class SyslogIT {
  private static final Pattern ID =
      Pattern.compile(
          " id=\"([0-9a-f]{20}-\\d+-\\d+-\\d+)\"|flow@32473 id=\"([0-9a-f]{20}-\\d+-\\d+-\\d+)\"");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int KILLS = 3;

  /** A body of 20 KB holds so many flows of 400 bytes, and flows are longer. */
  private static final int MOST_FLOWS_OF_A_BODY = 50;

  @TempDir Path dir;
  private TlsIdentity identity;

  @BeforeEach
  void makeCertificate() throws IOException {
    identity = TlsIdentity.create(Files.createDirectory(dir.resolve("identity")));
  }

  private Rsyslog rsyslog() throws IOException {
    return new Rsyslog(Files.createDirectory(dir.resolve("rsyslog")), identity);
  }

  private String trusting(String name, String address) {
    return DestinationsPage.block("syslog", name, address)
        + "flowlogs.trusted-certificates = "
        + identity.certificate()
        + '\n';
  }

  /** An endpoint with the client's own certificate, which the snippet of rsyslog asks for. */
  private String withCertificate(String name, Rsyslog rsyslog) {
    return """
        flowlogs.destination.%1$s.type = syslog
        flowlogs.destination.%1$s.uri = netty:tcp://127.0.0.1:%2$d?ssl=true&sslContextParameters=#ours
        camel.beans.ours = #class:org.apache.camel.support.jsse.SSLContextParameters
        camel.beans.ours.keyManagers = #bean:keys
        camel.beans.ours.trustManagers = #bean:trust
        camel.beans.keys = #class:org.apache.camel.support.jsse.KeyManagersParameters
        camel.beans.keys.keyPassword = %4$s
        camel.beans.keys.keyStore = #bean:store
        camel.beans.store = #class:org.apache.camel.support.jsse.KeyStoreParameters
        camel.beans.store.resource = file:%3$s
        camel.beans.store.password = %4$s
        camel.beans.trust = #class:org.apache.camel.support.jsse.TrustManagersParameters
        camel.beans.trust.keyStore = #bean:trusted
        camel.beans.trusted = #class:org.apache.camel.support.jsse.KeyStoreParameters
        camel.beans.trusted.resource = file:%5$s
        camel.beans.trusted.password = %4$s
        """
        .formatted(
            name,
            rsyslog.tlsPort(),
            identity.keyStore(),
            identity.password(),
            identity.trustStore());
  }

  private static List<String> ids(Rsyslog rsyslog) throws IOException {
    return rsyslog.lines().stream()
        .map(ID::matcher)
        .flatMap(Matcher::results)
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .toList();
  }

  @Test
  void eachFlowIsAMessageByTcpAndTlsInBothFramings() throws IOException {
    Archive archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(10);
    archive.add(archive.longRuleRecord(9000));
    String settings =
        archive.source()
            + trusting("plain", "").replaceFirst("url = .*", "url = " + "TCP")
            + "flowlogs.destination.plain.format = flat\n"
            + "flowlogs.destination.plain.framing = lines\n"
            + "flowlogs.destination.lake.uri = file:lake\n"
            + "flowlogs.allow = lake, plain, sure\nflowlogs.deny = lake, plain, sure\n";
    try (Rsyslog rsyslog = rsyslog().start()) {
      String complete = settings.replace("TCP", rsyslog.tcp()) + withCertificate("sure", rsyslog);
      try (Program program = Program.in(dir.resolve("work"), complete)) {
        Checked.by(program)
            .exits(0)
            .says("destination plain", "connect", "ok", "answers at port")
            .says("destination sure", "tls", "ok", "TLSv1.3, and its certificate is trusted");
        Checked.by(program, "--send", "--destination=sure")
            .exits(0)
            .says("destination sure", "send", "ok", "took a test flow");
        assertThat(rsyslog.lines())
            .singleElement()
            .asString()
            .contains("flowLog=\"flowlogs-check\"")
            .contains("CEF:0|Microsoft|Azure VNet Flow Logs|");
        assertThat(program.once()).as(program.output()).isEqualTo(1);
        program.assertNoStackTrace();
        assertThat(program.output()).contains("receivers cut off what is beyond message-limit");
      }
      Flows lake = Flows.inFiles(dir.resolve("work/lake"));
      List<String> fitting =
          lake.all().stream()
              .filter(flow -> flow.path("rule").asText().length() < 9000)
              .map(flow -> flow.path("id").asText())
              .toList();
      assertThat(fitting).hasSizeLessThan(lake.size());
      List<String> lines = rsyslog.lines();
      List<String> json = lines.stream().filter(line -> line.contains("] {")).toList();
      assertThat(
              Flows.inTexts(
                      json.stream().map(line -> line.substring(line.indexOf("] {") + 2)).toList())
                  .ids())
          .containsExactlyInAnyOrderElementsOf(fitting);
      List<String> both = new java.util.ArrayList<>(fitting);
      both.addAll(fitting);
      assertThat(ids(rsyslog).stream().filter(new TreeSet<>(lake.ids())::contains))
          .containsExactlyInAnyOrderElementsOf(both);
    }
  }

  @Test
  void aKillOfRsyslogLosesNoMoreThanTheBodyThatItHadRead() throws IOException {
    Archive archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(30);
    try (Rsyslog rsyslog = rsyslog().start()) {
      String settings =
          archive.source()
              + withCertificate("siem", rsyslog)
              + "flowlogs.destination.siem.body-limit = 20KB\n"
              + "flowlogs.destination.lake.uri = file:lake\n"
              + "flowlogs.allow = lake, siem\nflowlogs.deny = lake, siem\nflowlogs.batch-flows = 50\n";
      try (Program program = Program.in(dir.resolve("work"), settings).start()) {
        for (int kill = 0; kill < KILLS; kill++) {
          int before = rsyslog.lines().size();
          await()
              .atMost(PATIENCE)
              .pollInSameThread()
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(10))
              .until(() -> rsyslog.lines().size() > before);
          rsyslog.kill();
          archive.grow(5);
          if (kill == 0) {
            program.awaitLine("does not take a message");
          }
          if (kill < KILLS - 1) {
            rsyslog.start();
          }
        }
        assertThat(program.sigterm()).isZero();
        rsyslog.start();
        assertThat(program.once()).as(program.output()).isZero();
        program.assertNoStackTrace();
      }
      Flows lake = Flows.inFiles(dir.resolve("work/lake"));
      lake.assertExactly(archive.tuples());
      Set<String> lost = new TreeSet<>(lake.ids());
      lost.removeAll(ids(rsyslog));
      assertThat(lost).hasSizeLessThanOrEqualTo(KILLS * MOST_FLOWS_OF_A_BODY);
      assertThat(rsyslog.log())
          .as("a resumed session, which it refuses")
          .doesNotContain("session id context uninitialized");
    }
  }

  @Test
  void anUntrustedCertificateWaitsForAPerson() throws IOException {
    Archive archive = new Archive(Files.createDirectory(dir.resolve("archive"))).grow(2);
    try (Rsyslog rsyslog = rsyslog().start()) {
      String settings =
          archive.source()
              + DestinationsPage.block("syslog", "siem", rsyslog.tls())
              + "flowlogs.allow = siem\nflowlogs.deny = siem\n";
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        Checked.by(program)
            .exits(1)
            .says("destination siem", "tls", "fail", "no certificate that is trusted");
        program.start();
        program.awaitLine("does not take a message.*no trusted TLS connection");
        program.assertNoStackTrace();
        assertThat(program.sigterm()).isZero();
      }
      assertThat(rsyslog.lines()).isEmpty();
    }
  }
}
