package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens that expire and credentials that are rotated while the program runs: what is renewed by
 * itself, what the user is told, and that a new credential needs no restart.
 */
final class RotationIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String SECRET = "a~secret.Value";
  private static final String NEW_SECRET = "b~secret.Value";
  private static final String MAC = "000D3A0A0001";
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final Duration LONG = Duration.ofMinutes(10);

  private static TlsIdentity tls;
  private static Azurite azurite;

  @TempDir Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Records records = new Records(NAMES, MAC, 3, 0.5);
  private String container;
  private GrowingBlob blob;

  @BeforeAll
  static void startAccount(@TempDir Path servers) {
    tls = TlsIdentity.create(servers);
    azurite = Azurite.startTls(servers, tls);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @BeforeEach
  void createContainer(TestInfo test) {
    container = "flows" + Integer.toHexString(test.getDisplayName().hashCode());
    blob = new GrowingBlob(azurite.container(container), NAMES.blob(hour, MAC));
    append();
  }

  /** The SDK looks for a new token in good time, though at most every thirty seconds. */
  @Test
  void tokensThatExpireAreRenewedUnnoticed() {
    try (EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, SECRET)) {
      entra.tokenLifetime(Duration.ofSeconds(45));
      try (Program program = program(bySecret(entra, SECRET)).start()) {
        assertDelivered();
        await().atMost(LONG).until(() -> entra.tokensIssued() >= 2);
        append();
        assertDelivered();
        assertThat(program.lines("WARN|ERROR")).isEmpty();
        assertThat(program.sigterm()).isZero();
      }
    }
  }

  @Test
  void aSecretThatIsRotatedIsSaidOnceAndTheNewOneNeedsNoRestart() {
    try (EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, SECRET)) {
      String wrong = "WARN.*AADSTS7000215";
      entra.tokenLifetime(Duration.ofSeconds(3));
      try (Program program = program(bySecret(entra, SECRET)).start()) {
        assertDelivered();
        entra.secret(NEW_SECRET);
        append();
        assertThat(program.awaitLine(wrong))
            .contains("source=\"prod\"", "Authentication failed (AADSTS7000215)")
            .contains("the client secret is wrong");
        int asked = entra.forms().size();
        await().atMost(LONG).until(() -> entra.forms().size() >= asked + 2);
        assertThat(program.lines(wrong)).as("said once").hasSize(1);
        entra.tokenLifetime(Duration.ofHours(1));
        configure(bySecret(entra, NEW_SECRET));
        assertTakenOver(program);
        assertThat(program.lines(wrong)).hasSize(1);
        assertThat(program.output()).doesNotContain(SECRET).doesNotContain(NEW_SECRET);
      }
    }
  }

  @Test
  void aBusyEntraIsSaidOnceAndAskedAgain() {
    try (EntraServer entra = EntraServer.start(tls, TENANT, CLIENT, SECRET)) {
      entra.busy(true);
      try (Program program = program(bySecret(entra, SECRET)).start()) {
        assertThat(program.awaitLine("WARN"))
            .contains("source=\"prod\"", "Entra ID is busy; it is asked again later");
        entra.busy(false);
        assertDelivered();
        program.awaitLine("The source can be listed again");
        assertThat(program.lines("WARN|ERROR")).as(program.output()).hasSize(1);
        assertThat(program.sigterm()).isZero();
        program.assertNoStackTrace();
      }
    }
  }

  /** What Azurite calls AuthorizationFailure is AuthenticationFailed at Azure. */
  @Test
  void aSasTokenThatExpiresIsSaidOnceAndTheNewOneNeedsNoRestart() {
    String second = sas(Duration.ofHours(1));
    try (Program program = program("")) {
      startWithASasThatOutlivesTheStart(program);
      assertDelivered();
      assertThat(program.awaitLine("WARN"))
          .contains("source=\"prod\"", "Permission denied", "(403 AuthorizationFailure)");
      append();
      configure(bySas(second) + "flowlogs.polinterval = 1s\n");
      assertThat(program.awaitLine("configuration was read again, but is wrong by now"))
          .contains("flowlogs.polinterval is not a known key");
      configure(bySas(second));
      assertTakenOver(program);
      assertThat(program.output()).doesNotContain("sig=");
    }
  }

  /** Its life is short, as the test waits for its end, and longer where the machine is busy. */
  private void startWithASasThatOutlivesTheStart(Program program) {
    for (Duration lifetime = Duration.ofSeconds(30); ; lifetime = lifetime.multipliedBy(2)) {
      configure(bySas(sas(lifetime)));
      program.start();
      await().atMost(LONG).until(() -> !program.lines("WARN|Poll finished").isEmpty());
      if (program.lines("WARN").isEmpty()) {
        return;
      }
      program.kill();
    }
  }

  private void assertTakenOver(Program program) {
    program.awaitLine("The credential was changed in the configuration");
    assertDelivered();
    program.awaitLine("The source can be listed again");
    assertThat(program.sigterm()).isZero();
    program.assertNoStackTrace();
  }

  private void append() {
    blob.append(records.next(hour.plusSeconds(6 + 60L * blob.records().size()), 10));
  }

  private void assertDelivered() {
    List<String> tuples =
        blob.records().stream().flatMap(record -> Records.tuples(record).stream()).toList();
    Path lake = dir.resolve("lake");
    await().atMost(LONG).until(() -> Flows.inFiles(lake).size() >= tuples.size());
    Flows.inFiles(lake).assertExactly(tuples);
  }

  private static String sas(Duration lifetime) {
    AccountSasPermission readAndList =
        new AccountSasPermission().setReadPermission(true).setListPermission(true);
    return azurite
        .serviceClient()
        .generateAccountSas(
            new AccountSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plus(lifetime),
                readAndList,
                new AccountSasService().setBlobAccess(true),
                new AccountSasResourceType().setContainer(true).setObject(true)));
  }

  private static String bySas(String token) {
    return "flowlogs.source.prod.sas-token = " + token + "\n";
  }

  private static String bySecret(EntraServer entra, String secret) {
    return """
        flowlogs.source.prod.authority-host = %s
        flowlogs.source.prod.tenant-id = %s
        flowlogs.source.prod.client-id = %s
        flowlogs.source.prod.client-secret = %s
        """
        .formatted(entra.authorityHost(), TENANT, CLIENT, secret);
  }

  private Program program(String credential) {
    return Program.in(dir, settings(credential)).with(tls.trustOptions());
  }

  private void configure(String credential) {
    try {
      Files.writeString(dir.resolve("application.properties"), settings(credential));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String settings(String credential) {
    return credential
        + """
        flowlogs.source.prod.storage-account-url = %s
        flowlogs.source.prod.container = %s
        """
            .formatted(azurite.accountUrl(), container)
        + Program.ALL_TO_LAKE;
  }
}
