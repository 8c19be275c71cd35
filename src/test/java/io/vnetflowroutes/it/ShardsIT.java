package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Static shards: processes that read one account, each with its own flow logs and state, and
 * deliver to the same folder.
 */
final class ShardsIT {
  private static final String SUBSCRIPTION = "c088dc46-d692-42ad-a4b6-9a542d28ad2a";

  private static Azurite azurite;

  @TempDir Path dir;

  @BeforeAll
  static void startAccount(@TempDir Path data) {
    azurite = Azurite.start(data);
  }

  @AfterAll
  static void stopAccount() {
    azurite.close();
  }

  @Test
  void shardsDeliverEveryFlowOnceAndOneThatMovesGoesOnWhereItWas() throws Exception {
    BlobContainerClient container = azurite.container("shards");
    Instant hour = Archive.hoursAgo();
    List<String> written = new ArrayList<>();
    List<String> networks = List.of("hub", "apps", "data", "edge");
    for (int i = 0; i < networks.size(); i++) {
      written.addAll(grow(container, networks.get(i), hour, i, 5));
    }
    Program one = shard("one", container, "hub", "apps");
    Program two = shard("two", container, "data", "edge");
    assertThat(one.once()).as(one.output()).isZero();
    assertThat(two.once()).as(two.output()).isZero();
    Flows.inFiles(dir.resolve("lake")).assertExactly(Flows.tuples(written, false));

    // The volume of a shard is all that has to move with it.
    written.addAll(grow(container, "hub", hour, 7, 3));
    Program elsewhere = shard("elsewhere", container, "hub", "apps");
    Files.move(dir.resolve("one/state"), dir.resolve("elsewhere/state"));
    assertThat(elsewhere.once()).as(elsewhere.output()).isZero();
    assertThat(two.once()).as(two.output()).isZero();
    Flows.inFiles(dir.resolve("lake")).assertExactly(Flows.tuples(written, false));
  }

  /** Adds records of another network interface to a virtual network. */
  private static List<String> grow(
      BlobContainerClient container, String network, Instant hour, int nic, int count) {
    Names names = Names.of(SUBSCRIPTION, "westus", network, "net-rg");
    String mac = "000D3A0A%04X".formatted(nic);
    List<String> records = new Records(names, mac, nic, 0).next(hour.plusSeconds(6), count, 10);
    new GrowingBlob(container, names.blob(hour, mac)).append(records);
    return records;
  }

  /** A process with a source for each virtual network of its share. */
  private Program shard(String name, BlobContainerClient container, String... networks) {
    StringBuilder settings = new StringBuilder();
    for (String network : networks) {
      settings.append(
          """
          flowlogs.source.%1$s.connection-string = %2$s
          flowlogs.source.%1$s.container = %3$s
          flowlogs.source.%1$s.virtual-network = %1$s
          """
              .formatted(network, azurite.connectionString(), container.getBlobContainerName()));
    }
    return Program.in(
        dir.resolve(name),
        settings
            + """
            flowlogs.start = beginning
            flowlogs.delay = 0
            flowlogs.destination.lake.uri = file:%s
            flowlogs.allow = lake
            """
                .formatted(dir.resolve("lake")));
  }
}
