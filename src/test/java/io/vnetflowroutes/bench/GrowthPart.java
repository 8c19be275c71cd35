package io.vnetflowroutes.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whether twice the work takes twice the time. */
final class GrowthPart {

  private static final int RUNS = 5;
  private static final int[] SIZES = {1, 2, 4, 8};
  private static final int FLOWS = 120_000;
  private static final int BLOBS = 2;

  private GrowthPart() {}

  static void measure(Path work) throws Exception {
    Page page =
        new Page("Cost grows linearly")
            .text(
                """
                The whole program reads a directory and sends the flat format to destinations that drop it.
                "Off the line" is the largest distance of a median from the straight line through the medians
                (least squares), as a share of the longest time. Goal: 10 %.
                """)
            .table("what", "1", "2", "4", "8", "off the line");
    List<List<Double>> data = runs();
    List<List<Double>> destinations = runs();
    for (int run = -1; run < RUNS; run++) {
      for (int i = 0; i < SIZES.length; i++) {
        double bySize = seconds(work, SIZES[i] * BLOBS, FLOWS, 1);
        double byDestination = seconds(work, BLOBS, FLOWS, SIZES[i]);
        if (run >= 0) {
          data.get(i).add(bySize);
          destinations.get(i).add(byDestination);
        }
      }
    }
    row(page, "seconds for N times 240,000 flows", data);
    row(page, "seconds for 240,000 flows to N destinations", destinations);
    page.end().write();
  }

  private static List<List<Double>> runs() {
    return IntStream.range(0, SIZES.length)
        .mapToObj(i -> (List<Double>) new ArrayList<Double>())
        .toList();
  }

  private static void row(Page page, String what, List<List<Double>> runs) {
    double[] medians = runs.stream().mapToDouble(r -> Figure.of(r).median()).toArray();
    List<String> cells = new ArrayList<>(List.of(what));
    runs.forEach(r -> cells.add(Figure.of(r).text()));
    cells.add(Figure.number(100 * offLine(medians)) + " %");
    page.row(cells.toArray(new String[0]));
  }

  /** The largest distance from the line of least squares, as a share of the longest time. */
  static double offLine(double[] times) {
    double n = times.length;
    double meanX = IntStream.of(SIZES).average().orElseThrow();
    double meanY = IntStream.range(0, times.length).mapToDouble(i -> times[i]).sum() / n;
    double slope = 0;
    double spread = 0;
    for (int i = 0; i < times.length; i++) {
      slope += (SIZES[i] - meanX) * (times[i] - meanY);
      spread += (SIZES[i] - meanX) * (SIZES[i] - meanX);
    }
    slope /= spread;
    double off = 0;
    for (int i = 0; i < times.length; i++) {
      off = Math.max(off, Math.abs(times[i] - meanY - slope * (SIZES[i] - meanX)));
    }
    return off / times[times.length - 1];
  }

  private static double seconds(Path work, int blobs, int flows, int destinations)
      throws Exception {
    Path in = work.resolve("growth-" + blobs);
    if (!java.nio.file.Files.exists(in)) {
      Pipe.blobs(in, blobs, Blobs.ordinary(flows));
    }
    StringBuilder settings = new StringBuilder(Pipe.directory(in));
    List<String> names =
        IntStream.range(0, destinations).mapToObj(i -> "sink" + i).collect(Collectors.toList());
    names.forEach(
        name ->
            settings.append(
                "flowlogs.destination.%1$s.uri = log:%1$s?level=OFF\n".formatted(name)));
    settings.append(
        "flowlogs.allow = %1$s\nflowlogs.deny = %1$s\n".formatted(String.join(",", names)));
    return Pipe.seconds(Pipe.run(work, settings.toString()));
  }
}
