package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the docs say of several programs that write to one folder and one container. */
final class SharedLakeIT {

  private static final String GROUP = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";

  @TempDir private Path dir;

  @Test
  void programsOfOtherFlowLogsShareALakeAndThoseOfTheSameDoNot() throws Exception {
    List<String> hub = flowLog("hub", 1);
    List<String> spoke = flowLog("spoke", 2);
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("account")));
        Program first = program("first", "hub", azurite);
        Program other = program("other", "spoke", azurite);
        Program same = program("same", "hub", azurite)) {
      BlobContainerClient container = azurite.container("lake");
      assertThat(first.once()).as(first.output()).isZero();
      assertThat(markers())
          .as("a program marks an hour when its own flow logs are complete")
          .isNotEmpty();
      inFiles("plain").assertExactly(hub);
      assertThat(other.once()).as(other.output()).isZero();
      List<String> both = new ArrayList<>(hub);
      both.addAll(spoke);
      for (String folder : List.of("plain", "gathered")) {
        inFiles(folder).assertExactly(both);
        inObjects(container, folder + '/').assertExactly(both);
      }
      assertThat(same.once("--set", "flowlogs.batch-flows=25")).as(same.output()).isZero();
      assertTwice(inFiles("plain"), hub, both);
      assertTwice(inFiles("gathered"), hub, both);
      assertTwice(inObjects(container, "plain/"), hub, both);
      assertTwice(inObjects(container, "gathered/"), hub, both);
    }
  }

  private static void assertTwice(Flows flows, Collection<String> twice, Collection<String> all) {
    flows.assertAll(all);
    assertThat(flows.size()).isEqualTo(all.size() + twice.size());
  }

  private List<Path> markers() {
    return Flows.files(dir.resolve("plain")).stream()
        .filter(file -> file.endsWith("_SUCCESS"))
        .toList();
  }

  private Flows inFiles(String folder) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : Flows.files(dir.resolve(folder))) {
      texts.add(Files.readString(file));
    }
    return Flows.inTexts(texts);
  }

  private static Flows inObjects(BlobContainerClient container, String prefix) {
    Map<String, byte[]> objects = new TreeMap<>(ObjectStoreIT.objects(container));
    objects.keySet().removeIf(key -> !key.startsWith(prefix));
    return Flows.inTexts(objects.values().stream().map(Flows::text).toList());
  }

  /** Writes the blob of a flow log; returns its tuples. */
  private List<String> flowLog(String network, int seed) throws IOException {
    Names names = Names.of(GROUP, "westus", network, "net-rg");
    List<String> records =
        new Records(names, Archive.MAC, seed, 0.4)
            .next(Archive.hoursAgo().plusSeconds(6L + seed), 10, 20);
    Path blob = dir.resolve(network).resolve(names.blob(Archive.hoursAgo(), Archive.MAC));
    Files.createDirectories(blob.getParent());
    String text = "{\"records\":[" + String.join(",", records) + "]}";
    Files.writeString(blob, text, StandardCharsets.UTF_8);
    return records.stream().flatMap(record -> Records.tuples(record).stream()).toList();
  }

  private Program program(String name, String source, Azurite azurite) throws IOException {
    Program program =
        Program.in(
            dir.resolve("program-" + name),
            """
            flowlogs.source.archive.directory = %1$s/%2$s
            flowlogs.start = beginning
            flowlogs.batch-flows = 50
            flowlogs.destination.plain.uri = file:%1$s/plain
            flowlogs.destination.plain.marker = _SUCCESS
            flowlogs.destination.gathered.uri = file:%1$s/gathered
            flowlogs.destination.gathered.gather = 1MB, 1h
            flowlogs.destination.objects.uri = azure-storage-blob:%3$s/lake?serviceClient=#lakeClient
            flowlogs.destination.objects.layout = plain/{decision}
            flowlogs.destination.pool.uri = azure-storage-blob:%3$s/lake?serviceClient=#lakeClient
            flowlogs.destination.pool.layout = gathered/{decision}
            flowlogs.destination.pool.gather = 1MB, 1h
            flowlogs.allow = plain, gathered, objects, pool
            flowlogs.deny = plain, gathered, objects, pool
            camel.main.routesIncludePattern = file:client.camel.yaml
            """
                .formatted(dir, source, azurite.accountName()));
    Files.writeString(
        program.folder().resolve("client.camel.yaml"),
        ObjectStoreIT.CLIENT.formatted(azurite.connectionString()));
    return program;
  }
}
