package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.objects.ObjectStream;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.parquet.ParquetFile;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Proves which flows go together into a file, in which folder it lies, and that it is whole. */
class GatheredFilesTest extends GatheringSpool {

  @Test
  void filesHaveOneDecisionAndHourAndAreClosedOnceTheirHourIsSettled() throws Exception {
    open("file:lake", "flat", 1 << 20);
    Instant next = HOUR.plusSeconds(3600);
    List<String> denied = keep(Decision.DENY, HOUR, 2);
    List<String> later = keep(Decision.ALLOW, next, 2);
    List<String> allowed = new ArrayList<>(keep(Decision.ALLOW, HOUR, 2));
    allowed.addAll(keep(Decision.ALLOW, HOUR, 3));
    assertThat(drain()).isEmpty();
    spool.closeWhen(HOUR::equals);
    Iterator<Delivery> turn = spool.oldestFirst();
    Delivery first = turn.next();
    assertThat(first.fileName())
        .startsWith("decision=allow/y=2026/m=09/d=01/h=08/gathered-")
        .endsWith("-0-5.ndjson");
    assertThat(first.flows()).isEqualTo(5);
    assertThat(linesOf(first)).isEqualTo(allowed);
    spool.sent(first);
    assertThat(drainLines()).containsExactly(denied);
    spool.closeWhen(hour -> true);
    assertThat(drainLines()).containsExactly(later);
    assertThat(left()).isEmpty();
  }

  @Test
  void afterAKillTheVeryFileIsMadeAgain() throws Exception {
    open("file:lake", "flat", 1 << 20);
    List<String> flows = keep(Decision.ALLOW, HOUR, 4);
    clock.minutes(15);
    Delivery before = spool.oldestFirst().next();
    open("file:lake", "flat", 1 << 20);
    List<String> more = keep(Decision.ALLOW, HOUR, 2);
    Delivery after = spool.oldestFirst().next();
    assertThat(after.fileName()).isEqualTo(before.fileName());
    assertThat(linesOf(after)).isEqualTo(flows).isEqualTo(linesOf(before));
    spool.sent(after);
    clock.minutes(15);
    assertThat(drainLines()).containsExactly(more);
  }

  @Test
  void aFolderInWhichSomethingWasSetAsideStaysAndHoldsNothingUp() throws Exception {
    open("file:lake", "flat", 1 << 20);
    keep(Decision.ALLOW, HOUR, 2);
    Path segment = left().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    List<String> whole = keep(Decision.ALLOW, HOUR, 3);
    clock.minutes(15);
    Iterator<Delivery> turn = spool.oldestFirst();
    assertThatThrownBy(turn::next).hasStackTraceContaining("damaged");
    assertThat(drainLines()).containsExactly(whole);
    assertThat(spool.size()).isZero();
    List<String> more = keep(Decision.ALLOW, HOUR, 1);
    clock.minutes(15);
    assertThat(drainLines()).containsExactly(more);
    assertThat(left()).singleElement().asString().endsWith(".unreadable");
  }

  @Test
  void whatWaitsKeepsTheFolderItHadWhenTheLayoutIsAnotherOne() throws Exception {
    open("file:lake", "flat", 1 << 20);
    List<String> planned = keep(Decision.ALLOW, HOUR, 4);
    clock.minutes(15);
    Delivery before = spool.oldestFirst().next();
    List<String> waiting = keep(Decision.DENY, HOUR, 2);
    folders = FolderLayout.of("{name}/{yyyy}", "lake");
    open("file:lake", "flat", 1 << 20);
    List<String> allowed = keep(Decision.ALLOW, HOUR, 2);
    List<String> denied = keep(Decision.DENY, HOUR, 3);
    spool.close();
    List<List<String>> lines = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Iterator<Delivery> turn = spool.oldestFirst();
    while (turn.hasNext()) {
      Delivery next = turn.next();
      names.add(next.fileName());
      lines.add(linesOf(next));
      spool.sent(next);
    }
    List<String> both = new ArrayList<>(allowed);
    both.addAll(denied);
    assertThat(lines).containsExactly(planned, waiting, both);
    assertThat(names.get(0)).isEqualTo(before.fileName()).startsWith("decision=allow/y=2026/");
    assertThat(names.get(1)).startsWith("decision=deny/y=2026/");
    assertThat(names.get(2)).startsWith("lake/2026/gathered-");
    assertThat(left()).isEmpty();
  }

