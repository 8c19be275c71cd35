package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is odd about a blob's content or name, each oddity written under a running program: what of
 * it is delivered, and what the user is told. Blobs that change after they were read: {@link
 * ChangingBlobsIT}.
 */
final class OddBlobsIT {
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";
  private static final Names NAMES = Names.of(SUBSCRIPTION, "westus", "hub-vnet", "net-rg");
  private static final String OPENER = "{\"records\":[";
  private static final String CLOSER = "]}";
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final AtomicInteger NICS = new AtomicInteger(0x0A0000);

  private static Azurite azurite;
  private static BlobContainerClient container;
  private static Path folder;
  private static Program program;

  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final String mac = "000D3A%06X".formatted(NICS.incrementAndGet());
  private final Records nic = new Records(NAMES, mac, NICS.get(), 0.4);
  private final GrowingBlob blob = new GrowingBlob(container, NAMES.blob(hour, mac));
  private int minute;

  @BeforeAll
  static void startProgram(@TempDir Path azuriteDir, @TempDir Path dir) {
    azurite = Azurite.start(azuriteDir);
    container = azurite.container(Azurite.FLOW_LOG_CONTAINER);
    folder = dir;
    String settings =
        """
        flowlogs.source.prod.connection-string = %s
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.poll-interval = 500ms
        flowlogs.discovery-interval = 1s
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
            .formatted(azurite.connectionString());
    program = Program.in(dir, settings).start();
  }

  @AfterAll
  static void stopProgram() {
    assertThat(program.sigterm()).as(program.output()).isZero();
    program.close();
    azurite.close();
  }

  @AfterEach
  void nothingBroke() {
    program.assertNoStackTrace();
    assertThat(program.lines("ERROR|could not be read")).isEmpty();
  }

  @Test
  void aBlobOfLengthZeroIsPassedOverUntilItHoldsSomething() {
    blob.commitOnly(new String[0]);
    awaitPoll();
    assertThat(reads(blob)).as("nothing to ask for").isEmpty();
    String record = next();
    blob.commitOnly(OPENER, record, CLOSER);
    assertDelivered(List.of(record));
    assertNothingSaid();
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENER, OPENER + CLOSER, "{", "{\"records\"", " \n"})
  void onlyTheOpeningHoldsNothingAndIsNoProblem(String opening) {
    blob.commitOnly(opening);
    await().atMost(LONG).until(() -> !reads(blob).isEmpty());
    awaitPoll();
    assertThat(reads(blob)).as("read once, and again when it has grown").hasSize(1);
    String record = next();
    blob.commitOnly(OPENER, record, CLOSER);
    assertDelivered(List.of(record));
    assertNothingSaid();
  }

  @Test
  void aMissingClosingIsNoProblem() {
    List<String> records = List.of(next(), next(), next());
    blob.commitOnly(OPENER, records.get(0) + ',' + records.get(1));
    assertDelivered(records.subList(0, 2));
    blob.commitOnly(OPENER, String.join(",", records), CLOSER);
    assertDelivered(records);
    assertNothingSaid();
  }

  @Test
  void aBlobCutInsideARecordIsReadUpToThereAndOnWhenItGrows() {
    String first = next();
    String cut = next();
    int half = cut.indexOf("flowTuples") + 30;
    blob.commitOnly(OPENER, first + ',' + cut.substring(0, half));
    assertDelivered(List.of(first));
    String said = program.awaitLine(Pattern.quote(blob.name()));
    assertThat(said)
        .contains("WARN")
        .contains(
            "The blob ends inside a record, or in what is none; it is read on when the blob grows")
        .contains("bytes=\"" + half + '"');
    awaitPoll();
    blob.commitOnly(OPENER, first + ',' + cut, CLOSER);
    assertDelivered(List.of(first, cut));
    assertThat(saidOf(blob)).as("said once").containsExactly(said);
  }

  @Test
  void recordsSplitOverBlocksOfOneCommitAreRead() {
    List<String> records = List.of(next(), next(), next());
    byte[] all = utf8(OPENER + String.join(",", records) + CLOSER);
    byte[][] blocks = new byte[all.length / 500 + 1][];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = Arrays.copyOfRange(all, i * 500, Math.min(all.length, (i + 1) * 500));
    }
    blob.commitOnly(blocks);
    assertDelivered(records);
    assertNothingSaid();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"flowLogVersion\":4,",
        "\"flowLogGUID\":\"",
        "flowTuples\":[\"",
        "-nsg",
        ",NX,0,0,0,0\""
      })
  void aRecordSplitOverTwoCommitsIsDeliveredOnceItIsWhole(String cutBehind) {
    String first = next();
    String split = next();
    int cut = split.indexOf(cutBehind) + cutBehind.length();
    blob.append(first);
    blob.appendRaw(utf8(',' + split.substring(0, cut)));
    String said = program.awaitLine(Pattern.quote(blob.name()));
    assertThat(said).contains("WARN").contains("The blob ends inside a record");
    assertDelivered(List.of(first));
    blob.appendRaw(utf8(split.substring(cut)));
    assertDelivered(List.of(first, split));
    assertThat(saidOf(blob)).as("said once").containsExactly(said);
  }

  @Test
  void utf8AndEscapesAreDecodedEvenWhereABlockEndsInsideACharacter() {
    String rule = "UserRule_Zürich-東京-\uD83D\uDE80-\"a\\b/c\"-\u0001\t-\u2028";
    String escaped =
        "UserRule_Z\\u00fcrich-\\u6771京-\\uD83D\\ude80-\\\"a\\\\b\\/c\\\"-\\u0001\\t-\u2028";
    String record = next().replaceFirst("(\"rule\":\")[^\"]*", "$1" + quoted(escaped));
    byte[] bytes = utf8(OPENER + record + CLOSER);
    int inside = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\u00e4') + 1;
    blob.commitOnly(Arrays.copyOf(bytes, inside), Arrays.copyOfRange(bytes, inside, bytes.length));
    assertDelivered(List.of(record));
    assertThat(delivered().texts("rule")).contains(rule);
    assertNothingSaid();
  }

  @Test
  void escapedTuplesAreTheSameTuples() {
    String record = next();
    blob.commitOnly(OPENER, record.replace(",6,I,", "\\u002c6,\\u0049,"), CLOSER);
    assertDelivered(List.of(record));
    assertNothingSaid();
  }

  @Test
  void theOrderOfKeysDoesNotMatter() {
    String record = next();
    int flowRecords = record.indexOf("\"flowRecords\"");
    String shuffled =
        '{'
            + record.substring(flowRecords, record.length() - 1)
            + ','
            + record.substring(1, flowRecords - 1)
            + '}';
    String inner =
        shuffled.replaceAll("(\"rule\":\"[^\"]*\"),(\"flowTuples\":\\[[^\\]]*\\])", "$2,$1");
    assertThat(inner).contains("],\"rule\"").startsWith("{\"flowRecords\"");
    blob.commitOnly(OPENER, inner, CLOSER);
    assertDelivered(List.of(record));
    assertThat(delivered().texts("flow_log_version")).containsOnly("4");
    assertThat(delivered().texts("rule")).doesNotContain("null");
    assertNothingSaid();
  }

  @Test
  void unknownFieldsArePassedOver() {
    String record = next();
    String unknown =
        "\"new\":{\"records\":[{\"time\":1}],\"flowTuples\":[\"x\"]},\"n\":1e400,\"b\":[null,{}],";
    String odd = record.replaceAll("\\{(?=\"(time|aclID|rule|flows)\")", "{" + quoted(unknown));
    assertThat(odd.split("1e400", -1).length).isGreaterThan(4);
    blob.commitOnly(
        "{\"v\":2,\"info\":{\"a\":[1,{}]},\"records\":[", odd, "],\"more\":[{\"b\":2}]}");
    assertDelivered(List.of(record));
    assertNothingSaid();
  }

  @Test
  void directoryEntriesOfAHierarchicalNamespaceAreNoBlobs() {
    Names names = Names.of(SUBSCRIPTION, "northeurope", "hns-vnet", "net-rg");
    GrowingBlob inside = new GrowingBlob(container, names.blob(hour, mac));
    String record = next();
    inside.append(record);
    int found = 0;
    for (int at = 0; (at = inside.name().indexOf('/', at + 1)) > 0; found++) {
      container
          .getBlobClient(inside.name().substring(0, at))
          .uploadWithResponse(
              new BlobParallelUploadOptions(BinaryData.fromBytes(new byte[0]))
                  .setMetadata(Map.of("hdi_isfolder", "true")),
              null,
              null);
    }
    assertThat(found).isEqualTo(9);
    inside.append(next());
    assertDelivered(inside.records());
    awaitPoll();
    assertThat(saidOf(inside)).isEmpty();
    assertThat(program.lines("Flow log found.*HNS-VNET")).hasSize(1);
  }

  @Test
  void namesThatLostTheirCaseAreRead() {
    List<GrowingBlob> blobs =
        Stream.of(
                NAMES.blob(hour, mac).toLowerCase(Locale.ROOT),
                NAMES.blob(hour, mac).replace("flowLogResourceID=", "FLOWLOGRESOURCEID="),
                NAMES.blob(hour, mac).replace(SUBSCRIPTION.toUpperCase(Locale.ROOT), SUBSCRIPTION),
                NAMES.blob(hour, "7c1e520b00ab"),
                NAMES.blob(hour, "7C1E520B00AC").replace("PT1H.json", "pt1h.JSON"),
                NAMES.blob(hour, "7C1E520B00AD").replace("macAddress", "MACADDRESS"))
            .map(name -> new GrowingBlob(container, name))
            .toList();
    blobs.forEach(odd -> odd.append(next()));
    List<String> records = blobs.stream().flatMap(odd -> odd.records().stream()).toList();
    assertDelivered(records);
    assertThat(blobs).allSatisfy(odd -> assertThat(saidOf(odd)).isEmpty());
    assertThat(program.lines("Flow log found.*flow_log=\"networkwatcher_westus_hub")).hasSize(1);
  }

  @Test
  void aFolderOfAYearInTheWrongCaseIsNamedAndNotRead() {
    String name =
        Pattern.compile("/[ymdh]=")
            .matcher(NAMES.blob(hour, mac).replace("HUB-", "UPPER-"))
            .replaceAll(folder -> folder.group().toUpperCase(Locale.ROOT));
    new GrowingBlob(container, name).append(next());
    String said = program.awaitLine("WARN.*UPPER-VNET");
    assertThat(said)
        .contains("source=\"prod\"")
        .contains("/Y=" + hour.toString().substring(0, 4) + "/' is not read")
        .contains("Azure writes 'y=', 'm=', 'd=' and 'h=' in lower case");
    awaitPoll();
    assertThat(delivered().size()).isZero();
    assertThat(requests().filter(request -> request.contains("/Y=")))
        .as("and not looked into")
        .isEmpty();
  }

  @Test
  void otherFilesInAnHoursFolderAreNotRead() {
    String record = next();
    blob.commitOnly(OPENER, record, CLOSER);
    GrowingBlob stray = new GrowingBlob(container, blob.name() + ".bak");
    stray.append(next());
    GrowingBlob five = new GrowingBlob(container, blob.name().replace("PT1H", "PT5M"));
    five.append(next());
    assertDelivered(List.of(record));
    awaitPoll();
    assertThat(reads(stray)).isEmpty();
    assertThat(reads(five)).isEmpty();
    assertNothingSaid();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flowLogResourceID=", "FlowLogResourceId="})
  void aFlowLogThatAppearsWhileTheProgramRunsIsFoundAndRead(String root) {
    String other = "%08x-d692-42ad-a4b6-9a542d28ad2a".formatted(NICS.get());
    Names names = Names.of(other, "eastus", "new-" + other.substring(0, 8), "net-rg");
    GrowingBlob first =
        new GrowingBlob(container, names.blob(hour, mac).replace("flowLogResourceID=", root));
    first.append(next());
    assertDelivered(first.records());
    first.append(next());
    assertDelivered(first.records());
    assertThat(
            program.lines("Flow log found.*NEW-" + other.substring(0, 8).toUpperCase(Locale.ROOT)))
        .hasSize(1);
    assertThat(saidOf(first)).isEmpty();
  }

  private String next() {
    return nic.next(hour.plusSeconds(6 + 60L * minute++), 12);
  }

  /** Exactly the flows of these records arrive, and nothing of them is set aside. */
  private void assertDelivered(Collection<String> records) {
    List<String> tuples =
        records.stream().flatMap(record -> Records.tuples(record).stream()).toList();
    await("the flows of " + mac).atMost(LONG).until(() -> delivered().size() >= tuples.size());
    delivered().assertExactly(tuples);
    assertThat(deadLetters()).isEmpty();
  }

  private Flows delivered() {
    return flows().where("mac_address", mac);
  }

  private static Flows flows() {
    return Flows.inFiles(folder.resolve("lake"));
  }

  private List<JsonNode> deadLetters() {
    return Flows.inFiles(folder.resolve("dead-letter")).where("blob", blob.name()).all();
  }

  private static List<String> saidOf(GrowingBlob blob) {
    return program.lines(Pattern.quote(blob.name()));
  }

  private void assertNothingSaid() {
    assertThat(saidOf(blob)).as("what there is to say about the blob").isEmpty();
  }

  /** Waits until a poll was made from beginning to end, by blobs written one after the other. */
  private void awaitPoll() {
    for (int i = 0; i < 2; i++) {
      String marker = "7C1E52%06X".formatted(NICS.incrementAndGet());
      String record = new Records(NAMES, marker, i, 0).next(hour, 1);
      new GrowingBlob(container, NAMES.blob(hour, marker)).append(record);
      await("the flow of " + marker)
          .atMost(LONG)
          .until(() -> flows().where("mac_address", marker).size() > 0);
    }
  }

  /** The requests for a blob's content. */
  private static List<String> reads(GrowingBlob blob) {
    return requests()
        .filter(request -> request.contains(blob.name() + '?') || request.endsWith(blob.name()))
        .toList();
  }

  /** The program's requests so far, their names decoded; the test itself asks for nothing. */
  private static Stream<String> requests() {
    return azurite.requests().stream()
        .filter(request -> request.matches("\\d+ GET .*"))
        .map(request -> URLDecoder.decode(request, StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
