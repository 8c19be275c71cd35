package io.vnetflowroutes.it;

import static io.vnetflowroutes.it.FaultyAccount.error;
import static io.vnetflowroutes.it.FaultyAccount.reads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.storage.blob.BlobContainerClient;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Azure under stress, as the reading of a single blob meets it: what is tried again, what the user
 * is told, and that every flow comes once. What listing meets is in {@link FaultyListingsIT}.
 */
final class FaultyReadsIT {
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final AtomicInteger NICS = new AtomicInteger(0x0A0000);

  private static Azurite azurite;
  private static FaultyAccount account;
  private static BlobContainerClient container;
  private static Path folder;
  private static Program program;

  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final String mac = "000D3A%06X".formatted(NICS.incrementAndGet());
  private final GrowingBlob blob = new GrowingBlob(container, NAMES.blob(hour, mac));
  private final Records nic = new Records(NAMES, mac, NICS.get(), 0.4);

  @BeforeAll
  static void startProgram(@TempDir Path azuriteDir, @TempDir Path dir) {
    azurite = Azurite.start(azuriteDir);
    account = FaultyAccount.before(azurite);
    container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
    folder = dir;
    String settings =
        """
        flowlogs.source.prod.connection-string = %s
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.poll-interval = 500ms
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
            .formatted(account.connectionString());
    program = Program.in(dir, settings).start();
  }

  @AfterAll
  static void stopProgram() {
    assertThat(program.sigterm()).as(program.output()).isZero();
    program.close();
    account.close();
    azurite.close();
  }

  @AfterEach
  void nothingBroke() {
    program.assertNoStackTrace();
    assertThat(program.lines("ERROR")).isEmpty();
  }

  @Test
  void aBlobThatGrewUnderTheReadIsListedAgain() {
    account.fail(reads(mac), 1, error(412, "ConditionNotMet"));
    write();
    assertDelivered();
    assertThat(account.asked(reads(mac))).isEqualTo(2);
    assertThat(said()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequests",
    "500, InternalError",
    "500, OperationTimedOut",
    "503, ServerBusy"
  })
  void aServiceThatIsBusyForAWhileIsAskedAgainLaterEachTime(int status, String code) {
    account.fail(reads(mac), 2, error(status, code));
    write();
    assertDelivered();
    assertThat(account.asked(reads(mac))).isEqualTo(3);
    assertThat(said()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aConnectionThatBreaksBeforeTheAnswerIsMadeAgain(Fault fault) {
    account.fail(reads(mac), 2, WireMock.aResponse().withFault(fault));
    write();
    assertDelivered();
    assertThat(account.asked(reads(mac))).isEqualTo(3);
    assertThat(said()).isEmpty();
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfTheBodyIsMadeAgain() {
    account.fail(reads(mac), 2, account.brokenOff(1000));
    write();
    assertDelivered();
    assertThat(said()).isEmpty();
  }

  @Test
  void aSlowBodyIsWaitedFor() {
    account.fail(reads(mac), 1, account.dribbled(20, 4000));
    write();
    assertDelivered();
    assertThat(account.asked(reads(mac))).isEqualTo(1);
    assertThat(said()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AuthorizationPermissionMismatch, grant the application the role",
    "403, AuthorizationFailure, network rules refuse this machine",
    "409, BlobArchived, rehydrate it",
    "416, InvalidRange, xxx",
    "503, ServerBusy, busy",
    "500, OperationTimedOut, did not answer in time",
  })
  void aBlobThatLastinglyFailsIsNamedOnceHoldsUpNobodyAndIsReadInTheEnd(
      int status, String code, String sentence) {
    account.fail(reads(mac), error(status, code));
    write();
    String warned = program.awaitLine("WARN.*" + Pattern.quote(blob.name()));
    assertThat(warned).contains("source=\"prod\"", sentence, status + " " + code);
    GrowingBlob other = new GrowingBlob(container, NAMES.blob(hour, mac + "FF"));
    other.append(new Records(NAMES, mac, 1, 0.5).next(hour, 5));
    account.heal(reads(mac));
    assertDelivered();
  }

  private void write() {
    blob.append(nic.next(hour.plusSeconds(6), 5, 12));
  }

  private List<String> said() {
    return program.lines(Pattern.quote(blob.name()));
  }

  private void assertDelivered() {
    List<String> tuples =
        blob.records().stream().flatMap(record -> Records.tuples(record).stream()).toList();
    await("the flows of " + mac).atMost(LONG).until(() -> delivered().size() >= tuples.size());
    delivered().assertExactly(tuples);
  }

  private Flows delivered() {
    return Flows.inFiles(folder.resolve("lake")).where("mac_address", mac);
  }
}