  @Test
  void objectsAreOfOneFolderAndKeepTheirNames() throws Exception {
    String container = "azure-storage-blob:account/lake";
    open(container, "flat", 1 << 20);
    List<String> allowed = keep(Decision.ALLOW, HOUR, 3);
    List<String> denied = keep(Decision.DENY, HOUR, 2);
    List<String> later = keep(Decision.ALLOW, HOUR.plusSeconds(3600), 2);
    spool.closeWhen(HOUR::equals);
    Delivery before = spool.oldestFirst().next();
    assertThat(before.fileName())
        .startsWith("decision=allow/y=2026/m=09/d=01/h=08/gathered-")
        .endsWith("-0-3.ndjson");
    folders = FolderLayout.of("{name}", "lake");
    open(container, "flat", 1 << 20);
    spool.closeWhen(HOUR::equals);
    Delivery after = spool.oldestFirst().next();
    assertThat(after.fileName()).isEqualTo(before.fileName());
    assertThat(linesOf(after)).isEqualTo(allowed);
    Message sent = destination.message(after, CAMEL);
    assertThat(sent.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/x-ndjson");
    assertThat(sent.getBody()).as("it is made while it is read").isInstanceOf(ObjectStream.class);
    spool.sent(after);
    assertThat(drainLines()).as("hours that are not settled wait").containsExactly(denied);
    spool.close();
    assertThat(drainLines()).containsExactly(later);
  }

  @Test
  void anObjectThatIsTooLargeForAProxyWaitsUntilSomebodyActs() throws Exception {
    open("azure-storage-blob:account/lake", "flat", 1 << 20);
    keep(Decision.ALLOW, HOUR, 3);
    spool.close();
    Delivery object = spool.oldestFirst().next();
    Exchange exchange = new DefaultExchange(CAMEL);
    exchange.setMessage(destination.message(object, CAMEL));
    HttpOperationFailedException answer =
        new HttpOperationFailedException("http://127.0.0.1", 413, "", null, Map.of(), "");
    Attempt attempt = new Attempt(object, exchange, sent -> sent.setException(answer));
    attempt.run();
    SendOutcome outcome = attempt.outcome(clock, false);
    assertThat(outcome.kind()).isEqualTo(SendOutcome.Kind.SETUP);
    assertThat(outcome.rest()).isSameAs(object);
  }

  @Test
  void whatIsPlannedKnowsEachEndingThatItsObjectMayHaveBeenWrittenWith() throws Exception {
    String container = "azure-storage-blob:account/lake";
    Gatherer.Limits limits = new Gatherer.Limits(1 << 20, minutes(15));
    open(container, "flat", Framing.LINES, Compression.GZIP, limits);
    keep(Decision.ALLOW, HOUR, 3);
    List<String> denied = keep(Decision.DENY, HOUR, 2);
    spool.closeWhen(HOUR::equals);
    Delivery before = spool.oldestFirst().next();
    assertThat(before.fileName()).endsWith("-0-3.ndjson.gz");
    assertThat(plannedAs(before)).isEmpty();
    String stem = before.fileName().replace(".ndjson.gz", "");
    List<String> written = new ArrayList<>(List.of(before.fileName()));
    for (Compression packed : List.of(Compression.ZSTD, Compression.ZSTD, Compression.NONE)) {
      open(container, "flat", Framing.LINES, packed, limits);
      spool.closeWhen(HOUR::equals);
      Delivery after = spool.oldestFirst().next();
      assertThat(after.fileName()).isEqualTo(stem + ".ndjson" + packed.ending());
      written.remove(after.fileName());
      assertThat(plannedAs(after)).isEqualTo(written);
      written.add(after.fileName());
    }
    open(container, "flat", Framing.LINES, Compression.GZIP, limits);
    spool.closeWhen(HOUR::equals);
    Delivery after = spool.oldestFirst().next();
    assertThat(plannedAs(after)).isEqualTo(List.of(stem + ".ndjson.zst", stem + ".ndjson"));
    spool.sent(after);
    open(container, "flat", Framing.ARRAY, Compression.NONE, limits);
    spool.closeWhen(HOUR::equals);
    Delivery next = spool.oldestFirst().next();
    assertThat(plannedAs(next)).isEmpty();
    assertThat(linesOf(next)).containsExactly("[" + String.join(",", denied) + "]");
  }

  private List<?> plannedAs(Delivery made) {
    return destination.message(made, CAMEL).getHeader(SameName.PLANNED_AS, List.class);
  }

  @Test
  void arraysTablesAndCompressedFilesAreWhole() throws Exception {
    Gatherer.Limits limits = new Gatherer.Limits(1 << 20, minutes(15));
    for (Compression packed : Compression.values()) {
      open("file:lake", "flat", Framing.ARRAY, packed, limits);
      List<String> all = new ArrayList<>(keep(Decision.ALLOW, HOUR, 3));
      all.addAll(keep(Decision.ALLOW, HOUR, 2));
      spool.close();
      Delivery file = spool.oldestFirst().next();
      byte[] text = packed.open(new ByteArrayInputStream(content(file))).readAllBytes();
      assertThat(text).asString().isEqualTo("[" + String.join(",", all) + "]");
      spool.sent(file);
    }
    open("file:lake", "parquet", 1 << 20);
    keep(Decision.ALLOW, HOUR, 3);
    keep(Decision.ALLOW, HOUR, 2);
    spool.close();
    Delivery table = spool.oldestFirst().next();
    assertThat(table.fileName()).endsWith(".parquet");
    assertThat(ParquetFile.summary(content(table)))
        .hasValueSatisfying(text -> assertThat(text).startsWith("A table of 5 rows: "));
  }

  @Test
  void wholeRecordsAreWrittenOnce() throws Exception {
    open("file:lake", "raw", 1 << 20);
    keep(Decision.ALLOW, HOUR, 3);
    keep(Decision.ALLOW, HOUR, 2);
    spool.close();
    Delivery file = spool.oldestFirst().next();
    assertThat(file.flows()).isEqualTo(5);
    assertThat(linesOf(file)).hasSize(2).doesNotHaveDuplicates();
  }
}
