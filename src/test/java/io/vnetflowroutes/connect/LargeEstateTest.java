package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.offsets.BlobKey;
import io.vnetflowroutes.offsets.HourCodec;
import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.offsets.LaneState;
import io.vnetflowroutes.offsets.Rows;
import io.vnetflowroutes.poll.Anchor;
import io.vnetflowroutes.poll.BlobProgress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;

/**
 * Measures what the offsets of a flow log of 100,000 interfaces take: those of a day and what is
 * kept beyond it, in 64 slices, all of them owned by one task.
 */
class LargeEstateTest {

  private static final int INTERFACES = 100_000;
  private static final int HOURS = 28;
  private static final int SLICES = 64;
  private static final long MEGABYTE = 1_000_000;

  /** Of Kafka's producer, by default. */
  private static final int LARGEST_REQUEST = 1 << 20;

  private static final Instant FIRST = Instant.parse("2026-09-01T00:00:00Z");
  private static final String LOG = "flowLogResourceID=/S_G/NETWORKWATCHER_EASTUS_V-G-FLOWLOG";
  private static final String ACCOUNT =
      "account.blob.core.windows.net/insights-logs-flowlogflowevent";

  private final Map<String, Map<String, Object>> offsets = new HashMap<>();
  private final Random random = new Random(4);

  /** How far the blobs of so many interfaces are in an hour, for each of so many slices. */
  static List<NavigableMap<Long, BlobProgress>> hour(
      Instant hour, int interfaces, int count, Random random) {
    List<NavigableMap<Long, BlobProgress>> slices = new ArrayList<>();
    for (int slice = 0; slice < count; slice++) {
      slices.add(new TreeMap<>());
    }
    for (int nic = 0; nic < interfaces; nic++) {
      long mac = 0x000D3A000000L + 167L * nic;
      long position = 20_000L + random.nextInt(1_000_000);
      long etag = 0x8DDE9A0000000000L + random.nextLong(9_000_000_000L);
      slices
          .get(Lane.sliceOf("%012X".formatted(mac), count))
          .put(
              mac,
              new BlobProgress(
                  position,
                  Anchor.digested(128, random.nextInt()),
                  0,
                  position + 2,
                  "0x" + Long.toHexString(etag).toUpperCase(Locale.ROOT),
                  hour.toEpochMilli() + 1000L * random.nextInt(120),
                  hour.getEpochSecond() + 4500 + random.nextInt(600),
                  0,
                  Anchor.NONE,
                  0,
                  0));
    }
    return slices;
  }

  @Test
  void theOffsetsOfAHundredThousandInterfacesTakeLessThanAHundredMegabytes() {
    List<NavigableMap<Long, BlobProgress>> slices = hour(FIRST, INTERFACES, SLICES, random);
    long packed = 0;
    for (int slice = 0; slice < SLICES; slice++) {
      Lane lane = new Lane(ACCOUNT, LOG, slice, SLICES);
      byte[] row = HourCodec.pack(FIRST, slices.get(slice));
      for (int slot = 0; slot < HOURS; slot++) {
        offsets.put(lane.row(slot), Rows.ofHour(FIRST.plus(slot, ChronoUnit.HOURS), row));
        packed += row.length;
      }
      long done = FIRST.plus(HOURS - 4, ChronoUnit.HOURS).getEpochSecond();
      offsets.put(
          lane.row(), new LaneState(done, done, FIRST.getEpochSecond(), Set.of()).offset(HOURS));
    }
    long topic =
        offsets.entrySet().stream()
            .mapToLong(
                row -> (row.getKey() + row.getValue()).getBytes(StandardCharsets.UTF_8).length)
            .sum();
    Lanes lanes = new Lanes(ACCOUNT, new Slices(SLICES, Map.of()), 0, 1);
    OffsetRows rows = new OffsetRows(new StoredOffsets(new Stored(), lanes), lanes);
    long began = System.nanoTime();
    assertThat(rows.load(LOG)).hasSize(SLICES);
    long millis = (System.nanoTime() - began) / 1_000_000;
    System.out.printf(
        "%d interfaces, %d hours: topic %d MB, packed in a task %d MB, loaded in %d ms%n",
        INTERFACES, HOURS, topic / MEGABYTE, packed / MEGABYTE, millis);
    assertThat(topic).isLessThan(100 * MEGABYTE);
    assertThat(packed).as("what one task keeps that owns all").isLessThan(100 * MEGABYTE);
    String blob =
        LOG + "/y=2026/m=09/d=01/h=05/m=00/macAddress=%012X/PT1H.json".formatted(0x000D3A000000L);
    Lane lane =
        new Lane(ACCOUNT, LOG, Lane.sliceOf("%012X".formatted(0x000D3A000000L), SLICES), SLICES);
    assertThat(rows.blob(lane, FIRST.plus(5, ChronoUnit.HOURS), BlobKey.of(blob)).position())
        .isPositive();
  }

  /** A connector that is told of it in time divides such a flow log. */
  @Test
  void theRowOfAnHourIsWhatKafkaTakesWhileASliceHasNoMoreThanFiftyThousandInterfaces() {
    assertThat(rowOf(1_500)).isLessThan(40_000);
    assertThat(rowOf(50_000)).isLessThan(LARGEST_REQUEST);
    assertThat(rowOf(60_000)).isGreaterThan(LARGEST_REQUEST);
  }

  private int rowOf(int interfaces) {
    byte[] packed = HourCodec.pack(FIRST, hour(FIRST, interfaces, 1, random).get(0));
    return Rows.ofHour(FIRST, packed).toString().length();
  }

  private final class Stored implements OffsetStorageReader {

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
      return offsets.get(Rows.row(partition));
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
      partitions.forEach(partition -> found.put(partition, offset(partition)));
      return found;
    }
  }
}
