package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code check} about sources: each thing that can be wrong is, for real. */
final class CheckSourceIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String SECRET = "a~secret.Value";
  private static final String OTHER = "99999999-0000-0000-0000-000000000000";
  private static final String MAC = "000D3A0A0001";
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");

  private static TlsIdentity tls;
  private static Azurite azurite;
  private static EntraServer entra;

  @TempDir Path dir;

  @BeforeAll
  static void startServers(@TempDir Path servers) {
    tls = TlsIdentity.create(servers);
    azurite = Azurite.startTls(servers, tls);
    entra = EntraServer.start(tls, TENANT, CLIENT, SECRET);
    Instant now = Instant.now();
    blob(Azurite.FLOW_LOG_CONTAINER, now).append(new Records(NAMES, MAC, 5, 0.5).next(now, 20));
    Instant daysAgo = now.minus(Duration.ofDays(2));
    blob("stale", daysAgo).append(new Records(NAMES, MAC, 5, 0.5).next(daysAgo, 20));
    blob("unreadable", now).append("{\"time\":\"2026-01-01T00:00:00Z\",\"flowRecords\":7}");
    blob("just-opened", now).open();
    azurite.container("empty");
  }

  @AfterAll
  static void stopServers() {
    entra.close();
    azurite.close();
  }

  @Test
  void everythingIsWellWhereItIsAndNothingIsWritten() throws Exception {
    int requests = azurite.requests().size();
    String properties =
        entraSource("prod", TENANT, CLIENT, "").replaceFirst("\\S+client-secret = ", "");
    try (Program program = program(properties).with("FLOWLOGS_SOURCE_PROD_CLIENT_SECRET", SECRET)) {
      Checked.by(program)
          .exits(0)
          .isFine("configuration")
          .isFine("source prod")
          .isFine("destination lake")
          .says("source prod", "connect", "ok", "127.0.0.1 answers at port")
          .says("source prod", "tls", "ok", "certificate is trusted until")
          .says("source prod", "token", "ok", "token to the application " + CLIENT)
          .says("source prod", "flow-logs", "ok", "1 flow log found, all wanted")
          .says(
              "source prod",
              "newest-blob",
              "ok",
              "HUB-VNET.*(hour that is being written|hour before)")
          .says("source prod", "record", "ok", "version 4 was read: [1-9].* denied flows");
      assertThat(program.output()).doesNotContain(SECRET);
      assertThat(azurite.requests().subList(requests, azurite.requests().size()))
          .allMatch(request -> request.matches("20[06] (GET|HEAD) .*"));
      try (var inside = Files.list(dir)) {
        assertThat(inside.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("routes", "application.properties");
      }
    }
  }

  @Test
  void whatEntraRefusesIsSaidWithWhatToDo() {
    String properties =
        entraSource("secret", TENANT, CLIENT, "wr0ng~Secret")
            + entraSource("client", TENANT, OTHER, SECRET)
            + entraSource("tenant", OTHER, CLIENT, SECRET)
            + entraSource("away", TENANT, CLIENT, SECRET)
                .replace(entra.authorityHost(), "https://login.invalid/");
    try (Program program = program(properties)) {
      Checked.by(program)
          .exits(1)
          .says("source secret", "token", "fail", "AADSTS7000215.*secret's value, not to its id")
          .says("source client", "token", "fail", "AADSTS700016.*check client-id, tenant-id")
          .says("source tenant", "token", "fail", "AADSTS90002.*check tenant-id")
          .says("source away", "token", "fail", "Entra ID cannot be reached.*authority-host")
          .says("source secret", "flow-logs", "skip", "cannot be asked")
          .isFine("destination lake");
      assertThat(program.output()).doesNotContain(SECRET).doesNotContain("wr0ng~Secret");
    }
    entra.secretExpired(true);
    try (Program program =
        program(dir.resolve("expired"), entraSource("prod", TENANT, CLIENT, SECRET))) {
      Checked.by(program)
          .exits(1)
          .says("source prod", "token", "fail", "AADSTS7000222.*create a new one");
    } finally {
      entra.secretExpired(false);
    }
  }

  @Test
  void whatTheAccountRefusesIsSaidWithWhatToDo() {
    Map<String, Integer> statuses = new LinkedHashMap<>();
    Map<String, String> advice = new LinkedHashMap<>();
    advice.put("AuthorizationPermissionMismatch", "role 'Storage Blob Data Reader'");
    advice.put("AuthorizationFailure", "network rules refuse this machine");
    advice.put("AuthenticationFailed", "expired or rotated, or this machine's clock");
    advice.put("KeyBasedAuthenticationNotPermitted", "use an Entra ID credential");
    advice.put("AuthorizationServiceMismatch", "not for the blob service");
    advice.put("AuthorizationResourceTypeMismatch", "containers and objects");
    advice.put("AuthorizationSourceIPMismatch", "not valid from this machine's address");
    advice.put("AuthorizationProtocolMismatch", "demands https");
    advice.put("AccountIsDisabled", "account is disabled");
    advice.keySet().forEach(code -> statuses.put(code, 403));
    advice.put("NoAuthenticationInformation", "check tenant-id");
    advice.put("InvalidAuthenticationInfo", "check tenant-id and authority-host");
    statuses.put("NoAuthenticationInformation", 401);
    statuses.put("InvalidAuthenticationInfo", 401);
    advice.put("ContainerBeingDeleted", "is being deleted");
    statuses.put("ContainerBeingDeleted", 409);
    try (RefusingAccount account = new RefusingAccount(statuses)) {
      StringBuilder properties = new StringBuilder();
      advice.keySet().forEach(code -> properties.append(account.source(code)));
      try (Program program = program(properties.toString())) {
        Checked checked = Checked.by(program).exits(1);
        advice.forEach(
            (code, sentence) ->
                checked.says(
                    "source " + RefusingAccount.name(code),
                    "list",
                    "fail",
                    sentence + ".*\\(" + statuses.get(code) + " " + code + "\\)"));
        assertThat(program.output()).doesNotContain("bm90IGEga2V5");
      }
    }
  }

  @Test
  void aWrongHostAClosedPortAndAStrangeCertificateAreSaid(@TempDir Path strange) {
    TlsIdentity another = TlsIdentity.create(strange);
    String properties =
        """
        flowlogs.source.host.storage-account-url = https://acount.blob.invalid
        flowlogs.source.host.account-key = bm90IGEga2V5
        flowlogs.source.port.storage-account-url = http://127.0.0.1:%d/account
        flowlogs.source.port.account-key = bm90IGEga2V5
        """
            .formatted(Ports.free());
    try (EntraServer untrusted = EntraServer.start(another, TENANT, CLIENT, SECRET);
        Program program =
            program(
                properties
                    + "flowlogs.source.certificate.account-key = bm90IGEga2V5\n"
                    + "flowlogs.source.certificate.storage-account-url = "
                    + untrusted.authorityHost()
                    + "account\n")) {
      Checked.by(program)
          .exits(1)
          .says("source host", "dns", "fail", "'acount.blob.invalid' is not known; check storage")
          .says("source port", "connect", "fail", "does not answer.*refused.*check storage-account")
          .says("source certificate", "connect", "ok", "localhost answers")
          .says(
              "source certificate",
              "tls",
              "fail",
              "no certificate that is trusted.*flowlogs.trusted-certificates");
    }
  }

  @Test
  void whatIsNotThereOldOrUnreadableIsSaid() {
    String properties =
        keySource("absent", "not-there")
            + keySource("miss", Azurite.FLOW_LOG_CONTAINER)
            + "flowlogs.source.miss.virtual-network = hup-vnet\n"
            + keySource("empty", "empty")
            + keySource("stale", "stale")
            + keySource("unreadable", "unreadable")
            + keySource("opened", "just-opened")
            + keySource("twin", "stale")
            + """
              flowlogs.source.list-only.storage-account-url = %s
              flowlogs.source.list-only.sas-token = %s
              """
                .formatted(azurite.accountUrl(), listOnly());
    try (Program program = program(properties)) {
      Checked.by(program)
          .exits(1)
          .says("source absent", "list", "fail", "container does not exist.*containers are.*stale")
          .says("source miss", "flow-logs", "fail", "hup-vnet.*nearest of 1.*HUB-VNET-NET-RG")
          .says("source empty", "flow-logs", "fail", "no flow log at all: check")
          .says("source stale", "newest-blob", "fail", "(4\\d hours|2 days) ago; check")
          .says("source stale", "record", "ok", "version 4")
          .says(
              "source twin",
              "flow-logs",
              "warn",
              "'stale' and 'twin' both read the flow log.*so every destination")
          .says("source unreadable", "record", "fail", "goes to the dead letter: ")
          .says("source opened", "record", "ok", "holds no record yet")
          .says("source list-only", "newest-blob", "ok", "HUB-VNET")
          .says("source list-only", "record", "fail", "cannot be read.*Permission denied");
      Checked.by(program, "--set", "flowlogs.silent-after=7d", "--source", "stale")
          .exits(0)
          .isFine("source stale");
    }
  }

  private static GrowingBlob blob(String container, Instant hour) {
    return new GrowingBlob(azurite.container(container), NAMES.blob(hour, MAC));
  }

  private static String listOnly() {
    return azurite
        .serviceClient()
        .generateAccountSas(
            new AccountSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
                new AccountSasPermission().setListPermission(true),
                new AccountSasService().setBlobAccess(true),
                new AccountSasResourceType().setContainer(true).setObject(true)));
  }

  private Program program(String properties) {
    return program(dir, properties);
  }

  private static Program program(Path folder, String properties) {
    String rest =
        """
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.spool-limit = 1MB
        """;
    return Program.in(folder, properties + rest).with(tls.trustOptions());
  }

  private static String keySource(String name, String container) {
    return """
        flowlogs.source.%1$s.connection-string = %2$s
        flowlogs.source.%1$s.container = %3$s
        """
        .formatted(name, azurite.connectionString(), container);
  }

  private static String entraSource(String name, String tenant, String client, String secret) {
    return """
        flowlogs.source.%1$s.storage-account-url = %2$s
        flowlogs.source.%1$s.authority-host = %3$s
        flowlogs.source.%1$s.tenant-id = %4$s
        flowlogs.source.%1$s.client-id = %5$s
        flowlogs.source.%1$s.client-secret = %6$s
        """
        .formatted(name, azurite.accountUrl(), entra.authorityHost(), tenant, client, secret);
  }
}
