package io.vnetflowroutes;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.Origin;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of blobs, records and tuples as Azure writes it, and what comes out of reading it. */
public final class FlowLogText {

  public static final String MAC = "000D3A1B2C01";
  public static final String TIME = "2026-09-01T08:00:06.1234567Z";
  public static final String FLOW_LOG =
      "/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/NETWORKWATCHERRG/PROVIDERS/MICROSOFT.NETWORK"
          + "/NETWORKWATCHERS/NETWORKWATCHER_EASTUS/FLOWLOGS/VNET-HUB-RG-NETWORK-FLOWLOG";
  public static final String TARGET =
      "/subscriptions/0a1b/resourceGroups/rg-network/providers/Microsoft.Network"
          + "/virtualNetworks/vnet-hub";
  public static final String ACL =
      "/subscriptions/0a1b/resourceGroups/rg-network/providers/Microsoft.Network"
          + "/networkSecurityGroups/hub-nsg";
  public static final String ALLOWED = "1788249600123,10.1.0.4,10.2.0.5,50000,443,6,O,B,NX,0,0,0,0";
  public static final String DENIED = "1788249600456,192.0.2.7,10.1.0.4,50001,22,6,I,D,NX,0,0,0,0";
  public static final Origin ORIGIN =
      new Origin("test", "some/y=2026/PT1H.json", Instant.parse("2026-09-01T08:00:00Z"));
  public static final ParseLimits NO_LIMITS = new ParseLimits(1_000_000, 1 << 30, 1 << 26);

  private FlowLogText() {}

  /** A record of one list and one rule, one that is told from others by its number. */
  public static String record(int number, String... tuples) {
    return record("2026-09-01T08:%02d:06.1234567Z".formatted(number), "rule" + number, tuples);
  }

  public static String record(String time, String rule, String... tuples) {
    return "{\"time\":\"%s\",\"flowLogVersion\":4,\"flowLogGUID\":\"e4c5\",\"macAddress\":\"%s\","
            .formatted(time, MAC)
        + "\"category\":\"FlowLogFlowEvent\",\"flowLogResourceID\":\"%s\",\"targetResourceID\":"
            .formatted(FLOW_LOG)
        + "\"%s\",\"operationName\":\"FlowLogFlowEvent\",\"flowRecords\":".formatted(TARGET)
        + "{\"flows\":[{\"aclID\":\"%s\",\"flowGroups\":[{\"rule\":\"%s\",\"flowTuples\":%s}]}]}}"
            .formatted(ACL, rule, array(tuples));
  }

  private static String array(String... tuples) {
    return Stream.of(tuples).map(t -> '"' + t + '"').collect(Collectors.joining(",", "[", "]"));
  }

  /** A record with one allowed and one denied flow. */
  public static String twoFlows(int number) {
    return record(number, ALLOWED, DENIED);
  }

  public static String blob(String... records) {
    return "{\"records\":[" + String.join(",", records) + "]}";
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static List<Batch> read(String blob) {
    return read(utf8(blob), 0, NO_LIMITS);
  }

  public static List<Batch> read(byte[] blob, long from, ParseLimits limits) {
    byte[] rest = Arrays.copyOfRange(blob, (int) from, blob.length);
    return all(batches(new ByteArrayInputStream(rest), from, 0, limits));
  }

  public static Batches batches(InputStream in, long from, long planned, ParseLimits limits) {
    return new Batches(ORIGIN, in, from, limits, RecordJson.within(1 << 16, 100))
        .plannedTo(planned);
  }

  public static List<Batch> all(Batches batches) {
    List<Batch> all = new ArrayList<>();
    batches.forEachRemaining(all::add);
    return all;
  }

  /** The flows of batches, in the order of the blob. */
  public static List<Flow> flows(List<Batch> batches) {
    return batches.stream()
        .flatMap(batch -> Stream.of(batch.allowed(), batch.denied()))
        .flatMap(part -> part.flows().stream())
        .sorted(
            Comparator.comparingLong((Flow flow) -> flow.record().offset())
                .thenComparingInt(Flow::ordinal))
        .toList();
  }

  /** Each flow's id and text, by which two readings are compared. */
  public static List<String> idsAndTuples(List<Batch> batches) {
    return flows(batches).stream().map(flow -> flow.id() + ' ' + flow.tuple()).toList();
  }

  /** The rules of the flows, each once: which of the numbered records were read. */
  public static List<String> rules(List<Batch> batches) {
    return flows(batches).stream().map(flow -> flow.group().rule()).distinct().toList();
  }

  public static List<Unreadable> unreadable(List<Batch> batches) {
    return batches.stream().flatMap(batch -> batch.unreadable().stream()).toList();
  }

  public static List<String> texts(List<Unreadable> unreadable) {
    return unreadable.stream().map(u -> new String(u.text(), StandardCharsets.UTF_8)).toList();
  }

  /** The only flow of a blob with one record. */
  public static Flow flow(String record) {
    List<Flow> flows = flows(read(blob(record)));
    if (flows.size() != 1) {
      throw new IllegalArgumentException("Not one flow but " + flows);
    }
    return flows.get(0);
  }

  /** A part with these tuples, all of one record, whatever their state. */
  public static BatchPart part(Decision decision, String... tuples) {
    return new BatchPart(
        "batch-" + decision, ORIGIN, decision, flows(read(blob(record(0, tuples)))));
  }
}
