package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise that each flow is in exactly one gathered object: the program is killed before a
 * store gets an object, after that and before the answer, and at random instants, and each time it
 * starts with other settings, among them another ending of names.
 *
 * <p>{@code -Dobjects.kills=200} makes it longer, {@code -Dobjects.seed=…} repeats its dice.
 */
final class ObjectCrashCampaignIT {

  private static final int KILLS = Integer.getInteger("objects.kills", 6);
  private static final long SEED = Long.getLong("objects.seed", System.nanoTime());
  private static final int RECORDS = 12;
  private static final List<String> STORES = List.of("blobs", "bucket");

  /** Three runs in a row have three endings, and so what two of them left is found by the third. */
  private static final List<String> COMPRESSIONS = List.of("none", "gzip", "zstd");

  private static final List<List<String>> CHANGING =
      List.of(
          List.of("gather=16KB, 1h", "gather=4KB, 1h", "gather=64KB, 200ms"),
          List.of("framing=lines", "framing=array"),
          List.of("format=flat", "format=ecs"),
          List.of("derive=", "derive=scope"),
          List.of("layout={name}/{decision}/{yyyy}{MM}{dd}{HH}", "layout={name}/{yyyy}"));

  /** When the program is killed. */
  private enum Kill {
    BEFORE_THE_STORE_HAS_IT,
    BEFORE_THE_ANSWER,
    AT_RANDOM
  }

  @TempDir private Path dir;
  private final Random random = new Random(SEED);

  @Test
  void eachFlowIsInOneObjectWhateverIsKilledAndSet() throws Exception {
    System.out.println("Crash campaign of objects: objects.seed=" + SEED);
    Archive archive = hour(1);
    int flows = archive.tuples().size();
    Path home = ObjectStoreIT.installIn(dir);
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("account")));
        S3Mock s3 = S3Mock.start(Files.createDirectory(dir.resolve("buckets")));
        Relay blobs = new Relay(azurite.accountUrl().replaceFirst("/[^/]+$", ""));
        Relay bucket = new Relay(s3.url());
        Program undisturbed =
            Program.in(dir.resolve("undisturbed"), archive.everythingTo("all", "file:all"));
        Program program =
            Program.in(dir.resolve("work"), settings(archive, azurite, bucket.url()))) {
      BlobContainerClient container = azurite.container("lake");
      String connection =
          azurite
              .connectionString()
              .replace(":" + azurite.port() + "/", blobs.url().replaceFirst(".*:", ":") + "/");
      Files.writeString(
          program.folder().resolve("client.camel.yaml"),
          ObjectStoreIT.CLIENT.formatted(connection));
      String script = home.resolve("flowlogs").toString();
      assertThat(program.launch(List.of(script, "add", "camel-aws2-s3")).exitCode()).isZero();
      for (int run = 1; run <= KILLS; run++) {
        Kill kill = run % 5 == 0 ? Kill.AT_RANDOM : Kill.values()[(run - 1) % 5 % 2];
        Relay store = (run - 1) % 5 < 2 ? blobs : bucket;
        kill(program, kill, store, command(script, run));
        program.assertNoStackTrace();
        flows += hour(run + 1).tuples().size();
      }
      program.launch(command(script, 0));
      assertThat(program.exitCode()).as(program.output()).isZero();
      program.assertNoStackTrace();
      assertThat(undisturbed.once()).as(undisturbed.output()).isZero();
      Map<String, String> expected = Arrivals.linesById(undisturbed.folder().resolve("all"));
      assertThat(expected).hasSize(flows);
      List<Arrivals> all =
          List.of(
              arrivals("blobs", expected, ObjectStoreIT.objects(container)),
              arrivals("bucket", expected, s3.objects()));
      System.out.printf(
          "Crash campaign of objects: %d kills, seed %d%n  %s%n", KILLS, SEED, Arrivals.heading());
      all.forEach(arrivals -> System.out.println("  " + arrivals.row()));
      assertThat(all).flatMap(Arrivals::problems).isEmpty();
      assertThat(all).allMatch(arrivals -> arrivals.duplicates() == 0);
    }
  }

  /** Writes the blob of the hour that a run finds new. */
  private Archive hour(int run) {
    Instant hour = Archive.hoursAgo().minus(KILLS + 1L - run, ChronoUnit.HOURS);
    return new Archive(dir, hour).grow(RECORDS);
  }

  private void kill(Program program, Kill kill, Relay store, List<String> command)
      throws InterruptedException {
    Runnable now = () -> program.process().destroyForcibly();
    if (kill == Kill.BEFORE_THE_STORE_HAS_IT) {
      store.cutPut("", now);
    } else if (kill == Kill.BEFORE_THE_ANSWER) {
      store.losePut("", now);
    }
    program.launch(command);
    if (kill == Kill.AT_RANDOM) {
      program.awaitLine("Flow log found");
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
      now.run();
    }
    int exit = program.exitCode();
    if (kill != Kill.AT_RANDOM) {
      assertThat(exit).as(kill + ": " + program.output()).isEqualTo(137);
    }
  }

  private static Arrivals arrivals(
      String name, Map<String, String> expected, Map<String, byte[]> objects) {
    Arrivals arrivals = new Arrivals(name, expected, line -> false);
    objects.forEach(
        (key, content) -> {
          assertThat(key).contains("/gathered-");
          arrivals.addAnyFormat(0, Flows.text(content));
        });
    return arrivals;
  }

  /** Those of the last run, which is not killed, are the first of each. */
  private List<String> command(String script, int run) {
    List<String> command = new ArrayList<>(List.of(script, "run", "--once"));
    for (String store : STORES) {
      Stream.concat(
              Stream.of("compression=" + COMPRESSIONS.get(run % COMPRESSIONS.size())),
              CHANGING.stream()
                  .map(choice -> choice.get(run == 0 ? 0 : random.nextInt(choice.size()))))
          .forEach(
              setting ->
                  command.addAll(
                      List.of("--set", "flowlogs.destination." + store + '.' + setting)));
    }
    command.addAll(
        List.of("--set", "flowlogs.batch-flows=" + (run == 0 ? 20 : 10 + random.nextInt(40))));
    return command;
  }

  private static String settings(Archive archive, Azurite azurite, String s3) {
    return archive.source()
        + """
        flowlogs.destination.blobs.uri = azure-storage-blob:%s/lake?serviceClient=#lakeClient
        flowlogs.destination.bucket.uri = aws2-s3:lake?overrideEndpoint=true&uriEndpointOverride=%s&forcePathStyle=true&region=eu-west-1&accessKey=a&secretKey=RAW(b)
        flowlogs.allow = blobs, bucket
        flowlogs.deny = blobs, bucket
        camel.main.routesIncludePattern = file:client.camel.yaml
        flowlogs.recheck = %dh
        """
            .formatted(azurite.accountName(), s3, KILLS + 24);
  }
}
