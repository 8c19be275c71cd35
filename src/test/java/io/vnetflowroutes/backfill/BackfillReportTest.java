package io.vnetflowroutes.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves what is said of destinations that gather before a backfill begins. */
class BackfillReportTest {

  @TempDir private Path folder;

  private Settings settings() throws Exception {
    Files.createDirectories(folder.resolve("routes"));
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            """
            flowlogs.source.s.directory = %s
            flowlogs.destination.files.uri = file:out
            flowlogs.destination.files.gather = 1MB, 1h
            flowlogs.destination.hook.uri = http://127.0.0.1/in
            flowlogs.destination.hook.gather = 1MB, 1h
            flowlogs.destination.plain.uri = azure-storage-blob:a/plain
            flowlogs.destination.store.uri = azure-storage-blob:a/store
            flowlogs.destination.store.gather = 1MB, 1h
            flowlogs.allow = files, hook, plain, store
            flowlogs.deny =
            """
                .formatted(folder));
    return Configuration.read(
        file, Map.of(), Map.of("flowlogs.routes", folder.resolve("routes").toString()));
  }

  private String said(Set<String> destinations) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Request request = new Request("24h", null, Set.of(), null, destinations, false);
    BackfillReport.gathered(
        request, settings(), new PrintStream(text, true, StandardCharsets.UTF_8));
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anObjectStoreThatGathersMayGetFlowsAgainAndThatIsSaid() throws Exception {
    assertThat(said(Set.of()))
        .hasLineCount(1)
        .startsWith("Destination store gathers into an object store")
        .contains("Remove the objects of these hours first");
    assertThat(said(Set.of("files", "plain"))).isEmpty();
  }

  @Test
  void whatGathersIntoFoldersCannotBeRewritten() throws Exception {
    List<String> gathering =
        settings().groups(DestinationKeys.GROUP).stream()
            .filter(BackfillReport::gathersByFolder)
            .map(Settings.Group::name)
            .toList();
    assertThat(gathering).containsExactlyInAnyOrder("files", "store");
  }
}
