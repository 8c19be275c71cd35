package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.FlowLogText;
import io.vnetflowroutes.core.CoreReader;
import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.it.Program;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.FlowLogSelection;
import io.vnetflowroutes.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Moving from the program to the connector and back: nothing is read twice, and all that is new.
 */
final class StateMoveIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLOW_LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'y='yyyy'/m='MM'/d='dd'/h='HH", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int NICS = 20;

  @TempDir private Path dir;
  private final KeptOffsets offsets = new KeptOffsets();
  private final List<String> taken = new ArrayList<>();
  private Path blobs;

  @BeforeEach
  void makeFolder() throws IOException {
    blobs = Files.createDirectory(dir.resolve("blobs"));
  }

  private void write(int hoursAgo) throws IOException {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(hoursAgo, ChronoUnit.HOURS);
    for (int nic = 0; nic < NICS; nic++) {
      Path file =
          blobs.resolve(
              "%s/%s/m=00/macAddress=000D3A%06X/PT1H.json"
                  .formatted(FLOW_LOG, FOLDER.format(hour), nic));
      Files.createDirectories(file.getParent());
      Files.writeString(file, FlowLogText.blob(FlowLogText.twoFlows(1)));
    }
  }

  private Program program(String folder) {
    return Program.in(
        dir.resolve(folder),
        """
        flowlogs.source.lake.directory = %s
        flowlogs.start = beginning
        flowlogs.destination.out.uri = file:out
        flowlogs.allow = out
        flowlogs.deny = out
        """
            .formatted(blobs));
  }

  private ConnectHost connector(int slices) {
    Source source =
        new Source("lake", new DirectoryContainer("lake", blobs), FlowLogSelection.EVERYTHING);
    return new ConnectHost(
        source,
        CoreReader.schedule(Duration.ofMinutes(75)),
        Clock.systemUTC(),
        LoopHost.LIMITS,
        this::take,
        offsets,
        new Lanes(source.container().place().toString(), new Slices(slices, Map.of()), 0, 1));
  }

  private void take(Batch batch) {
    taken.add(batch.id());
  }

  private static int files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return (int) all.filter(Files::isRegularFile).count();
    }
  }

  /** What PATCH /connectors/NAME/offsets does with the body. */
  private void patch(JsonNode body) {
    Map<String, String> config = Map.of();
    List<SourceRecord> rows = new ArrayList<>();
    for (JsonNode row : body.path("offsets")) {
      Map<String, Object> partition = map(row.path("partition"));
      Map<String, Object> offset = map(row.path("offset"));
      assertThat(new FlowLogsSourceConnector().alterOffsets(config, Map.of(partition, offset)))
          .isTrue();
      rows.add(new SourceRecord(partition, offset, "topic", null, null, null, null));
    }
    offsets.commit(rows);
  }

  private static Map<String, Object> map(JsonNode node) {
    return JSON.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }

  @Test
  void theConnectorGoesOnWhereTheProgramWasAndTheProgramWhereTheConnectorWas() throws Exception {
    write(6);
    write(5);
    Program before = program("before");
    assertThat(before.once()).as(before.output()).isZero();
    assertThat(files(dir.resolve("before/out"))).isEqualTo(2 * 2 * NICS);
    assertThat(before.verb("state", "export", "--connect")).as(before.output()).isZero();
    patch(JSON.readTree(before.output()));

    ConnectHost connector = connector(8);
    assertThat(connector.poll().failures()).isZero();
    assertThat(taken).as("read by the program").isEmpty();
    write(4);
    connector.restart();
    assertThat(connector.poll().failures()).isZero();
    assertThat(taken).hasSize(NICS);

    List<Map<String, Object>> rows = new ArrayList<>();
    offsets
        .all()
        .forEach((partition, offset) -> rows.add(Map.of("partition", partition, "offset", offset)));
    Path answer = dir.resolve("offsets.json");
    JSON.writeValue(answer.toFile(), Map.of("offsets", rows));
    Program after = program("after");
    assertThat(after.verb("state", "import", "--connect", answer.toString()))
        .as(after.output())
        .isZero();
    assertThat(after.once()).as(after.output()).isZero();
    assertThat(files(dir.resolve("after/out"))).as("read before").isZero();
    write(3);
    assertThat(after.once()).as(after.output()).isZero();
    assertThat(files(dir.resolve("after/out"))).isEqualTo(2 * NICS);

    assertThat(after.verb("state", "import", "--connect", answer.toString())).isEqualTo(2);
    assertThat(after.output()).contains("has read source 'lake' already");
    assertThat(after.verb("state", "import", "--connect", "no-such.json")).isEqualTo(2);
    assertThat(after.output()).contains("There is no file 'no-such.json'");
    assertThat(after.verb("state", "move", "--connect")).isEqualTo(2);
    after.assertNoStackTrace();
  }
}
