package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import io.vnetflowroutes.receiver.DestinationsPage;
import java.nio.file.Files;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about credentials: every kind opens the account, and a refusal says what to do. */
final class CredentialsIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String SECRET = "a~secret.Value";
  private static final String OTHER = "99999999-0000-0000-0000-000000000000";
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  private static TlsIdentity tls;
  private static Azurite azurite;
  private static EntraServer entra;
  private static GrowingBlob blob;

  @TempDir Path dir;

  @BeforeAll
  static void startServers(@TempDir Path servers) {
    tls = TlsIdentity.create(servers);
    azurite = Azurite.startTls(servers, tls);
    entra = EntraServer.start(tls, TENANT, CLIENT, SECRET);
    blob = blobIn(Azurite.FLOW_LOG_CONTAINER, "000D3A0A0001");
  }

  @AfterAll
  static void stopServers() {
    entra.close();
    azurite.close();
  }

  @Test
  void clientSecretOpensTheAccount() {
    assertOpens(entraKeys() + "flowlogs.source.prod.client-secret = " + SECRET);
  }

  @Test
  void theSameCredentialSendsToSentinel() {
    try (HttpReceiver http = HttpReceiver.start()) {
      http.answerNext(429, Map.of("Retry-After", "1"));
      http.answerAlways(204);
      String sentinel = DestinationsPage.block("sentinel", "lake", http.url(""));
      Program program =
          Program.in(
                  dir,
                  entraKeys()
                      + "flowlogs.source.prod.client-secret = "
                      + SECRET
                      + "\nflowlogs.start = beginning\nflowlogs.delay = 0\n"
                      + sentinel
                      + "flowlogs.allow = lake\nflowlogs.deny = lake\n")
              .with(tls.trustOptions());
      try (program) {
        assertThat(program.once()).as(program.output()).isZero();
        assertThat(program.output()).doesNotContain("Bearer");
        assertThat(http.accepted()).isNotEmpty();
        for (HttpReceiver.Request request : http.requests()) {
          assertThat(request.path())
              .isEqualTo(
                  "/dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/"
                      + "Custom-VNetFlows_CL?api-version=2023-01-01");
          assertThat(request.headers().get("authorization")).matches("Bearer ey\\S{20,}");
        }
        List<String> rows = new ArrayList<>();
        http.accepted()
            .forEach(
                request ->
                    Flows.inTexts(List.of(request.bodyText()))
                        .all()
                        .forEach(
                            row -> {
                              assertThat(row.has("id"))
                                  .as("Log Analytics keeps the name for itself")
                                  .isFalse();
                              assertThat(row.path("TimeGenerated").asText()).endsWith("Z");
                              rows.add(row.path("flow_id").asText());
                            }));
        assertThat(rows)
            .doesNotHaveDuplicates()
            .hasSize(Records.tuples(blob.records().get(0)).size());
        assertThat(entra.forms())
            .anySatisfy(
                form ->
                    assertThat(form.get("scope")).contains("https://monitor.azure.com/.default"));
      }
    }
  }

  @Test
  void theSameCredentialSendsToAnEventHub() throws Exception {
    Path data = Files.createDirectory(dir.resolve("kafka"));
    try (KafkaBroker kafka = KafkaBroker.startOauth(data, CLIENT, "flows")) {
      Archive archive = new Archive(dir.resolve("archive"), Archive.hoursAgo()).grow(5);
      String settings =
          entraKeys()
              + "flowlogs.source.archive.directory = "
              + dir.resolve("archive")
              + "\n"
              + "flowlogs.source.prod.client-secret = "
              + SECRET
              + "\nflowlogs.start = beginning\nflowlogs.delay = 0\n"
              + DestinationsPage.blockWith("https://ns.servicebus.windows.net\n")
                  .replace(".siem.", ".hub.")
                  .replaceFirst("https://\\S+", "http://" + kafka.bootstrapServers())
              + "flowlogs.allow = hub\nflowlogs.deny = hub\n";
      try (Program program = Program.in(dir.resolve("work"), settings).with(tls.trustOptions())) {
        entra.secretExpired(true);
        assertThat(program.verb("check", "--destination", "hub")).isEqualTo(1);
        assertThat(program.output())
            .contains("The login to the brokers fails: ")
            .contains("the client secret has expired; create a new one in Entra ID");
        assertThat(program.once()).isEqualTo(1);
        assertThat(program.lines(".*the client secret has expired.* destination=\"hub\""))
            .as(program.output())
            .isNotEmpty();
        assertThat(program.output())
            .contains("Delivered destination=\"hub\" flows=\"0\" messages_spooled=\"");
        program.assertNoStackTrace();

        entra.secretExpired(false);
        assertThat(program.once()).as(program.output()).isZero();
        program.assertNoStackTrace();
        assertThat(program.verb("check", "--destination", "hub")).as(program.output()).isZero();
        assertThat(program.output())
            .contains("The topic 'flows' has 1 partition")
            .doesNotContain("eyJ");
      }
      List<String> tuples = new ArrayList<>(Records.tuples(blob.records().get(0)));
      tuples.addAll(archive.tuples());
      Flows.inTexts(
              kafka.read("flows", tuples.size(), Duration.ofMinutes(10)).stream()
                  .map(ConsumerRecord::value)
                  .toList())
          .assertExactly(tuples);
      assertThat(entra.forms())
          .anySatisfy(form -> assertThat(form.get("scope")).contains("https://127.0.0.1/.default"));
    }
  }

  @Test
  void clientCertificateOpensTheAccount() {
    assertOpens(
        entraKeys() + "flowlogs.source.prod.client-certificate = " + tls.keyAndCertificate());
  }

  @Test
  void sharedKeySasAndConnectionStringOpenTheAccountSideBySide() {
    BlobServiceClient client = azurite.serviceClient();
    AccountSasPermission readAndList =
        new AccountSasPermission().setReadPermission(true).setListPermission(true);
    String sas =
        client.generateAccountSas(
            new AccountSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
                readAndList,
                new AccountSasService().setBlobAccess(true),
                new AccountSasResourceType().setContainer(true).setObject(true)));
    List<String> tuples = new ArrayList<>();
    for (String container : List.of("by-key", "by-sas", "by-text")) {
      tuples.addAll(tuplesIn(container));
    }
    String properties =
        """
        flowlogs.source.key.container = by-key
        flowlogs.source.key.storage-account-url = %1$s
        flowlogs.source.key.account-key = %2$s
        flowlogs.source.sas.container = by-sas
        flowlogs.source.sas.storage-account-url = %1$s
        flowlogs.source.sas.sas-token = ?%3$s
        flowlogs.source.text.container = by-text
        flowlogs.source.text.connection-string = %4$s
        """
            .formatted(azurite.accountUrl(), azurite.accountKey(), sas, azurite.connectionString());
    try (Program program = program(properties)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows flows = Flows.inFiles(dir.resolve("lake"));
      flows.assertExactly(tuples);
      assertThat(flows.texts("source")).containsOnly("key", "sas", "text");
      assertThat(program.output()).doesNotContain(azurite.accountKey()).doesNotContain("sig=");
    }
  }

  @Test
  void whatEntraRefusesIsOneLineASourceThatSaysWhatToDo() {
    Map<String, String> advice = new LinkedHashMap<>();
    advice.put("secret", "set client-secret to the secret's value, not to its id");
    advice.put("client", "application is not known in this tenant; check client-id");
    advice.put("tenant", "the tenant was not found; check tenant-id");
    String properties =
        entraSource("secret", TENANT, CLIENT, "wr0ng~Secret")
            + entraSource("client", TENANT, OTHER, SECRET)
            + entraSource("tenant", OTHER, CLIENT, SECRET);
    try (Program program = program(properties)) {
      assertThat(program.once()).isEqualTo(1);
      assertAdvice(program, advice);
      assertThat(program.output()).doesNotContain("wr0ng~Secret").doesNotContain(SECRET);
    }
  }

  @Test
  void anExpiredSecretIsSaid() {
    entra.secretExpired(true);
    try (Program program = program(entraSource("prod", TENANT, CLIENT, SECRET))) {
      assertThat(program.once()).isEqualTo(1);
      assertAdvice(program, Map.of("prod", "secret has expired; create a new one"));
      assertThat(program.output()).doesNotContain(SECRET);
    } finally {
      entra.secretExpired(false);
    }
  }

  @Test
  void aMissingContainerAndAMissingFlowLogAreSaid() {
    String properties =
        """
        flowlogs.source.container.connection-string = %1$s
        flowlogs.source.container.container = not-there
        flowlogs.source.nothing.connection-string = %1$s
        flowlogs.source.nothing.virtual-network = hup-vnet
        """
            .formatted(azurite.connectionString());
    try (Program program = program(properties)) {
      assertThat(program.once()).isEqualTo(1);
      assertAdvice(
          program,
          Map.of(
              "container", "No data found: the container does not exist",
              "nothing", "No data found: .*hup-vnet.*the nearest of 1 found.*HUB-VNET-NET-RG"));
      assertThat(program.output()).doesNotContain(azurite.accountKey());
    }
  }

  /** One line a source at WARN or above, with the source's name and the advice, and no trace. */
  static void assertAdvice(Program program, Map<String, String> advice) {
    program.assertNoStackTrace();
    assertThat(program.lines("WARN|ERROR")).as(program.output()).hasSize(advice.size());
    advice.forEach(
        (source, sentence) ->
            assertThat(program.lines("source=\"" + source + "\""))
                .singleElement()
                .asString()
                .containsPattern(sentence));
  }

  private static GrowingBlob blobIn(String container, String mac) {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    GrowingBlob made = new GrowingBlob(azurite.container(container), NAMES.blob(hour, mac));
    made.append(new Records(NAMES, mac, 5, 0.5).next(hour, 20));
    return made;
  }

  /** Makes a container with a blob of its own; returns the tuples in it. */
  private static List<String> tuplesIn(String container) {
    String mac = String.format("000D3A0B%04X", container.hashCode() & 0xffff);
    return Records.tuples(blobIn(container, mac).records().get(0));
  }

  private void assertOpens(String properties) {
    try (Program program = program(properties)) {
      assertThat(program.once()).as(program.output()).isZero();
      Flows.inFiles(dir.resolve("lake")).assertExactly(Records.tuples(blob.records().get(0)));
      assertThat(program.lines("WARN|ERROR")).isEmpty();
    }
  }

  private Program program(String properties) {
    String rest =
        """

        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """;
    return Program.in(dir, properties + rest).with(tls.trustOptions());
  }

  private static String entraKeys() {
    return entraSource("prod", TENANT, CLIENT, null);
  }

  private static String entraSource(String name, String tenant, String client, String secret) {
    String keys =
        """
        flowlogs.source.%1$s.storage-account-url = %2$s
        flowlogs.source.%1$s.authority-host = %3$s
        flowlogs.source.%1$s.tenant-id = %4$s
        flowlogs.source.%1$s.client-id = %5$s
        """
            .formatted(name, azurite.accountUrl(), entra.authorityHost(), tenant, client);
    List<String> last =
        secret == null
            ? List.of()
            : List.of("flowlogs.source." + name + ".client-secret = " + secret);
    return keys + String.join("", last) + (last.isEmpty() ? "" : "\n");
  }
}
