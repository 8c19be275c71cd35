package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.it.NameServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises about names that DNS does not resolve for a while, at the start or later: what the
 * user is told, how often DNS is asked, that other sources go on, and that no restart is needed.
 */
final class HostNamesIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String AGAIN = "The source can be listed again";

  /** A try and its three repeats with the waits between them, then the shortest pause. */
  private static final int SECONDS_OF_FOUR_TRIES = 1 + 3 + 7 + 1;

  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Observed observed = new Observed();

  @TempDir Path dir;

  /** A source: its host, and the blob it holds. */
  private record Account(String source, String host, GrowingBlob blob, Records records) {
    void append(Instant hour) {
      int minute = blob.records().size();
      blob.append(records.next(hour.plusSeconds(6 + 60L * minute), 5));
    }

    String settings(Azurite azurite) {
      return """
          flowlogs.source.%1$s.connection-string = %2$s
          flowlogs.source.%1$s.container = %1$s
          """
          .formatted(
              source,
              host == null
                  ? azurite.connectionString()
                  : azurite
                      .connectionString()
                      .replaceFirst("127\\.0\\.0\\.1(:\\d+)/[^;]*", host + "$1"));
    }
  }

  @Test
  void aHostThatDnsDoesNotResolveIsSaidOnceAndReadOnceItDoesWhileOthersGoOn(
      @TempDir Path servers, @TempDir Path otherServers, @TempDir Path etc) {
    try (Azurite azurite = Azurite.start(servers);
        Azurite other = Azurite.start(otherServers);
        HostNames names = HostNames.in(etc)) {
      Account prod = account(azurite, "prod", "devstoreaccount1.prod.test");
      Account near = account(other, "near", null);
      names.answer(prod.host(), Answer.NO_SUCH_NAME);
      Instant since = Instant.now();
      try (Program program =
          names.seenBy(program(prod.settings(azurite) + near.settings(other))).start()) {
        assertSaid(program, prod, 1);
        near.append(hour);
        awaitExactly(tuples(near));
        assertAskedNowAndThen(prod, since);

        names.answer(prod.host(), Answer.ADDRESS);
        awaitExactly(tuples(prod, near));
        program.awaitLine(AGAIN);

        List<String> before = tuples(prod);
        names.answer(prod.host(), Answer.SILENCE);
        breakConnections(azurite, prod);
        near.append(hour);
        prod.append(hour);
        assertSaid(program, prod, 2);
        names.answer(prod.host(), Answer.SERVER_FAILURE);
        awaitExactly(Stream.of(before, tuples(near)).flatMap(List::stream).toList());
        awaitCallsWithoutAnAnswer(prod, 2);
        assertAskedNowAndThen(prod, since);

        names.answer(prod.host(), Answer.ADDRESS);
        awaitExactly(tuples(prod, near));
        program.awaitLines(AGAIN, 2);
        assertThat(program.lines("WARN|ERROR")).as("each failure said once").hasSize(2);
        assertThat(program.sigterm()).isZero();
        program.assertNoStackTrace();
        if (names.areAsked()) {
          assertThat(names.given()).contains(Answer.values());
        }
      }
    }
  }

  /** Breaks them for so long that Java has forgotten the address, and the name is asked for. */
  private void breakConnections(Azurite azurite, Account account) {
    azurite.stop();
    awaitCallsWithoutAnAnswer(account, 3);
    azurite.restart();
  }

  private void awaitCallsWithoutAnAnswer(Account account, int more) {
    double before = callsWithoutAnAnswer(account);
    await().atMost(LONG).until(() -> callsWithoutAnAnswer(account) >= before + more);
  }

  private Account account(Azurite azurite, String source, String host) {
    Names names = Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", source, "net-rg");
    String mac = "000D3A%06X".formatted(source.hashCode() & 0xffffff);
    GrowingBlob blob = new GrowingBlob(azurite.container(source), names.blob(hour, mac));
    Account account = new Account(source, host, blob, new Records(names, mac, 1, 0.5));
    account.append(hour);
    return account;
  }

  private Program program(String sources) {
    return Program.in(dir, sources + Program.ALL_TO_LAKE + observed.settings());
  }

  private static void assertSaid(Program program, Account account, int times) {
    List<String> said = program.awaitLines("WARN.*source=\"" + account.source() + '"', times);
    assertThat(said.get(times - 1))
        .contains(" cannot be listed", "Connection failed: the host '")
        .contains(account.host());
  }

  /** Fails when an account was asked more often than four times in a dozen seconds. */
  private void assertAskedNowAndThen(Account account, Instant since) {
    long seconds = since.until(Instant.now(), ChronoUnit.SECONDS);
    assertThat(callsWithoutAnAnswer(account))
        .as("requests to '" + account.source() + "' in " + seconds + " s")
        .isBetween(4.0, 4.0 + 4.0 * seconds / SECONDS_OF_FOUR_TRIES);
  }

  private double callsWithoutAnAnswer(Account account) {
    return observed.metrics().entrySet().stream()
        .filter(sample -> sample.getKey().startsWith("flowlogs_azure_calls_total{"))
        .filter(sample -> sample.getKey().contains("source=\"" + account.source() + '"'))
        .filter(sample -> sample.getKey().contains("status=\"none\""))
        .mapToDouble(sample -> sample.getValue())
        .sum();
  }

  private void awaitExactly(List<String> tuples) {
    Path lake = dir.resolve("lake");
    await().atMost(LONG).until(() -> Flows.inFiles(lake).size() >= tuples.size());
    Flows.inFiles(lake).assertExactly(tuples);
  }

  private static List<String> tuples(Account... accounts) {
    return Stream.of(accounts)
        .flatMap(account -> account.blob().records().stream())
        .flatMap(record -> Records.tuples(record).stream())
        .toList();
  }
}
