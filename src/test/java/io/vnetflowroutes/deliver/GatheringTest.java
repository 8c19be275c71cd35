package io.vnetflowroutes.deliver;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static io.vnetflowroutes.FlowLogText.DENIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.parquet.ParquetFile;
import io.vnetflowroutes.poll.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what waits for how long, and that all of it goes out together, once and in order. */
class GatheringTest {

  private static final CamelContext CAMEL = new DefaultCamelContext();
  private static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");
  private static final String HTTP = "http://127.0.0.1/in";

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock("2026-09-01T10:00:00Z");
  private Destination destination;
  private Spool spool;
  private int parts;

  private void open(String uri, String format, long size) throws IOException {
    open(uri, format, Framing.LINES, Compression.NONE, new Gatherer.Limits(size, minutes(15)));
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private void open(
      String uri, String format, Framing framing, Compression packed, Gatherer.Limits limits)
      throws IOException {
    destination =
        new Destination(
            "lake",
            uri,
            format,
            new FormatPool(Formats.named(format), true),
            null,
            null,
            ResumedBatches.none(),
            new MessageLayout(framing, packed, null, 1 << 20),
            Map.of(),
            null,
            "",
            limits);
    spool = Spool.of(destination, folder, 1 << 30, clock);
  }

  private BatchPart part(Decision decision, Instant hour, int flows) {
    String tuple = decision == Decision.DENY ? DENIED : ALLOWED;
    List<Flow> of =
        FlowLogText.flows(
            FlowLogText.read(
                FlowLogText.blob(
                    FlowLogText.record(
                        parts++, Collections.nCopies(flows, tuple).toArray(String[]::new)))));
    Origin origin = new Origin("test", "y/" + hour + "/" + parts, hour);
    RecordContext first = of.get(0).record();
    RecordContext record =
        new RecordContext(
            origin,
            first.offset(),
            first.time(),
            first.timeMillis(),
            first.type(),
            first.version(),
            first.macAddress(),
            first.flowLogId(),
            first.targetId(),
            first.text());
    FlowGroup group = new FlowGroup(record, of.get(0).group().aclId(), of.get(0).group().rule());
    List<Flow> moved = of.stream().map(flow -> moved(flow, group)).toList();
    return new BatchPart(origin.digest() + "-1-0-9-" + decision.word(), origin, decision, moved);
  }

  private static Flow moved(Flow flow, FlowGroup group) {
    int[] ends = new int[16];
    for (int field = 0; field <= 13; field++) {
      ends[field] = flow.to(field) - flow.from(0);
    }
    return new Flow(
        group, flow.ordinal(), flow.timeMillis(), flow.text(), flow.from(0), ends, 0, flow.plain());
  }

  /** Puts a part into the spool; returns the lines that its flows are. */
  private List<String> keep(Decision decision, Instant hour, int flows) throws Exception {
    BatchPart part = part(decision, hour, flows);
    List<String> keys = put(part);
    keys.forEach(spool::acknowledged);
    return lines(part.flows());
  }

  private List<String> put(BatchPart part) throws Exception {
    List<String> keys = new ArrayList<>();
    Iterator<Message> messages = destination.messages(part, CAMEL);
    while (messages.hasNext()) {
      Delivery waiting = messages.next().getHeader(RouteNames.DELIVERY, Delivery.class);
      spool.keep(waiting);
      keys.add(waiting.key());
    }
    return keys;
  }

  private List<String> lines(List<Flow> flows) {
    Format format = Formats.named("flat").get();
    List<String> lines = new ArrayList<>();
    for (Flow flow : flows) {
      ByteOutput out = new ByteOutput(1024);
      format.write(flow, out);
      lines.add(new String(out.toByteArray(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static byte[] content(Delivery sent) throws IOException {
    return sent.streamed() ? sent.gathered().open().readAllBytes() : sent.body();
  }

  private static List<String> linesOf(Delivery sent) throws IOException {
    return new String(content(sent), StandardCharsets.UTF_8).lines().toList();
  }

  /** All that can be sent now, and is. */
  private List<Delivery> drain() throws IOException {
    List<Delivery> sent = new ArrayList<>();
    Iterator<Delivery> turn = spool.oldestFirst();
    while (turn.hasNext()) {
      Delivery next = turn.next();
      sent.add(next);
      linesOf(next);
      spool.sent(next);
    }
    return sent;
  }

  private List<List<String>> drainLines() throws IOException {
    List<List<String>> lines = new ArrayList<>();
    Iterator<Delivery> turn = spool.oldestFirst();
    while (turn.hasNext()) {
      Delivery next = turn.next();
      lines.add(linesOf(next));
      spool.sent(next);
    }
    return lines;
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatIsYoungAndSmallWaitsAndGoesOutTogetherOnceTheFirstIsOldEnough() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> all = new ArrayList<>(keep(Decision.ALLOW, HOUR, 3));
    clock.minutes(10);
    all.addAll(keep(Decision.DENY, HOUR, 2));
    assertThat(spool.holds()).isTrue();
    assertThat(spool.since()).as("nothing waits longer than it is to").isEmpty();
    assertThat(drain()).isEmpty();
    clock.minutes(5);
    assertThat(spool.since()).isPresent();
    assertThat(drainLines()).containsExactly(all);
    assertThat(left()).isEmpty();
    assertThat(spool.size()).isZero();
  }

  @Test
  void bodiesAreFullOfFlowsWhateverTheBatchesWere() throws Exception {
    open(HTTP, "flat", 10_000);
    List<String> all = new ArrayList<>();
    for (int part = 0; part < 30; part++) {
      all.addAll(keep(Decision.ALLOW, HOUR, 7));
    }
    List<Delivery> sent = drain();
    spool.close();
    sent.addAll(drain());
    List<String> lines = new ArrayList<>();
    long bytes = 0;
    for (Delivery body : sent) {
      assertThat(body.body().length).isLessThanOrEqualTo(10_000);
      bytes += body.body().length;
      lines.addAll(linesOf(body));
    }
    assertThat(lines).containsExactlyElementsOf(all);
    long longest = all.stream().mapToInt(String::length).max().orElseThrow() + 1L;
    assertThat(sent).hasSizeLessThanOrEqualTo((int) (bytes / (10_000 - longest)) + 1);
    assertThat(sent).extracting(Delivery::key).doesNotHaveDuplicates();
  }

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
  void whatIsNotNotedAsAcknowledgedIsNotSent() throws Exception {
    open("file:lake", "flat", 1 << 20);
    List<String> first = keep(Decision.ALLOW, HOUR, 1);
    BatchPart inHand = part(Decision.ALLOW, HOUR, 2);
    List<String> keys = put(inHand);
    List<String> behind = keep(Decision.ALLOW, HOUR, 1);
    spool.close();
    assertThat(drainLines()).containsExactly(first);
    assertThat(put(inHand)).as("it comes again, and is there").isEqualTo(keys);
    keys.forEach(spool::acknowledged);
    List<String> rest = new ArrayList<>(lines(inHand.flows()));
    rest.addAll(behind);
    assertThat(drainLines()).containsExactly(rest);
  }

  @Test
  void whatWasGatheredIsHalvedInItsPlaceAndEachHalfKeepsItsName() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> all = new ArrayList<>(keep(Decision.ALLOW, HOUR, 3));
    all.addAll(keep(Decision.DENY, HOUR, 2));
    spool.close();
    Delivery whole = spool.oldestFirst().next();
    assertThat(whole.isOfSeveral()).isTrue();
    spool.replace(whole, whole.halves());
    Delivery half = spool.oldestFirst().next();
    assertThat(half.isOfSeveral()).isFalse();
    assertThat(linesOf(half)).isEqualTo(all.subList(0, 2));
    String name = half.key();
    open(HTTP, "flat", 1 << 20);
    assertThat(spool.oldestFirst().next().key()).isEqualTo(name);
    assertThat(drainLines()).containsExactly(all.subList(0, 2), all.subList(2, 5));
  }

  @Test
  void ofWhatIsRefusedEachMessageHasItsOwnName() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> first = keep(Decision.ALLOW, HOUR, 3);
    List<String> second = keep(Decision.DENY, HOUR, 2);
    spool.close();
    List<Delivery> apart = spool.oldestFirst().next().halves().get(1).apart();
    assertThat(apart).hasSize(2);
    assertThat(linesOf(apart.get(0))).isEqualTo(first.subList(2, 3));
    assertThat(apart.get(0).key()).endsWith("-allow-2-1");
    assertThat(linesOf(apart.get(1))).isEqualTo(second);
    assertThat(apart.get(1).key()).endsWith("-deny-0-2");
    assertThat(apart.get(1).fileName()).contains(apart.get(1).key());
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
  void whatWaitsInAnotherFormatCannotBeSentUnlessItIsGathered() throws Exception {
    open(HTTP, "flat", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    keep(Decision.ALLOW, HOUR, 3);
    assertThat(SpoolContents.unsendable(folder, destination)).isEmpty();
    open(HTTP, "ecs", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    assertThat(SpoolContents.unsendable(folder, destination))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .contains("settings of destination 'lake', and 1 of them cannot be sent"));
  }

  @Test
  void whereNothingIsGatheredAnyMoreWhatWaitsIsSentAtOnce() throws Exception {
    open(HTTP, "flat", 1 << 20);
    List<String> all = keep(Decision.ALLOW, HOUR, 3);
    assertThat(drain()).isEmpty();
    open(HTTP, "flat", Framing.LINES, Compression.NONE, Gatherer.Limits.NONE);
    assertThat(SpoolContents.unsendable(folder, destination)).isEmpty();
    assertThat(drainLines()).containsExactly(all);
    assertThat(spool.holds()).isFalse();
  }

  @Test
  void aFullSpoolIsSentAtOnce() throws Exception {
    open(HTTP, "flat", 1 << 20);
    spool = Spool.of(destination, folder, 500, clock);
    List<String> all = keep(Decision.ALLOW, HOUR, 5);
    assertThat(spool.bytes()).isGreaterThan(500);
    assertThat(drainLines()).containsExactly(all);
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
