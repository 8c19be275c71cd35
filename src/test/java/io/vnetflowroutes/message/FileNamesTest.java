package io.vnetflowroutes.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.flow.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that files get fixed names in Hive-style folders, whatever an id holds. */
class FileNamesTest {

  /** The most bytes of a name on common file systems, less what an unfinished file has beside. */
  private static final int LONGEST_NAME = 255 - ".unfinished-.part".length();

  private static BatchPart part(String id, String hour) {
    return new BatchPart(id, new Origin("s", "b", Instant.parse(hour)), Decision.DENY, List.of());
  }

  private static String name(BatchPart part) {
    return FileNames.of(FolderLayout.HIVE, part, part.id(), "x");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-01T08:00:00Z, id, ndjson, decision=deny/y=2026/m=09/d=01/h=08/id.ndjson",
    "2026-12-31T23:00:00Z, id-0-5, ndjson.gz, decision=deny/y=2026/m=12/d=31/h=23/id-0-5.ndjson.gz",
    "2024-02-29T00:00:00Z, id-5-7, json, decision=deny/y=2024/m=02/d=29/h=00/id-5-7.json",
  })
  void foldersAreThoseOfTheDecisionAndTheBlobsHour(
      String hour, String key, String ending, String name) {
    assertThat(FileNames.of(FolderLayout.HIVE, part("id", hour), key, ending)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "..",
        ".",
        "/abs",
        "a\\b",
        "a/b",
        "c:d",
        "a\nb",
        "a\0b",
        "é",
        "${x}",
        "%00",
        "a?b*c",
        "a b",
        "-rf",
        "~"
      })
  void hostileIdsStayInTheirFolder(String id) {
    String name = FileNames.of(FolderLayout.HIVE, part(id, "2026-09-01T08:00:00Z"), id, "ndjson");
    assertThat(name).startsWith("decision=deny/y=2026/m=09/d=01/h=08/");
    assertThat(name.substring("decision=deny/y=2026/m=09/d=01/h=08/".length()))
        .matches("[A-Za-z0-9._=+-]+\\.ndjson");
    assertThat(Path.of(name).normalize().getNameCount()).isEqualTo(6);
  }

  @Test
  void partsOfDifferentFlowsHaveDifferentNames() {
    BatchPart part = FlowLogText.part(Decision.DENY, FlowLogText.DENIED);
    assertThat(
            List.of(
                name(part),
                name(part.where("dst_port", "22")),
                name(part.where("dst_port", "22,23")),
                name(part.where("dst_port", "2223")),
                name(part.where("src_ip", "2001:db8::1")),
                name(part.where("src_ip", "2001:db8:1:")),
                name(part.where("encryption", "NX ALL")),
                name(part.where("encryption", "NX_ALL"))))
        .doesNotHaveDuplicates();
  }

  @Test
  void aRuleWithManyValuesStillMakesANameThatFileSystemsTake() {
    String ports =
        IntStream.range(1000, 1100).mapToObj(String::valueOf).collect(Collectors.joining(","));
    BatchPart part = FlowLogText.part(Decision.DENY, FlowLogText.DENIED).where("dst_port", ports);
    String name =
        Path.of(FileNames.of(FolderLayout.HIVE, part, part.id() + "-0-10000", "ndjson.gz"))
            .getFileName()
            .toString();
    assertThat(name).hasSizeLessThanOrEqualTo(LONGEST_NAME);
  }
}
