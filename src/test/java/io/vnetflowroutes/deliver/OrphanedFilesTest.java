package io.vnetflowroutes.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.DeliveryKey;
import io.vnetflowroutes.message.FolderLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves which files of a batch go before it is delivered again, and which stay. */
class OrphanedFilesTest {

  private static final Instant SINCE = Instant.parse("2026-09-01T10:00:00Z");
  private static final String UNFINISHED = ".unfinished-";

  @TempDir Path folder;
  private final CamelContext camel = new DefaultCamelContext();
  private final Set<String> acknowledged = new HashSet<>();
  private Batch batch;
  private OrphanedFiles orphans;
  private Path allowed;

  @BeforeEach
  void make() throws IOException {
    batch = FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(1))).get(0);
    allowed =
        Files.createDirectories(
            folder.resolve(FolderLayout.HIVE.folder(Decision.ALLOW, batch.origin())));
    orphans =
        orphans(
            Map.of(
                "lake", new OrphanedFiles.Folders("file:" + folder, List.of(FolderLayout.HIVE))));
  }

  private OrphanedFiles orphans(Map<String, OrphanedFiles.Folders> places) {
    return new OrphanedFiles(
        () -> camel,
        places,
        UNFINISHED,
        new OrphanedFiles.Acknowledgements() {
          @Override
          public boolean contains(String key) {
            return acknowledged.contains(key);
          }

          @Override
          public List<String> acknowledged(String id) {
            return acknowledged.stream().filter(key -> key.startsWith(id)).toList();
          }

          @Override
          public void forget(List<String> keys) {
            acknowledged.removeAll(keys);
          }
        });
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  private String key(String message) {
    return batch.id() + "-allow-" + message;
  }

  private void file(String name, Instant written) throws IOException {
    Path file = Files.writeString(allowed.resolve(name), "x");
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(allowed)) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void whatHasNoAcknowledgementGoesAndAllElseStays() throws IOException {
    acknowledged.add(key("0-1") + "|lake");
    file(key("0-1") + ".ndjson", SINCE);
    file(key("1-1") + ".ndjson", SINCE.plusSeconds(3));
    file(UNFINISHED + key("2-1") + ".ndjson", SINCE.plusSeconds(3));
    file(key("3-1") + ".ndjson", SINCE.minusSeconds(60));
    file("another-" + key("0-1") + ".ndjson", SINCE.plusSeconds(3));
    orphans.remove(batch, SINCE);
    assertThat(left())
        .as("acknowledged, older than the batch in hand, and of another batch")
        .containsExactlyInAnyOrder(
            key("0-1") + ".ndjson", key("3-1") + ".ndjson", "another-" + key("0-1") + ".ndjson");
  }

  @Test
  void filesOfAnEarlierLayoutGoTooUnlessAnotherDestinationHasThem() throws IOException {
    file(key("0-1") + ".ndjson", SINCE);
    file(key("1-1") + ".ndjson", SINCE);
    acknowledged.add(key("1-1") + "|other");
    FolderLayout now = FolderLayout.of("{flow_log}/{yyyy}", "lake");
    String uri = "file:" + folder;
    orphans(
            Map.of(
                "lake",
                new OrphanedFiles.Folders(uri, List.of(FolderLayout.HIVE, now)),
                "other",
                new OrphanedFiles.Folders(uri, List.of(FolderLayout.HIVE))))
        .remove(batch, SINCE);
    assertThat(left()).containsExactly(key("1-1") + ".ndjson");
  }

  @Test
  void whatStandsForFilesOfAnotherFilterIsForgottenAndTheyGo() throws IOException {
    String ofAnotherFilter = key("0-1") + "|lake~0123456789ab";
    acknowledged.add(ofAnotherFilter);
    acknowledged.add(key("0-1") + "|siem");
    assertThat(DeliveryKey.nameIn("lake~0123456789ab")).isEqualTo("lake");
    file(key("0-1") + ".ndjson", SINCE);
    orphans.remove(batch, SINCE);
    assertThat(left()).isEmpty();
    assertThat(acknowledged).containsExactly(key("0-1") + "|siem");
  }

  @Test
  void filesInWhosePlaceOthersWereWrittenGo() throws IOException {
    acknowledged.add(key("0-2") + "|lake");
    file(key("0-2") + ".ndjson", SINCE);
    file(key("0-2") + ".csv", SINCE);
    file(key("0-1") + ".csv", SINCE);
    orphans.removeReplaced(batch, Map.of("lake", "ndjson"));
    assertThat(left()).containsExactly(key("0-2") + ".ndjson");
  }
}
