package io.vnetflowroutes.it;

import static io.vnetflowroutes.it.FaultyAccount.error;
import static io.vnetflowroutes.it.FaultyAccount.lists;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Azure under stress, as the listing of a source meets it: what is tried again and how often, what
 * the user is told, that other sources go on, and that every flow comes once. Each test has a
 * source of its own in one running program. What reading meets is in {@link FaultyReadsIT}.
 */
final class FaultyListingsIT {
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int SOURCES = 12;
  private static final String AGAIN = "The source can be listed again";
  private static final AtomicInteger USED = new AtomicInteger();
  private static final Map<String, Growth> GROWTHS = new ConcurrentHashMap<>();

  /** What one source holds: a blob, and the records to come. */
  private record Growth(GrowingBlob blob, String mac, Records records) {
    void append() {
      int minute = blob.records().size();
      blob.append(records.next(hour.plusSeconds(6 + 60L * minute), 5));
    }
  }

  private static Instant hour;
  private static Azurite azurite;
  private static FaultyAccount account;
  private static Path folder;
  private static Program program;

  private final String source = "account" + USED.incrementAndGet();

  @BeforeAll
  static void startProgram(@TempDir Path azuriteDir, @TempDir Path dir) {
    hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    azurite = Azurite.start(azuriteDir);
    account = FaultyAccount.before(azurite);
    folder = dir;
    StringBuilder settings = new StringBuilder();
    for (int i = 0; i <= SOURCES; i++) {
      growth("account" + i).append();
      settings.append(
          """
          flowlogs.source.%1$s.connection-string = %2$s
          flowlogs.source.%1$s.container = %1$s
          """
              .formatted("account" + i, account.connectionString()));
    }
    settings.append(Program.ALL_TO_LAKE);
    program = Program.in(dir, settings.toString()).start();
    await().atMost(LONG).until(() -> program.lines("Flow log found").size() == SOURCES + 1);
  }

  @AfterAll
  static void stopProgram() {
    assertThat(program.sigterm()).as(program.output()).isZero();
    program.assertNoStackTrace();
    assertThat(program.lines("ERROR")).isEmpty();
    program.close();
    account.close();
    azurite.close();
  }

  @AfterEach
  void goesOnAfterwards() {
    growth(source).append();
    assertDelivered(source);
  }

  @ParameterizedTest
  @CsvSource({
    "401, InvalidAuthenticationInfo, the token is not for this account's tenant or cloud",
    "403, AuthenticationFailed, 'wrong, expired or rotated'",
    "403, AuthorizationPermissionMismatch, grant the application the role 'Storage Blob Data Reader'",
    "403, AuthorizationFailure, the account's network rules refuse this machine",
    "404, ContainerNotFound, the container does not exist",
    "409, ContainerBeingDeleted, the container is being deleted",
  })
  void whatAPersonMustRepairIsSaidOnceAndAskedForLessAndLessOften(
      int status, String code, String sentence) {
    account.fail(lists(source), error(status, code));
    Instant since = Instant.now();
    growth(source).append();
    assertThat(program.awaitLine("WARN.*source=\"" + source + '"'))
        .contains(sentence, status + " " + code);
    await().atMost(LONG).until(() -> asked(since).size() >= 4);
    assertAskedLessOften(since, 1, 2);
    assertOthersGoOn();
    assertRecovers();
  }

  @ParameterizedTest
  @CsvSource({
    "429, TooManyRequests, busy",
    "500, OperationTimedOut, The service did not answer in time",
    "503, ServerBusy, The service is busy",
  })
  void aServiceThatIsBusyForLongIsLeftAloneForAWhileAndSaidOnce(
      int status, String code, String sentence) {
    account.fail(lists(source), error(status, code));
    Instant since = Instant.now();
    growth(source).append();
    assertThat(program.awaitLine("WARN.*source=\"" + source + '"'))
        .contains(sentence, status + " " + code);
    assertAskedLessOften(since, 1, 3, 7);
    assertOthersGoOn();
    assertRecovers();
  }

  @Test
  void aConnectionThatIsAlwaysResetIsSaidOnce() {
    assertSaidOnceAndOver(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "reset");
  }

  @Test
  void aListingThatAlwaysBreaksOffIsSaidOnce() {
    assertSaidOnceAndOver(
        WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), "it broke off");
  }

  @Test
  void aPageOfAProxyInsteadOfAListingIsSaidOnce() {
    assertSaidOnceAndOver(
        WireMock.aResponse()
            .withHeader("Content-Type", "text/html")
            .withBody("<html><body>Please log in<br></body></html>"),
        "check for a proxy");
  }

  private void assertSaidOnceAndOver(ResponseDefinitionBuilder answer, String sentence) {
    account.fail(lists(source), answer);
    growth(source).append();
    assertThat(program.awaitLine("WARN.*source=\"" + source + '"')).contains(sentence);
    assertOthersGoOn();
    assertRecovers();
  }

  /** The waits between the requests since an instant are at least so many seconds. */
  private void assertAskedLessOften(Instant since, int... seconds) {
    List<Instant> asked = asked(since);
    for (int i = 0; i < seconds.length; i++) {
      assertThat(Duration.between(asked.get(i), asked.get(i + 1)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(seconds[i] * 1000L - 50));
    }
  }

  /** When the source was listed, or tried to be, since an instant. */
  private List<Instant> asked(Instant since) {
    return account.requests(lists(source)).stream()
        .map(request -> request.getLoggedDate().toInstant())
        .filter(since::isBefore)
        .sorted()
        .toList();
  }

  /** A source that answers is read meanwhile. */
  private void assertOthersGoOn() {
    growth("account0").append();
    assertDelivered("account0");
  }

  private void assertRecovers() {
    account.heal(lists(source));
    assertDelivered(source);
    program.awaitLine(AGAIN + ".*source=\"" + source + '"');
    assertThat(program.lines("WARN.*source=\"" + source + '"')).hasSize(1);
  }

  private static Growth growth(String container) {
    return GROWTHS.computeIfAbsent(
        container,
        name -> {
          String mac = "000D3A%06X".formatted(0x0A0000 + GROWTHS.size());
          GrowingBlob blob = new GrowingBlob(azurite.container(name), NAMES.blob(hour, mac));
          return new Growth(blob, mac, new Records(NAMES, mac, GROWTHS.size(), 0.4));
        });
  }

  private static void assertDelivered(String container) {
    List<String> tuples =
        growth(container).blob().records().stream()
            .flatMap(record -> Records.tuples(record).stream())
            .toList();
    await("the flows of " + container)
        .atMost(LONG)
        .until(() -> delivered(container).size() >= tuples.size());
    delivered(container).assertExactly(tuples);
  }

  private static Flows delivered(String container) {
    return Flows.inFiles(folder.resolve("lake")).where("mac_address", growth(container).mac());
  }
}
