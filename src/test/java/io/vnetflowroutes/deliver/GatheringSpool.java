package io.vnetflowroutes.deliver;

import static io.vnetflowroutes.FlowLogText.ALLOWED;
import static io.vnetflowroutes.FlowLogText.DENIED;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.bytes.ByteOutput;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.FlowGroup;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.RecordContext;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Delivery;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.SettableClock;
import io.vnetflowroutes.queue.Spool;
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
import org.junit.jupiter.api.io.TempDir;

/** A spool that gathers, with flows to put into it; what tests of gathering share. */
class GatheringSpool {

  static final CamelContext CAMEL = new DefaultCamelContext();
  static final Instant HOUR = Instant.parse("2026-09-01T08:00:00Z");
  static final String HTTP = "http://127.0.0.1/in";

  @TempDir Path folder;
  final SettableClock clock = new SettableClock("2026-09-01T10:00:00Z");
  FolderLayout folders = FolderLayout.HIVE;
  Destination destination;
  Spool spool;
  private int parts;

  void open(String uri, String format, long size) throws IOException {
    open(uri, format, Framing.LINES, Compression.NONE, new Gatherer.Limits(size, minutes(15)));
  }

  static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  void open(String uri, String format, Framing framing, Compression packed, Gatherer.Limits limits)
      throws IOException {
    open(uri, format, new FormatPool(Formats.named(format), true), framing, packed, limits);
  }

  void open(
      String uri,
      String format,
      FormatPool formats,
      Framing framing,
      Compression packed,
      Gatherer.Limits limits)
      throws IOException {
    destination =
        new Destination(
            "lake",
            uri,
            format,
            formats,
            null,
            null,
            ResumedBatches.none(),
            new MessageLayout(framing, packed, null, 1 << 20, Integer.MAX_VALUE, folders),
            Map.of(),
            null,
            "",
            limits);
    spool = destination.spool(folder, 1 << 30, clock);
  }

  BatchPart part(Decision decision, Instant hour, int flows) {
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
  List<String> keep(Decision decision, Instant hour, int flows) throws Exception {
    BatchPart part = part(decision, hour, flows);
    List<String> keys = put(part);
    keys.forEach(spool::acknowledged);
    return lines(part.flows());
  }

  List<String> put(BatchPart part) throws Exception {
    List<String> keys = new ArrayList<>();
    Iterator<Message> messages = destination.messages(part, CAMEL);
    while (messages.hasNext()) {
      Delivery waiting = messages.next().getHeader(RouteNames.DELIVERY, Delivery.class);
      spool.keep(waiting);
      keys.add(waiting.key());
    }
    return keys;
  }

  List<String> lines(List<Flow> flows) {
    Format format = Formats.named("flat").get();
    List<String> lines = new ArrayList<>();
    for (Flow flow : flows) {
      ByteOutput out = new ByteOutput(1024);
      format.write(flow, out);
      lines.add(new String(out.toByteArray(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  static byte[] content(Delivery sent) throws IOException {
    return sent.streamed() ? sent.gathered().open(sent).readAllBytes() : sent.body();
  }

  static List<String> linesOf(Delivery sent) throws IOException {
    return new String(content(sent), StandardCharsets.UTF_8).lines().toList();
  }

  /** All that can be sent now, and is. */
  List<Delivery> drain() throws IOException {
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

  List<List<String>> drainLines() throws IOException {
    List<List<String>> lines = new ArrayList<>();
    Iterator<Delivery> turn = spool.oldestFirst();
    while (turn.hasNext()) {
      Delivery next = turn.next();
      lines.add(linesOf(next));
      spool.sent(next);
    }
    return lines;
  }

  List<Path> left() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
