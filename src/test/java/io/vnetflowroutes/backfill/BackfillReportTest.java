package io.vnetflowroutes.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.DestinationKeys;
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

  private List<String> said(Set<String> destinations) throws Exception {
    BackfillRequest request = new BackfillRequest("24h", null, Set.of(), null, destinations, false);
    return BackfillReport.gathered(request, settings());
  }

  @Test
  void anObjectStoreThatGathersMayGetFlowsAgainAndThatIsSaid() throws Exception {
    assertThat(said(Set.of()))
        .singleElement()
        .asString()
        .startsWith("Destination 'store' gathers (flowlogs.destination.store.gather) into an")
        .contains("Remove the objects of these hours first, and add --again");
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
