package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises about the way to others: proxies of the environment, authorities of one's own, and
 * accounts named in every form that Azure's tools show.
 */
final class ConnectionsIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";

  /** What Camel, a properties file and a URL each find a meaning in. */
  private static final String SECRET = "a~{{x}}}}$simple{1+1}${y}RAW(z)#%25%2B+\\ \"'&=ä";

  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  private static TlsIdentity tls;
  private static Azurite azurite;
  private static EntraServer entra;
  private static List<String> tuples;

  @TempDir Path dir;

  @BeforeAll
  static void startServers(@TempDir Path servers) {
    tls = TlsIdentity.create(servers);
    azurite = Azurite.startTls(servers, tls);
    entra = EntraServer.start(tls, TENANT, CLIENT, SECRET);
    tuples = tuplesIn(Azurite.FLOW_LOG_CONTAINER);
  }

  @AfterAll
  static void stopServers() {
    entra.close();
    azurite.close();
  }

  private static List<String> tuplesIn(String container) {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    String mac = String.format("000D3A0B%04X", container.hashCode() & 0xffff);
    GrowingBlob blob = new GrowingBlob(azurite.container(container), NAMES.blob(hour, mac));
    blob.append(new Records(NAMES, mac, 5, 0.5).next(hour, 20));
    return Records.tuples(blob.records().get(0));
  }

  /** The trust store of this JVM does not know the authority; its PEM file is added. */
  @Test
  void aProxyWithAPasswordLeadsToStorageEntraAndHttpWithAnAuthorityOfOnesOwn() {
    try (ForwardProxy proxy = ForwardProxy.start("us@er", "p@ss/w%rd");
        HttpReceiver secure = HttpReceiver.start(tls);
        HttpReceiver plain = HttpReceiver.start();
        Program program = Program.in(dir, entraSource() + httpDestinations(secure, plain))) {
      plain.requireBasic("alice", SECRET);
      String url = "http://us%40er:p%40ss%2Fw%25rd@127.0.0.1:" + proxy.port();
      program.with("HTTPS_PROXY", url).with("http_proxy", url);
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(secure.accepted()).assertExactly(tuples);
      Flows.inBodies(plain.accepted()).assertExactly(tuples);
      assertThat(proxy.served())
          .contains(
              "CONNECT devstoreaccount1.flowlogs.test:" + azurite.port(),
              "CONNECT login.flowlogs.test:" + entra.port(),
              "CONNECT secure.flowlogs.test:" + secure.port(),
              "POST http://plain.flowlogs.test:" + plain.port() + "/in?a=%2B");
      assertThat(program.lines("WARN|ERROR")).isEmpty();
      assertThat(secure.accepted())
          .allMatch(request -> SECRET.equals(request.headers().get("x-key")));
      assertThat(program.output()).doesNotContain("p@ss", "p%40ss", "simple{1+1}");

      Checked.by(program, "--send")
          .exits(0)
          .says("source prod", "connect", "ok", "127.0.0.1 answers at port " + proxy.port())
          .says("destination secure", "connect", "ok", "127.0.0.1 answers at port " + proxy.port())
          .says("destination secure", "send", "ok", "took a test flow");
    }
  }

  @Test
  void javasOwnProxyCountsAndNoProxyAndLoopbackLeadPastIt() {
    String properties =
        """
        flowlogs.source.prod.connection-string = %s
        flowlogs.destination.near.uri = %s
        flowlogs.destination.far.uri = http://far.flowlogs.test:%d/in
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.trusted-certificates = %s
        flowlogs.allow = near, far
        flowlogs.deny = near, far
        """;
    try (ForwardProxy proxy = ForwardProxy.start();
        HttpReceiver near = HttpReceiver.start();
        HttpReceiver far = HttpReceiver.start();
        Program program =
            Program.in(
                dir,
                properties.formatted(
                    azurite.connectionString(), near.url("/in"), far.port(), tls.certificate()))) {
      program
          .with("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port())
          .with("HTTP_PROXY", "http://nobody.invalid:1")
          .with("NO_PROXY", "10.0.0.0/8")
          .with(List.of("-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + proxy.port()));
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inBodies(near.accepted()).assertExactly(tuples);
      Flows.inBodies(far.accepted()).assertExactly(tuples);
      assertThat(proxy.served())
          .isNotEmpty()
          .allMatch(("POST http://far.flowlogs.test:" + far.port() + "/in")::equals);

      program.with("HTTPS_PROXY", "socks5://u:s3cr3t@127.0.0.1:1080");
      assertThat(program.once()).isEqualTo(2);
      assertThat(program.output())
          .contains("The environment variable HTTPS_PROXY names a proxy of the kind 'socks5'")
          .doesNotContain("s3cr3t");
    }
  }

  /** As docs/operations.md shows it. */
  @Test
  void kafkaTrustsAnAuthorityThatItsUriNames() {
    String properties =
        """
        flowlogs.source.prod.connection-string = %s
        flowlogs.destination.bus.uri = kafka:flows?brokers=%s&securityProtocol=SSL\
        &sslTruststoreType=PEM&sslTruststoreLocation=%s
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.allow = bus
        flowlogs.deny = bus
        """;
    try (KafkaBroker kafka = KafkaBroker.startTls(dir, tls);
        Program program =
            Program.in(
                dir.resolve("work"),
                properties.formatted(
                        azurite.connectionString(), kafka.tlsServers(), tls.certificate())
                    + trusted())) {
      kafka.createTopic("flows", 1);
      Checked.by(program).exits(0).says("destination bus", "brokers", "ok", "1 broker answers");
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inTexts(
              kafka.read("flows", tuples.size(), Duration.ofMinutes(2)).stream()
                  .map(record -> record.value())
                  .toList())
          .assertExactly(tuples);

      Checked.by(
              program,
              "--set",
              "flowlogs.destination.bus.uri=kafka:flows?securityProtocol=SSL&brokers="
                  + kafka.tlsServers())
          .exits(1)
          .says("destination bus", "brokers", "fail", "sslTruststoreType=PEM and sslTruststoreLoc");
    }
  }

  @Test
  void anAccountOpensInEveryFormThatAzuresToolsShow() {
    Map<String, String> forms = new LinkedHashMap<>();
    String url = azurite.accountUrl();
    String key = azurite.accountKey();
    forms.put("sas", "connection-string = BlobEndpoint=" + url + "/;SharedAccessSignature=SAS");
    forms.put("mark", "connection-string = BlobEndpoint=" + url + ";SharedAccessSignature=?SAS;");
    forms.put("query", "connection-string = BlobEndpoint=" + url + "/?SAS");
    forms.put("order", "connection-string = SharedAccessSignature=SAS;BlobEndpoint=" + url + "/");
    forms.put(
        "quotes",
        "connection-string = \"AccountName=devstoreaccount1;AccountKey=%s;BlobEndpoint=%s\""
            .formatted(key, url));
    forms.put("token", "sas-token = ?SAS\nflowlogs.source.token.storage-account-url = " + url);
    forms.put("url", "sas-token = " + url + "/?SAS");
    forms.put("within", "sas-token = '" + url + "/within?ONE'");
    forms.put(
        "inside", "connection-string = BlobEndpoint=" + url + "/inside;SharedAccessSignature=ONE");
    forms.put(
        "path",
        "account-key = \""
            + key
            + "\"\nflowlogs.source.path.storage-account-url = "
            + url
            + "/path/");
    List<String> all = new ArrayList<>();
    StringBuilder properties = new StringBuilder();
    forms.forEach(
        (name, form) -> {
          all.addAll(tuplesIn(name));
          properties
              .append("flowlogs.source." + name + '.')
              .append(form.replace("SAS", accountSas()).replace(accountSas() + "=", "SAS="))
              .append('\n');
          if (!form.contains("ONE") && !name.equals("path")) {
            properties.append("flowlogs.source." + name + ".container = " + name + '\n');
          }
        });
    String text =
        properties
            .toString()
            .replace("/within?ONE", "/within?" + containerSas("within"))
            .replace("Signature=ONE", "Signature=" + containerSas("inside"));
    try (Program program = Program.in(dir, text + Program.ALL_TO_LAKE + trusted())) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows flows = Flows.inFiles(dir.resolve("lake"));
      flows.assertExactly(all);
      assertThat(flows.texts("source")).containsOnly(forms.keySet().toArray(String[]::new));
      assertThat(program.output()).doesNotContain(key).doesNotContain("sig=");
    }
  }

  private static String accountSas() {
    BlobServiceClient client = azurite.serviceClient();
    return client.generateAccountSas(
        new AccountSasSignatureValues(
            OffsetDateTime.of(2099, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
            new AccountSasPermission().setReadPermission(true).setListPermission(true),
            new AccountSasService().setBlobAccess(true),
            new AccountSasResourceType().setContainer(true).setObject(true)));
  }

  private static String containerSas(String container) {
    return azurite
        .container(container)
        .generateSas(
            new BlobServiceSasSignatureValues(
                OffsetDateTime.of(2099, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
                new BlobContainerSasPermission().setReadPermission(true).setListPermission(true)));
  }

  private static String inFile() {
    return SECRET.replace("\\", "\\\\");
  }

  private static String trusted() {
    return "flowlogs.trusted-certificates = " + tls.certificate() + '\n';
  }

  private static String entraSource() {
    return """
    flowlogs.source.prod.storage-account-url = https://devstoreaccount1.flowlogs.test:%d
    flowlogs.source.prod.authority-host = https://login.flowlogs.test:%d/
    flowlogs.source.prod.tenant-id = %s
    flowlogs.source.prod.client-id = %s
    flowlogs.source.prod.client-secret = %s
    flowlogs.start = beginning
    flowlogs.delay = 0
    """
            .formatted(azurite.port(), entra.port(), TENANT, CLIENT, inFile())
        + trusted();
  }

  private static String httpDestinations(HttpReceiver secure, HttpReceiver plain) {
    return """
    flowlogs.destination.secure.uri = https://secure.flowlogs.test:%d/in
    flowlogs.destination.plain.uri = http://plain.flowlogs.test:%d/in?a=%%2B&authMethod=Basic\
    &authUsername=alice&authPassword=RAW{%s}
    flowlogs.destination.secure.header.X-Key = %s
    flowlogs.allow = secure, plain
    flowlogs.deny = secure, plain
    """
        .formatted(secure.port(), plain.port(), inFile(), inFile());
  }
}
