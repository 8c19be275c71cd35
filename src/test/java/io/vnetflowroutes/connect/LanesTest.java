package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.offsets.Lane;
import io.vnetflowroutes.source.BlobName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that each lane has one owner, and that few of them move when there are more tasks. */
class LanesTest {

  private static final String ACCOUNT =
      "account.blob.core.windows.net/insights-logs-flowlogflowevent";
  private static final int LANES = 1000;

  private static List<Lane> lanes(int slices) {
    return IntStream.range(0, LANES)
        .mapToObj(
            lane ->
                new Lane(ACCOUNT, "flowLogResourceID=/S/L" + lane / slices, lane % slices, slices))
        .toList();
  }

  @Test
  void aLaneHasOneOwnerAmongAnyNumberOfTasksAndAllOfThemOwnSome() {
    for (int tasks = 1; tasks <= 64; tasks++) {
      int[] owned = new int[tasks];
      for (Lane lane : lanes(8)) {
        owned[lane.owner(tasks)]++;
      }
      assertThat(owned).as("%d tasks", tasks).doesNotContain(0);
    }
  }

  @Test
  void oneTaskMoreTakesItsShareAndNothingElseMoves() {
    for (int tasks = 1; tasks < 32; tasks++) {
      int moved = 0;
      for (Lane lane : lanes(1)) {
        int before = lane.owner(tasks);
        int now = lane.owner(tasks + 1);
        if (before != now) {
          assertThat(now).as("it moves to the new task").isEqualTo(tasks);
          moved++;
        }
      }
      assertThat(moved).isBetween(LANES / (tasks + 1) / 2, LANES / (tasks + 1) * 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64})
  void eachBlobBelongsToOneTask(int slices) {
    List<Lanes> tasks =
        IntStream.range(0, 5)
            .mapToObj(task -> new Lanes(ACCOUNT, new Slices(slices, Map.of()), task, 5))
            .toList();
    for (int nic = 0; nic < 200; nic++) {
      BlobName blob =
          new BlobName("flowLogResourceID=/S_G/N_LOG", Instant.EPOCH, "%012X".formatted(nic));
      assertThat(tasks.stream().filter(task -> task.share().blobs().test(blob))).hasSize(1);
    }
  }

  @Test
  void aSliceOfManyIsPartOfOneSliceOfFew() {
    for (int nic = 0; nic < 2000; nic++) {
      String mac = "000D3A%06X".formatted(nic * 7);
      int fine = Lane.sliceOf(mac, 64);
      for (int slices = 1; slices < 64; slices *= 2) {
        assertThat(Lane.sliceOf(mac, slices)).isEqualTo(fine / (64 / slices));
      }
      assertThat(Lane.sliceOf(mac.toLowerCase(Locale.ROOT), 64)).isEqualTo(fine);
    }
  }

  @Test
  void theSlicesOfAFlowLogAreAboutEqual() {
    int[] blobs = new int[64];
    for (int nic = 0; nic < 64_000; nic++) {
      blobs[Lane.sliceOf("000D3A%06X".formatted(nic), 64)]++;
    }
    assertThat(IntStream.of(blobs)).allMatch(count -> count > 800 && count < 1200);
  }

  @Test
  void theLanesOfThenAreThoseWhoseSlicesOverlap() {
    Lanes lanes = new Lanes(ACCOUNT, new Slices(4, Map.of()), 0, 1);
    Lane lane = new Lane(ACCOUNT, "L", 1, 4);
    List<String> overlapping = new ArrayList<>();
    lanes
        .overlapping(lane)
        .subList(0, 4)
        .forEach(
            level -> level.forEach(other -> overlapping.add(other.slice() + "/" + other.slices())));
    assertThat(overlapping).containsExactly("0/1", "0/2", "1/4", "2/8", "3/8");
  }

  @ParameterizedTest
  @CsvSource({
    "1, LOG, 1",
    "64, LOG, 64",
    "'LOG=8, OTHER = 2', log, 8",
    "'LOG=8, OTHER = 2', OTHER, 2",
    "'LOG=8, 4', other, 4",
  })
  void theNumberOfSlicesIsThatOfTheFlowLogsName(String text, String flowLog, int slices) {
    Slices read = Slices.of(text).orElseThrow();
    assertThat(read.of(flowLog, read.all())).isEqualTo(slices);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "128", "LOG", "LOG=0", "LOG=8,", "-1"})
  void anyOtherTextIsNoNumberOfSlices(String text) {
    assertThat(Slices.of(text)).isEmpty();
  }
}
