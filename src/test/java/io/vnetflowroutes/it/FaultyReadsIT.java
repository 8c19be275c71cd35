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
import java.util.ArrayList;
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
  private static final Duration LONG = Duration.ofMinutes(10);
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
    String source = "flowlogs.source.prod.connection-string = " + account.connectionString() + "\n";
    program = Program.in(dir, source + Program.ALL_TO_LAKE).start();
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
  void aBlobThatGrewUnderTheReadIsAskedForAgain() {
    account.fail(reads(mac), 1, error(412, "ConditionNotMet"));
    write();
    assertDelivered();
    assertThat(account.asked(reads(mac))).as("refused, asked for, read").isEqualTo(3);
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
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MALFORMED_RESPONSE_CHUNK")
  void aConnectionThatBreaksBeforeTheAnswerIsMadeAgain(Fault fault) {
    account.fail(reads(mac), 2, WireMock.aResponse().withFault(fault));
    write();
    assertDelivered();
    assertThat(account.asked(reads(mac))).isEqualTo(3);
    assertThat(said()).isEmpty();
  }

  @Test
  void anAnswerThatIsNoneOfTheServicesIsSaidToBeSo() {
    account.fail(reads(mac), 1, WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    write();
    assertDelivered();
    assertThat(said())
        .singleElement()
        .asString()
        .contains("WARN", "not one of the service", "check for a proxy");
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfTheBodyIsMadeAgain() {
    account.fail(reads(mac), 2, account.brokenOff(100_000));
    blob.append(nic.next(hour.plusSeconds(6), 50, 60));
    assertThat(blob.length()).isGreaterThan(200_000);
    assertDelivered();
    assertThat(account.brokenOff()).isEqualTo(2);
    assertThat(account.asked(reads(mac))).isEqualTo(1);
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
    "412, ConditionNotMet, At every read it was another than the one that was listed",
    "416, InvalidRange, At every read it was another than the one that was listed",
    "503, ServerBusy, busy",
    "500, OperationTimedOut, did not answer in time",
  })
  void aBlobThatLastinglyFailsIsNamedOnceHoldsUpNobodyAndIsReadInTheEnd(
      int status, String code, String sentence) {
    account.fail(reads(mac), error(status, code));
    write();
    String warned = program.awaitLine("WARN.*" + Pattern.quote(blob.name()));
    assertThat(warned).contains("source=\"prod\"", sentence, status + " " + code);
    assertOthersGoOn();
    account.heal(reads(mac));
    assertDelivered();
    assertThat(said()).as("said once, however often it was tried").containsExactly(warned);
  }

  /** Eight readers and more blobs than that, none of which is answered. */
  @Test
  void ofManyBlobsWithTheSameProblemTheFirstAreNamed() {
    List<GrowingBlob> blobs = new ArrayList<>();
    account.fail(reads("000D3ABBBB.."), error(403, "InsufficientAccountPermissions"));
    for (int i = 0; i < 14; i++) {
      String each = "000D3ABBBB%02X".formatted(i);
      blobs.add(new GrowingBlob(container, NAMES.blob(hour, each)));
      blobs.get(i).append(new Records(NAMES, each, i, 0.5).next(hour, 3));
    }
    program.awaitLine("WARN.*More blobs have the same problem and are not named");
    assertThat(program.lines("WARN.*000D3ABBBB")).hasSizeLessThanOrEqualTo(10);
    account.heal(reads("000D3ABBBB.."));
    List<String> tuples =
        blobs.stream().flatMap(one -> Records.tuples(one.records().get(0)).stream()).toList();
    await().atMost(LONG).until(() -> Flows.inFiles(lake()).tuples().containsAll(tuples));
    assertThat(program.lines("WARN.*More blobs")).hasSize(1);
  }

  private static void assertOthersGoOn() {
    String other = "000D3A%06X".formatted(NICS.incrementAndGet());
    String record = new Records(NAMES, other, NICS.get(), 0.5).next(Instant.now(), 5);
    new GrowingBlob(container, NAMES.blob(Instant.now(), other)).append(record);
    await("the flows of " + other)
        .atMost(LONG)
        .until(() -> Flows.inFiles(lake()).where("mac_address", other).size() == 5);
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
    return Flows.inFiles(lake()).where("mac_address", mac);
  }

  private static Path lake() {
    return folder.resolve("lake");
  }
}
