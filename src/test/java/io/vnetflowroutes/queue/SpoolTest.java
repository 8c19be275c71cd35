package io.vnetflowroutes.queue;

import static io.vnetflowroutes.queue.Spooled.body;
import static io.vnetflowroutes.queue.Spooled.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.Delivery.KeyedRecord;
import io.vnetflowroutes.outcome.NotTakenException;
import io.vnetflowroutes.outcome.SendOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that what waits for a destination keeps its order and its content, and has a limit. */
class SpoolTest {

  @TempDir Path folder;

  private Spool spool(long limit) throws IOException {
    return new Spool("siem", folder, "flat", limit, Clock.systemUTC());
  }

  @Test
  void whatWaitsComesOutInOrderAndSurvivesARestart() throws Exception {
    Spool first = spool(1 << 20);
    for (String key : List.of("b", "a", "c")) {
      first.keep(body(key, "x"));
    }
    Spool second = spool(1 << 20);
    assertThat(second.holds()).isTrue();
    second.keep(body("d", "x"));
    assertThat(drain(second)).containsExactly("b", "a", "c", "d");
    assertThat(second.holds()).isFalse();
    assertThat(folder.resolve("siem")).isEmptyDirectory();
  }

  @Test
  void bodiesAndRecordsComeBackAsTheyWere() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("k1", "{\"a\":\"é\"}\n"));
    List<KeyedRecord> records =
        List.of(
            new KeyedRecord("10.0.0.1", new byte[] {1, 2}, "1,10.0.0.1,10.0.0.2"),
            new KeyedRecord(null, new byte[0], null),
            new KeyedRecord("", new byte[] {3}, null),
            new KeyedRecord("\0é😀".repeat(20_000), new byte[] {4}, null));
    spool.keep(new Delivery("k2", "f", null, new int[0], records, 2));
    Iterator<Delivery> oldest = spool(1 << 20).oldestFirst();
    Delivery first = oldest.next();
    assertThat(first.body()).isEqualTo("{\"a\":\"é\"}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(first.fileName()).isEqualTo("k1.ndjson");
    assertThat(first.flows()).isEqualTo(3);
    assertThat(first.cuts()).containsExactly(0, 1);
    assertThat(first.records()).isEmpty();
    spool.sent(first);
    Delivery second = spool.oldestFirst().next();
    assertThat(second.body()).isNull();
    assertThat(second.records()).usingRecursiveComparison().isEqualTo(records);
  }

  /** When a split stops, Camel goes through what is left of the turn. */
  @Test
  void aTurnEndsThoughItCannotBeNotedThatAMessageWasSent() throws Exception {
    Spool spool = spool(1 << 20);
    for (String key : List.of("a", "b", "c", "d")) {
      spool.keep(body(key, "x"));
    }
    Path front = Files.createDirectory(folder.resolve("siem").resolve("front"));
    Iterator<Delivery> turn = spool.oldestFirst();
    Delivery first = turn.next();
    assertThat(turn.hasNext()).isTrue();
    assertThatThrownBy(() -> spool.sent(first)).isInstanceOf(IOException.class);
    int left = 0;
    while (turn.hasNext() && left < 10) {
      turn.next();
      left++;
    }
    assertThat(left).as("messages that Camel is given to throw away").isLessThan(2);
    Files.delete(front);
    assertThat(drain(spool)).containsExactly("b", "c", "d");
  }

  @Test
  void theSameMessageWaitsOnce() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("k", "x"));
    spool.keep(body("k", "x"));
    assertThat(spool(1 << 20).size()).isEqualTo(1);
  }

  @Test
  void whatIsLeftOfAMessageDoesNotWaitTwice() throws Exception {
    List<KeyedRecord> records =
        List.of(
            new KeyedRecord(null, new byte[] {1}, null),
            new KeyedRecord(null, new byte[] {2}, null));
    Delivery whole = new Delivery("part-0-2", "f", null, new int[0], records, 2);
    Spool spool = spool(1 << 20);
    spool.keepRest(later(whole, whole.only(List.of(1))));
    spool.keep(whole);
    assertThat(spool.size()).isEqualTo(1);
  }

  @Test
  void everyTurnOfTheDrainIsCounted() throws Exception {
    Spool spool = spool(1 << 20);
    long before = spool.steps();
    assertThat(spool.oldestFirst().hasNext()).isFalse();
    long turned = spool.steps();
    assertThat(turned).isGreaterThan(before);
    spool.keep(body("k", "x"));
    assertThat(spool.steps()).as("what comes in is no turn").isEqualTo(turned);
    Delivery oldest = spool.oldestFirst().next();
    long begun = spool.steps();
    spool.sent(oldest);
    assertThat(spool.steps()).isGreaterThan(begun);
  }

  @Test
  void whatIsNotSentEndsTheTurn() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    spool.keep(body("b", "x"));
    Iterator<Delivery> turn = spool.oldestFirst();
    assertThat(turn.next().key()).isEqualTo("a");
    assertThat(turn.hasNext()).as("asked while the first is in hand").isTrue();
    assertThat(turn.hasNext()).as("asked after it failed").isFalse();
    spool.notSent(new IOException());
    assertThat(spool.stuck()).isTrue();
    assertThat(spool.oldestFirst().hasNext()).as("before its pause is over").isFalse();
  }

  @Test
  void whyMessagesWaitIsThereForOthersUntilNoneDoes() throws Exception {
    Delivery waits = body("a", "x");
    Spool spool = spool(1 << 20);
    spool.keepRest(
        new SendOutcome(
            SendOutcome.Kind.LATER, waits, waits, 0, null, "it answered 503", null, false));
    assertThat(SpoolContents.in(folder).get("siem").reason()).isEqualTo("it answered 503");
    spool.leave(
        new SendOutcome(
            SendOutcome.Kind.SETUP, waits, waits, 0, null, "it answered 401", null, true));
    assertThat(SpoolContents.in(folder).get("siem").reason()).isEqualTo("it answered 401");
    Spool afterARestart = spool(1 << 20);
    assertThat(drain(afterARestart)).containsExactly("a");
    assertThat(folder.resolve("siem")).isEmptyDirectory();
  }

  @Test
  void aFullSpoolSaysSoAndKeepsWhatItHas() throws Exception {
    Spool spool = spool(10);
    spool.keep(body("a", "0123456789"));
    assertThatThrownBy(() -> spool.keep(body("b", "x")))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("'siem'")
        .hasMessageContaining("flowlogs.spool-limit");
    assertThat(drain(spool)).containsExactly("a");
    spool.keep(body("b", "x"));
    assertThat(spool.size()).isEqualTo(1);
  }

  @Test
  void onlyTheMessageThatWasSentIsForgotten() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    spool.keep(body("b", "x"));
    Delivery first = spool.oldestFirst().next();
    spool.sent(first);
    assertThatThrownBy(() -> spool.sent(first)).isInstanceOf(IllegalStateException.class);
    assertThat(spool.oldestFirst().next().key()).isEqualTo("b");
  }

  @Test
  void nothingIsHandedOutOnceTheProgramIsToStop() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    spool.keep(body("b", "x"));
    Iterator<Delivery> turn = spool.oldestFirst();
    Delivery first = turn.next();
    spool.stop();
    spool.sent(first);
    assertThat(turn.hasNext()).isFalse();
    assertThat(spool(1 << 20).size()).isEqualTo(1);
  }

  private static SendOutcome later(Delivery message, Delivery rest) {
    return new SendOutcome(
        SendOutcome.Kind.LATER, message, rest, 0, null, "it answered 503", null, false);
  }

  private static Delivery flows(String key, String... flows) {
    int[] cuts = new int[flows.length + 1];
    for (int i = 0; i < flows.length; i++) {
      cuts[i + 1] = cuts[i] + flows[i].length();
    }
    byte[] body = String.join("", flows).getBytes(StandardCharsets.UTF_8);
    return new Delivery(key, key + ".ndjson", body, cuts, List.of(), flows.length);
  }

  @Test
  void smallerMessagesTakeThePlaceOfAWholeInAFullSpool() throws Exception {
    Spool spool = spool(10);
    spool.keep(flows("part-0-4", "a\n", "b\n", "c\n", "d\n"));
    assertThatThrownBy(() -> spool.keep(body("b", "x"))).isInstanceOf(SpoolException.class);
    Delivery whole = spool.oldestFirst().next();
    spool.replace(whole, whole.halves());
    Delivery half = spool.oldestFirst().next();
    assertThat(half.key()).isEqualTo("part-0-2");
    spool.replace(half, half.halves());
    Spool after = spool(1 << 20);
    after.keep(body("part-4-1", "x"));
    assertThat(drain(after)).containsExactly("part-0-1", "part-1-1", "part-2-2", "part-4-1");
    assertThat(folder.resolve("siem")).isEmptyDirectory();
  }

  @Test
  void whatIsLeftOfAMessageTakesItsPlace() throws Exception {
    List<KeyedRecord> records =
        List.of(
            new KeyedRecord(null, new byte[] {1}, null),
            new KeyedRecord(null, new byte[] {2}, null),
            new KeyedRecord(null, new byte[] {3}, null));
    Spool spool = spool(1 << 20);
    spool.keep(new Delivery("part-0-3", "f", null, new int[0], records, 3));
    spool.keep(body("part-3-3", "x"));
    Delivery whole = spool.oldestFirst().next();
    spool.leave(later(whole, whole.only(List.of(1))));
    assertThat(spool.oldestFirst().hasNext()).as("before the pause is over").isFalse();
    Spool after = spool(1 << 20);
    Delivery rest = after.oldestFirst().next();
    assertThat(rest.key()).isEqualTo("part-0-3");
    assertThat(rest.records())
        .singleElement()
        .extracting(KeyedRecord::value)
        .isEqualTo(new byte[] {2});
    assertThat(rest.flows()).isEqualTo(1);
    assertThat(drain(after)).containsExactly("part-0-3", "part-3-3");
  }

  @Test
  void whereNothingCanWaitAMessageStaysWithItsSender() {
    Spool none = Spool.none("siem");
    assertThat(none.holds()).isFalse();
    assertThatThrownBy(() -> none.keepRest(later(body("a", "x"), body("a", "x"))))
        .isInstanceOf(NotTakenException.class)
        .hasMessage("it answered 503");
  }

  @Test
  void otherFlowsUnderTheSameKeyWaitBehindTheFirst() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("k", "x"));
    spool.keep(body("k", "y"));
    spool.keep(body("k", "x"));
    assertThat(spool.size()).isEqualTo(2);
    for (String body : List.of("x", "y")) {
      Delivery oldest = spool.oldestFirst().next();
      assertThat(oldest.body()).asString().isEqualTo(body);
      spool.sent(oldest);
      spool.keep(body("k", "y"));
    }
    assertThat(spool.size()).as("what was sent is not known any more").isEqualTo(1);
  }

  @Test
  void whatIsNotedAsAcknowledgedMayComeAgainAsSomethingElse() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("k", "x"));
    spool.acknowledged("k");
    spool.keep(body("k", "x"));
    assertThat(spool.size()).isEqualTo(2);
  }

  @Test
  void halvesTakeTheirPlaceAgainAfterAKillAndAKillBeforeLeavesTheWhole() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(flows("part-0-2", "a\n", "b\n"));
    spool.keep(body("part-2-3", "x"));
    Delivery whole = spool.oldestFirst().next();
    spool.replace(whole, whole.halves());
    Path front = folder.resolve("siem/front");
    byte[] written = Files.readAllBytes(front);
    Files.write(front, Arrays.copyOf(written, written.length - 1));
    assertThat(spool(1 << 20).oldestFirst().next().key()).isEqualTo("part-0-2");
    Files.write(front, written);
    Spool after = spool(1 << 20);
    Delivery half = after.oldestFirst().next();
    assertThat(half.key()).isEqualTo("part-0-1");
    assertThat(half.body()).asString().isEqualTo("a\n");
    assertThat(drain(after)).containsExactly("part-0-1", "part-1-1", "part-2-3");
  }

  @Test
  void whatWaitsIsForItsOwnerOnly() throws Exception {
    Spool spool = spool(1 << 20);
    spool.keep(body("a", "x"));
    spool.keep(body("b", "x"));
    spool.sent(spool.oldestFirst().next());
    assertThat(permissions("siem")).isEqualTo("rwx------");
    assertThat(permissions("siem/0000000000000001.segment")).isEqualTo("rw-------");
    assertThat(permissions("siem/front")).isEqualTo("rw-------");
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
