package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that nothing is dropped silently: what cannot be read is kept whole. */
final class DeadLetterIT {
  private static final String MAC = "000D3A0A0001";
  private static final String BAD_RECORD =
      "{\"time\":\"2026-03-11T14:01:06Z\",\"flowRecords\":oops}";
  private static final String SHORT_TUPLE = "1773237606000,10.0.0.1,10.0.0.2,1,2,6,I,D";
  private static final String ODD_TUPLE = "1773237606000,10.0.0.1,ten,1000,22,6,I,D,NX,0,0,0,0";
  private static final Names NAMES =
      Names.of("c088dc46-d692-42ad-a4b6-9a542d28ad2a", "westus", "hub-vnet", "net-rg");
  private static Azurite azurite;

  @TempDir Path dir;
  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final Records nic = new Records(NAMES, MAC, 3, 0.4);
  private final List<String> good = new ArrayList<>();

  @BeforeAll
  static void startAccount(@TempDir Path azuriteDir) {
    azurite = Azurite.start(azuriteDir);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @Test
  void badRecordsAndTuplesAreKeptWithTheirPlaceAndReasonAndTheRestGoesOn() {
    GrowingBlob blob = damagedBlob("to-files");
    try (Program program = Program.in(dir, settings("to-files"))) {
      assertThat(program.once()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(program.lines("Summary"))
          .singleElement()
          .asString()
          .contains("dead_letters=\"3\"");
      Flows.inFiles(dir.resolve("lake")).assertExactly(goodTuples());
      assertDeadLetters(Flows.inFiles(dir.resolve("dead-letter")).all(), blob);

      good.add(nic.next(hour.plusSeconds(306), 5));
      blob.append(good.get(good.size() - 1));
      assertThat(program.once()).as("what was set aside does not come again").isZero();
      Flows.inFiles(dir.resolve("lake")).assertExactly(goodTuples());
      assertThat(Flows.inFiles(dir.resolve("dead-letter")).size()).isEqualTo(3);
    }
  }

  @Test
  void deadLettersGoToAnyUriAndTheBlobWaitsUntilTheyAreTaken() {
    GrowingBlob blob = damagedBlob("to-http");
    try (HttpReceiver http = HttpReceiver.start();
        Program program =
            Program.in(
                dir, settings("to-http") + "flowlogs.dead-letter = " + http.url("/dead\n"))) {
      http.answerAlways(400);
      assertThat(program.once()).as(program.output()).isEqualTo(1);
      assertThat(program.lines("destination=\"dead-letter\"")).hasSize(1);
      program.assertNoStackTrace();

      http.answerAlways(200);
      assertThat(program.once()).as(program.output()).isZero();
      assertDeadLetters(Flows.inBodies(http.accepted()).all(), blob);
      assertThat(http.accepted().get(0).headers())
          .containsEntry("content-type", "application/x-ndjson");
      Flows.inFiles(dir.resolve("lake")).assertExactly(goodTuples());
      assertThat(Files.exists(dir.resolve("dead-letter"))).isFalse();
    }
  }

  private GrowingBlob damagedBlob(String container) {
    BlobContainerClient client = azurite.container(container);
    GrowingBlob blob = new GrowingBlob(client, NAMES.blob(hour, MAC));
    good.add(nic.next(hour.plusSeconds(6), 10));
    blob.append(good.get(0));
    good.add(nic.next(hour.plusSeconds(66), 1));
    blob.appendRaw(("," + BAD_RECORD).getBytes(StandardCharsets.UTF_8));
    Records.Rule rule =
        new Records.Rule(
            "acl", "rule", List.of(SHORT_TUPLE, ODD_TUPLE, Records.tuples(good.get(1)).get(0)));
    blob.append(nic.of(hour.plusSeconds(126), List.of(rule)));
    good.add(nic.next(hour.plusSeconds(186), 10));
    blob.append(good.get(2));
    return blob;
  }

  /** The tuples of good records, and the good one of the record with the bad ones. */
  private List<String> goodTuples() {
    List<String> tuples = new ArrayList<>(Flows.tuples(good, false));
    tuples.addAll(Flows.tuples(good, true));
    return tuples;
  }

  private static void assertDeadLetters(List<JsonNode> letters, GrowingBlob blob) {
    byte[] content = blob.content().getBytes(StandardCharsets.UTF_8);
    String text = new String(content, StandardCharsets.UTF_8);
    assertThat(letters)
        .extracting(letter -> letter.path("text").asText())
        .containsExactlyInAnyOrder(BAD_RECORD, quoted(SHORT_TUPLE), quoted(ODD_TUPLE));
    int recordOfTuples = text.lastIndexOf("{\"time\"", text.indexOf(SHORT_TUPLE));
    for (JsonNode letter : letters) {
      boolean record = letter.path("kind").asText().equals("record");
      assertThat(letter.path("blob").asText()).isEqualTo(blob.name());
      assertThat(letter.path("source").asText()).isEqualTo("prod");
      assertThat(letter.path("offset").asInt())
          .isEqualTo(record ? text.indexOf(BAD_RECORD) : recordOfTuples);
      assertThat(letter.path("reason").asText()).isNotBlank();
    }
    assertThat(letters)
        .extracting(letter -> letter.path("reason").asText())
        .anyMatch(reason -> reason.contains("8 fields where 13"))
        .anyMatch(reason -> reason.contains("dst_ip is not an IP address: 'ten'"));
  }

  /** Text is kept as it stands in the blob, quotes included. */
  private static String quoted(String tuple) {
    return '"' + tuple + '"';
  }

  private static String settings(String container) {
    return """
        flowlogs.source.prod.connection-string = %s
        flowlogs.source.prod.container = %s
        flowlogs.start = beginning
        flowlogs.delay = 0
        flowlogs.destination.lake.uri = file:lake
        flowlogs.allow = lake
        flowlogs.deny = lake
        """
        .formatted(azurite.connectionString(), container);
  }
}
