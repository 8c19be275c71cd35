package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about object stores: each object once, whatever is killed or lost. */
final class ObjectStoreIT {

  private static final int KILLS = 3;

  private static final String KEY =
      "decision=(allow|deny)/y=\\d{4}/m=\\d\\d/d=\\d\\d/h=\\d\\d/[0-9a-f]{20}-\\d+-\\d+-\\d+-(allow|deny)-\\d+-\\d+\\.ndjson";

  /** Camel knows no other host than Azure's, so that a client of one's own is named. */
  static final String CLIENT =
      """
      - beans:
          - name: lakeClient
            type: com.azure.storage.blob.BlobServiceClient
            builderClass: com.azure.storage.blob.BlobServiceClientBuilder
            builderMethod: buildClient
            properties: {connectionString: "%s"}
      """;

  @TempDir Path dir;
  private Path home;
  private Archive archive;

  /** Makes a folder with the script, to which plug-ins can be added. */
  static Path installIn(Path dir) throws IOException {
    Path home = Files.createDirectory(dir.resolve("home"));
    Program.cloneInto(home);
    return home;
  }

  @BeforeEach
  void install() throws IOException {
    home = installIn(dir);
    archive = new Archive(dir, Archive.hoursAgo()).grow(20);
  }

  @Test
  void azureBlobStorageGetsEachObjectOnce() throws Exception {
    try (Azurite azurite = Azurite.start(Files.createDirectory(dir.resolve("account")));
        Relay relay = new Relay(azurite.accountUrl().replaceFirst("/[^/]+$", ""))) {
      BlobContainerClient container = azurite.container("lake");
      BlobContainerClient tables = azurite.container("tables");
      String account = azurite.accountName();
      String settings =
          settings("azure-storage-blob:" + account + "/lake?serviceClient=#lakeClient")
              + """
              flowlogs.destination.tables.uri = azure-storage-blob:%s/tables?blobServiceClient=#lakeClient
              flowlogs.destination.tables.format = ocsf-parquet
              flowlogs.destination.tables.layout = ext/{name}/region=westeurope/accountId=1/eventDay={yyyy}{MM}{dd}
              flowlogs.allow = lake, tables
              flowlogs.deny = lake
              camel.main.routesIncludePattern = file:client.camel.yaml
              """
                  .formatted(account);
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        String connection =
            azurite
                .connectionString()
                .replace(":" + azurite.port() + "/", relay.url().replaceFirst(".*:", ":") + "/");
        Files.writeString(
            program.folder().resolve("client.camel.yaml"), CLIENT.formatted(connection));
        Callable<Map<String, byte[]>> objects = () -> objects(container);
        killWhileItWrites(program, relay, objects);
        assertThat(relay.answers()).anyMatch(answer -> answer.startsWith("409 PUT /" + account));
        assertThat(objects(tables))
            .isNotEmpty()
            .allSatisfy(
                (key, body) -> {
                  assertThat(key)
                      .matches(
                          "ext/tables/region=westeurope/accountId=1/eventDay=\\d{8}/[^/]+\\.parquet");
                  assertThat(new String(body, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
                });
        gatheredObjectsAreThereOnce(program, relay, objects);
        assertThat(relay.answers())
            .anyMatch(answer -> answer.startsWith("409 PUT /" + account + "/lake/pool"));
        othersStay(
            program,
            objects,
            (key, body) -> container.getBlobClient(key).upload(BinaryData.fromBytes(body), true));
        nothingIsWrittenToASource(program, azurite);
        assertThat(flowlogs(program, "check").exitCode()).as(program.output()).isZero();
        assertThat(program.output())
            .contains(
                "azure-storage-blob://" + account + "/lake is there, and takes the credential");
        String elsewhere = "azure-storage-blob:" + account + "/absent?serviceClient=#lakeClient";
        String set = "flowlogs.destination.lake.uri=" + elsewhere;
        assertThat(flowlogs(program, "check", "--set", set).exitCode()).isEqualTo(1);
        assertThat(program.output())
            .contains(
                "flowlogs.destination.lake.uri: the object store answered 404 (ContainerNotFound); create the container or bucket, or correct its name in the uri");
        assertThat(flowlogs(program, "try", blob().toString()).exitCode())
            .as(program.output())
            .isZero();
        assertThat(program.output())
            .contains("lake would get 400 flows", " at azure-storage-blob://" + account + "/lake");
      }
    }
  }

  @Test
  void s3GetsEachObjectOnce() throws Exception {
    try (S3Mock s3 = S3Mock.start(Files.createDirectory(dir.resolve("buckets")));
        Relay relay = new Relay(s3.url())) {
      String settings =
          settings(
                  "aws2-s3:lake?overrideEndpoint=true&uriEndpointOverride=%s&forcePathStyle=true&region=eu-west-1&accessKey=a&secretKey=RAW(b)"
                      .formatted(relay.url()))
              + "flowlogs.allow = lake\nflowlogs.deny = lake\n";
      try (Program program = Program.in(dir.resolve("work"), settings)) {
        program.launch(List.of(home.resolve("flowlogs").toString(), "add", "camel-aws2-s3"));
        assertThat(program.exitCode()).as(program.output()).isZero();
        killWhileItWrites(program, relay, s3::objects);
        assertThat(relay.answers()).anyMatch(answer -> answer.startsWith("412 PUT /lake/"));
        gatheredObjectsAreThereOnce(program, relay, s3::objects);
        assertThat(relay.answers()).anyMatch(answer -> answer.startsWith("412 PUT /lake/pool"));
        othersStay(program, s3::objects, s3::put);
        assertThat(flowlogs(program, "check").exitCode()).as(program.output()).isZero();
        assertThat(program.output()).contains("aws2-s3://lake is there, and takes the credential");
      }
    }
  }

  private String settings(String uri) {
    return archive.source()
        + """
        flowlogs.batch-flows = 100
        flowlogs.destination.lake.uri = %s
        """
            .formatted(uri);
  }

  private Program flowlogs(Program program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("flowlogs").toString()));
    command.addAll(List.of(arguments));
    return program.launch(command);
  }

  /** The store has the object, and the program is killed before it hears of that. */
  private void killWhileItWrites(
      Program program, Relay relay, Callable<Map<String, byte[]>> objects) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      relay.loseNextPut(() -> program.process().destroyForcibly());
      flowlogs(program, "run");
      assertThat(program.exitCode()).as(program.output()).isEqualTo(137);
    }
    flowlogs(program, "run", "--once");
    assertThat(program.exitCode()).as(program.output()).isZero();
    Map<String, byte[]> there = objects.call();
    assertThat(there.keySet()).hasSizeGreaterThan(KILLS).allMatch(key -> key.matches(KEY));
    flows(there).assertExactly(archive.tuples());
  }

  /** The same with objects of flows that were gathered, beside those that are there. */
  private void gatheredObjectsAreThereOnce(
      Program program, Relay relay, Callable<Map<String, byte[]>> objects) throws Exception {
    String[] once = {
      "run",
      "--once",
      "--set",
      "flowlogs.state=gathered",
      "--set",
      "flowlogs.allow=lake",
      "--set",
      "flowlogs.destination.lake.gather=32KB, 1h",
      "--set",
      "flowlogs.destination.lake.layout=pool/{decision}/{yyyy}{MM}{dd}{HH}",
      "--set",
      "flowlogs.destination.lake.marker=_SUCCESS"
    };
    for (int kill = 0; kill < KILLS; kill++) {
      relay.loseNextPut(() -> program.process().destroyForcibly());
      flowlogs(program, once);
      assertThat(program.exitCode()).as(program.output()).isEqualTo(137);
    }
    // The first answer is true: the object is there since before the kill.
    relay.denyNextPuts(3);
    flowlogs(program, once);
    assertThat(program.exitCode()).as(program.output()).isZero();
    assertThat(relay.toDeny()).isZero();
    assertThat(relay.answers()).anyMatch(answer -> answer.matches("404 GET /.*/pool/.*"));
    Map<String, byte[]> there = new TreeMap<>(objects.call());
    there.keySet().removeIf(key -> !key.startsWith("pool/"));
    Map<String, byte[]> markers = new TreeMap<>(there);
    markers.keySet().removeIf(key -> !key.endsWith("/_SUCCESS"));
    assertThat(markers).hasSizeGreaterThan(1).allSatisfy((key, body) -> assertThat(body).isEmpty());
    there.keySet().removeAll(markers.keySet());
    assertThat(there.keySet())
        .allMatch(key -> markers.containsKey(key.replaceFirst("[^/]+$", "_SUCCESS")));
    assertThat(there)
        .hasSizeGreaterThan(KILLS)
        .allSatisfy(
            (key, body) -> {
              assertThat(key)
                  .matches("pool/(allow|deny)/\\d{10}/gathered-[0-9a-f]{20}-0-\\d+\\.ndjson");
              assertThat(body.length).as("about").isLessThanOrEqualTo(40 << 10);
            });
    flows(there).assertExactly(archive.tuples());
    aBackfillDeliversOnceMoreOnlyIfAsked(program, objects);
  }

  /** All of it goes out at once when everything is read, though nothing has waited for an hour. */
  private void aBackfillDeliversOnceMoreOnlyIfAsked(
      Program program, Callable<Map<String, byte[]>> objects) throws Exception {
    List<String> backfill =
        List.of(
            "backfill",
            "--from",
            "beginning",
            "--set",
            "flowlogs.state=gathered",
            "--set",
            "flowlogs.allow=lake",
            "--set",
            "flowlogs.destination.lake.gather=10MB, 1h",
            "--set",
            "flowlogs.destination.lake.layout=more/{decision}");
    Map<String, byte[]> before = objects.call();
    flowlogs(program, backfill.toArray(String[]::new));
    assertThat(program.exitCode()).as(program.output()).isEqualTo(2);
    assertThat(program.output())
        .contains("Destination 'lake' gathers", "come again", "add --again");
    assertThat(objects.call().keySet()).isEqualTo(before.keySet());
    List<String> again = new ArrayList<>(backfill);
    again.add("--again");
    flowlogs(program, again.toArray(String[]::new));
    assertThat(program.exitCode()).as(program.output()).isZero();
    Map<String, byte[]> more = new TreeMap<>(objects.call());
    more.keySet().removeAll(before.keySet());
    assertThat(more.keySet())
        .hasSize(2)
        .allMatch(key -> key.matches("more/(allow|deny)/gathered-.*\\.ndjson"));
    flows(more).assertExactly(archive.tuples());
  }

  private static Flows flows(Map<String, byte[]> objects) {
    return Flows.inTexts(
        objects.values().stream().map(body -> new String(body, StandardCharsets.UTF_8)).toList());
  }

  private interface Writing {
    void put(String key, byte[] body) throws Exception;
  }

  /** An object of the same name that holds something else. */
  private void othersStay(Program program, Callable<Map<String, byte[]>> objects, Writing writing)
      throws Exception {
    Map<String, byte[]> before = objects.call();
    String key = before.keySet().iterator().next();
    byte[] other = "another\n".getBytes(StandardCharsets.UTF_8);
    writing.put(key, other);
    flowlogs(program, "run", "--once", "--set", "flowlogs.state=another");
    assertThat(program.exitCode()).as(program.output()).isZero();
    assertThat(program.output()).contains("it stays, and what is delivered now lies beside it");
    Map<String, byte[]> after = objects.call();
    Map<String, byte[]> expected = new TreeMap<>(before);
    expected.put(key, other);
    expected.put(key.replace(".ndjson", ".also1.ndjson"), before.get(key));
    assertThat(after).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private void nothingIsWrittenToASource(Program program, Azurite azurite) {
    flowlogs(
        program,
        "check",
        "--set",
        "flowlogs.source.account.storage-account-url=" + azurite.accountUrl(),
        "--set",
        "flowlogs.source.account.account-key=" + azurite.accountKey(),
        "--set",
        "flowlogs.source.account.container=lake");
    assertThat(program.exitCode()).as(program.output()).isEqualTo(2);
    assertThat(program.output())
        .contains(
            "flowlogs.destination.lake.uri writes to the container 'lake' of '%s', which the source 'account' reads; nothing is written there, so take another container"
                .formatted(azurite.accountName()));
  }

  private Path blob() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(file -> file.endsWith("PT1H.json")).findFirst().orElseThrow();
    }
  }

  static Map<String, byte[]> objects(BlobContainerClient container) {
    Map<String, byte[]> objects = new TreeMap<>();
    container
        .listBlobs()
        .forEach(
            blob ->
                objects.put(
                    blob.getName(),
                    container.getBlobClient(blob.getName()).downloadContent().toBytes()));
    return objects;
  }
}
