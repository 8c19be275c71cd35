package io.vnetflowroutes.parse;

import static io.vnetflowroutes.FlowLogText.NO_LIMITS;
import static io.vnetflowroutes.FlowLogText.flows;
import static io.vnetflowroutes.FlowLogText.idsAndTuples;
import static io.vnetflowroutes.FlowLogText.read;
import static io.vnetflowroutes.FlowLogText.unreadable;
import static io.vnetflowroutes.FlowLogText.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Flow;
import io.vnetflowroutes.flow.TupleField;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proves that the seed's record and the shipped sample data are read to the last flow. */
class SampleDataTest {

  private static String seed() throws IOException {
    try (InputStream in = SampleDataTest.class.getResourceAsStream("/sample-record.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Path> blobs(String below) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("sample"))) {
      return files
          .filter(file -> file.endsWith("PT1H.json") && file.toString().contains(below))
          .sorted()
          .toList();
    }
  }

  @Test
  void theSeedsRecordHasTwelveFlowsOfWhichThreeAreDenied() throws IOException {
    List<Batch> batches = read("{\"records\":[" + seed() + "]}");
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).allowed().size()).isEqualTo(9);
    assertThat(batches.get(0).denied().size()).isEqualTo(3);
    assertThat(batches.get(0).unreadable()).isEmpty();
    List<Flow> flows = flows(batches);
    assertThat(flows).hasSize(12).extracting(Flow::ordinal).isSorted();
    assertThat(flows.get(0).record().version()).isEqualTo("3");
    assertThat(flows.get(0).record().time()).isEqualTo("2025-08-11T23:46:43.288886Z");
    assertThat(flows.get(0).record().region()).isEqualTo("southeastasia");
  }

  @Test
  void theSeedsEncryptionLettersNeverDecide() throws IOException {
    List<Flow> flows = flows(read("{\"records\":[" + seed() + "]}"));
    assertThat(flows)
        .filteredOn(flow -> flow.get(TupleField.ENCRYPTION).equals("D"))
        .extracting(Flow::decision)
        .contains(Decision.ALLOW, Decision.DENY);
    assertThat(flows)
        .filteredOn(flow -> flow.decision() == Decision.DENY)
        .extracting(flow -> flow.group().rule())
        .containsOnly("DefaultRule_BlockMalicious");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 10, 115, 1631, 1105, 526",
    "NETWORKWATCHER_EASTUS, 6, 77, 1104, 721, 383",
    "NETWORKWATCHER_WESTEUROPE, 3, 37, 515, 375, 140",
    "SECURITY-FLOWLOG, 1, 1, 12, 9, 3",
  })
  void theSampleContainerHoldsWhatItsPageSays(
      String flowLog, int blobs, int records, int flows, int allowed, int denied)
      throws IOException {
    List<Path> files = blobs(flowLog);
    List<Batch> batches = new ArrayList<>();
    for (Path file : files) {
      batches.addAll(read(Files.readAllBytes(file), 0, NO_LIMITS));
    }
    assertThat(files).hasSize(blobs);
    assertThat(batches.stream().mapToInt(Batch::records).sum()).isEqualTo(records);
    assertThat(batches.stream().mapToInt(Batch::flows).sum()).isEqualTo(flows);
    assertThat(batches.stream().mapToInt(b -> b.allowed().size()).sum()).isEqualTo(allowed);
    assertThat(batches.stream().mapToInt(b -> b.denied().size()).sum()).isEqualTo(denied);
    assertThat(unreadable(batches)).isEmpty();
  }

  @Test
  void everySampleBlobGivesTheSameFlowsInSmallBatches() throws IOException {
    for (Path file : blobs("")) {
      byte[] blob = Files.readAllBytes(file);
      List<String> whole = idsAndTuples(read(blob, 0, NO_LIMITS));
      assertThat(whole).doesNotHaveDuplicates();
      assertThat(idsAndTuples(read(blob, 0, new ParseLimits(5, 1000, 1 << 26)))).isEqualTo(whole);
    }
  }

  @Test
  void aPrettyPrintedBlobIsReadLikeAnyOther() throws IOException {
    String compact = seed().replaceAll("\\n\\s*", "");
    List<Flow> pretty = flows(read("{\"records\":[\n" + seed() + "\n,\n" + seed() + "\n]\n}\n"));
    List<Flow> plain = flows(read(utf8("{\"records\":[" + compact + "]}"), 0, NO_LIMITS));
    assertThat(pretty).hasSize(24);
    assertThat(pretty.subList(0, 12).stream().map(Flow::tuple))
        .isEqualTo(plain.stream().map(Flow::tuple).toList());
  }
}
