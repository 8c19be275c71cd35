package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise that an object may be larger than the memory, and is there once all the same. */
final class LargeObjectIT {

  private static final long HEAP = 64 << 20;

  @TempDir private Path dir;

  @Test
  void anObjectLargerThanTheHeapIsThereOnceWhateverIsKilledMeanwhile() throws Exception {
    Path source = dir.resolve("source");
    SmallHeapIT.fill(source);
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("account")));
        Relay relay = new Relay(azurite.accountUrl().replaceFirst("/[^/]+$", ""));
        Program program = Program.in(dir.resolve("work"), settings(source, azurite))) {
      BlobContainerClient container = azurite.container("lake");
      String connection =
          azurite
              .connectionString()
              .replace(":" + azurite.port() + "/", relay.url().replaceFirst(".*:", ":") + "/");
      Files.writeString(
          program.folder().resolve("client.camel.yaml"),
          ObjectStoreIT.CLIENT.formatted(connection));
      program.with(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
      for (String request : List.of("comp=block&", "comp=blocklist")) {
        relay.losePut(request, () -> program.process().destroyForcibly());
        assertThat(program.once()).as(program.output()).isEqualTo(137);
      }
      assertThat(program.once()).as(program.output()).isZero();
      assertThat(relay.answers()).anyMatch(answer -> answer.startsWith("409 PUT /"));
      List<BlobItem> objects = container.listBlobs().stream().toList();
      assertThat(objects)
          .hasSize(2)
          .allMatch(object -> object.getName().contains("/gathered-"))
          .anyMatch(object -> object.getProperties().getContentLength() > HEAP);
      Set<String> ids = new HashSet<>();
      for (BlobItem object : objects) {
        addIds(container, object.getName(), ids);
      }
      assertThat(ids).hasSize(SmallHeapIT.flows());
    }
  }

  private static void addIds(BlobContainerClient container, String name, Set<String> ids)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                container.getBlobClient(name).openInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertThat(ids.add(Arrivals.id(line))).as(line).isTrue();
      }
    }
  }

  private static String settings(Path source, Azurite azurite) {
    return """
        flowlogs.source.s.directory = %s
        flowlogs.start = beginning
        flowlogs.silent-after = 0
        flowlogs.destination.lake.uri = azure-storage-blob:%s/lake?serviceClient=#lakeClient
        flowlogs.destination.lake.derive = community-id, service, scope, totals
        flowlogs.destination.lake.gather = 1GB, 1h
        flowlogs.allow = lake
        flowlogs.deny = lake
        camel.main.routesIncludePattern = file:client.camel.yaml
        """
        .formatted(source, azurite.accountName());
  }
}
