package io.vnetflowroutes.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.camel.Configuration;
import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves that settings which do not fit the heap are lowered, and that it is said. */
class HeapLimitsTest {

  private static final long MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  private Settings settings(String more) throws IOException, ConfigurationException {
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            """
            flowlogs.source.s.directory = %s
            flowlogs.destination.lake.uri = file:out
            flowlogs.allow = lake
            flowlogs.deny = lake
            """
                    .formatted(folder)
                + more);
    Files.createDirectories(folder.resolve("routes"));
    return Configuration.read(
        file, Map.of(), Map.of("flowlogs.routes", folder.resolve("routes").toString()));
  }

  private static Settings in(long megabytes, Settings settings) {
    return heap(megabytes).fit(settings);
  }

  private static HeapLimits heap(long megabytes) {
    return new HeapLimits(
        megabytes * MEGABYTE, uri -> uri.startsWith("file:"), uri -> uri.startsWith("azure"));
  }

  @Test
  void inALargeHeapAllStays() throws Exception {
    Settings settings = settings("");
    assertThat(in(512, settings)).isSameAs(settings);
    assertThat(in(168, settings)).as("the heap that the sentence names").isSameAs(settings);
  }

  @Test
  void inASmallHeapThereAreFewerReadersAndItIsSaid() throws Exception {
    Settings settings = settings("");
    assertThat(in(62, settings).get(ProgramKeys.READERS)).isEqualTo(1);
    assertThat(in(124, settings).get(ProgramKeys.READERS)).isEqualTo(5);
    assertThat(in(62, settings).get(ProgramKeys.BATCH_SIZE)).isEqualTo(4 * MEGABYTE);
    assertThat(in(62, settings).warnings())
        .containsExactlyElementsOf(
            List.of(
                "Java has a heap of 62 MB, which is too small for the settings, so it lowers"
                    + " flowlogs.readers from 8 to 1. From a heap of 168 MB on (-Xmx173m, or a"
                    + " container of 692 MB) it lowers nothing"));
  }

  @Test
  void whatIsGatheredCountsAndABodyIsLoweredIfItDoesNotFit() throws Exception {
    Settings settings =
        settings(
            """
            flowlogs.destination.lake.gather = 128MB, 15m
            flowlogs.destination.siem.uri = http://127.0.0.1/in
            flowlogs.destination.siem.gather = 64MB, 10s
            """);
    assertThat(in(512, settings)).isSameAs(settings);
    Settings lowered = in(124, settings);
    Settings.Group<DestinationKeys> siem = lowered.groups(DestinationKeys.GROUP).get(1);
    assertThat(siem.get(DestinationKeys.GATHER))
        .isEqualTo(Optional.of(new GatherLimits(16 * MEGABYTE, Duration.ofSeconds(10))));
    assertThat(lowered.groups(DestinationKeys.GROUP).get(0).get(DestinationKeys.GATHER))
        .as("a file is written in parts")
        .isEqualTo(Optional.of(new GatherLimits(128 * MEGABYTE, Duration.ofMinutes(15))));
    assertThat(lowered.get(ProgramKeys.READERS)).isLessThan(5);
    assertThat(lowered.warnings().toString())
        .contains("flowlogs.destination.siem.gather from 64MB, 10s to 16384KB, 10s");
  }

  @Test
  void anObjectTakesTheSameMemoryHoweverLargeItIs() throws Exception {
    String lake =
        """
        flowlogs.destination.objects.uri = azure-storage-blob:account/lake
        flowlogs.destination.objects.gather = %s, 15m
        """;
    for (String size : List.of("1MB", "2GB")) {
      Settings settings = settings(lake.formatted(size));
      assertThat(in(168 + 22, settings)).as(size).isSameAs(settings);
      assertThat(in(168 + 21, settings).get(ProgramKeys.READERS)).as(size).isEqualTo(7);
    }
  }

  @Test
  void aStorageAccountNeedsRoomForWhatIsFetchedAhead() throws Exception {
    Settings settings =
        settings(
            """
            flowlogs.source.a.storage-account-url = https://a.blob.core.windows.net
            flowlogs.source.a.account-key = AAAA
            flowlogs.source.a.virtual-network = v
            """);
    assertThat(in(124, settings).get(ProgramKeys.READERS)).isEqualTo(4);
    assertThat(in(124, settings).warnings().toString())
        .as("the figure of docs/operations.md")
        .contains("(-Xmx206m, or a");
  }

  @Test
  void whatOneReaderCannotHoldIsLoweredToo() throws Exception {
    Settings settings =
        settings(
            """
            flowlogs.batch-flows = 1000000
            flowlogs.batch-size = 100MB
            flowlogs.readers = 2
            flowlogs.destination.lake.body-limit = 1GB
            """);
    Settings lowered = in(116, settings);
    assertThat(lowered.get(ProgramKeys.READERS)).isEqualTo(1);
    assertThat(lowered.get(ProgramKeys.BATCH_SIZE)).isLessThan((int) (20 * MEGABYTE));
    assertThat(lowered.groups(DestinationKeys.GROUP).get(0).get(DestinationKeys.BODY_LIMIT))
        .isLessThan((int) (20 * MEGABYTE));
    assertThat(lowered.warnings().get(lowered.warnings().size() - 1))
        .contains(
            "flowlogs.destination.lake.body-limit from 1GB to ", "flowlogs.batch-flows from ");
  }

  @Test
  void aHeapThatIsTooSmallForAnySettingIsRefused() {
    assertThat(heap(40).problem())
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("40 MB", "-Xmx48m"));
    assertThat(heap(46).problem()).isEmpty();
  }

  @Test
  void aKafkaClientGathersNoMoreThanFits() {
    assertThat(HeapLimits.kafkaBuffer(1024 * MEGABYTE, 1)).isEqualTo(32 * MEGABYTE);
    assertThat(HeapLimits.kafkaBuffer(62 * MEGABYTE, 1)).isLessThan(10 * MEGABYTE);
  }
}
