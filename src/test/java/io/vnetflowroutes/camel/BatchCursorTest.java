package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.deliver.OrphanedFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.source.ListedBlob;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that files of a batch in hand go before another process delivers it, and only then. */
class BatchCursorTest {

  @TempDir private Path folder;
  private final CamelContext camel = new DefaultCamelContext();
  private final List<String> replaced = new ArrayList<>();

  private BatchCursor process(StateDatabase state) {
    OrphanedFiles orphans =
        new OrphanedFiles(
            () -> camel,
            Map.of(
                "lake",
                new OrphanedFiles.Folders(
                    "file:" + folder.resolve("lake") + "?flatten=true", List.of())),
            ".unfinished-",
            new OrphanedFiles.Acknowledgements() {
              @Override
              public boolean contains(String key) {
                return false;
              }

              @Override
              public List<String> acknowledged(String batch) {
                return List.of();
              }

              @Override
              public void forget(List<String> keys) {
                throw new AssertionError("nothing was acknowledged");
              }
            });
    return new BatchCursor(
        new Cursor(state),
        new ResumedBatches(batch -> List.of()),
        orphans,
        batch -> replaced.add(batch.id()),
        batch -> {});
  }

  @Test
  void filesOfABatchInHandGoForAnEarlierProcessOnly() throws IOException {
    Batch batch = FlowLogText.read(FlowLogText.blob(FlowLogText.twoFlows(1))).get(0);
    ListedBlob blob =
        new ListedBlob(batch.origin().source(), batch.origin().blob(), batch.to(), "e", 1, 1, 1);
    Path lake = Files.createDirectory(folder.resolve("lake"));
    Path file = lake.resolve(batch.id() + "-allow-0-1.ndjson");
    try (StateDatabase state = StateDatabase.open(Files.createDirectory(folder.resolve("s")))) {
      BatchCursor first = process(state);
      first.plan(blob, batch);
      Files.writeString(file, "x");
      first.plan(blob, batch);
      assertThat(file).as("an attempt may have written it without its note").exists();

      BatchCursor next = process(state);
      next.plan(blob, batch);
      assertThat(file).as("it is made again").doesNotExist();
      Files.writeString(file, "x");
      next.commit(blob, batch);
      assertThat(replaced).containsExactly(batch.id());
      assertThat(file).exists();
      assertThat(
              new Cursor(state)
                  .blobs(blob.source(), List.of(blob.name()))
                  .get(blob.name())
                  .position())
          .isEqualTo(batch.to());
    } finally {
      camel.stop();
    }
  }
}
