package io.vnetflowroutes.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Proves that the table of sizes in docs/scale-out.md is the arithmetic that the page describes, of
 * the figures in docs/benchmarks.md.
 */
class ScaleOutSizesTest {

  /** Figures of the table have one or two digits, and heaps are rounded up generously. */
  private static final Percentage ROUNDED = Percentage.withPercentage(20);

  private static final int INTERFACES_OF_A_FLOW_LOG = 1_000;
  private static final int FLOWS = 1_200;
  private static final int HOURS_KEPT = 28;
  private static final int BYTES_KEPT = 22;
  private static final double MEGABYTE = 1e6;

  private String page;
  private String benchmarks;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("docs/scale-out.md"));
    benchmarks = Files.readString(Path.of("docs/benchmarks.md"));
  }

  /** The rows of a table, as the numbers that their cells begin with. */
  private static List<List<Double>> rows(String text, String head) {
    List<List<Double>> rows = new ArrayList<>();
    text.substring(text.indexOf(head))
        .lines()
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .forEach(line -> rows.add(numbers(line)));
    assertThat(rows).as(head).isNotEmpty();
    return rows;
  }

  private static List<Double> numbers(String row) {
    List<Double> numbers = new ArrayList<>();
    for (String cell : row.substring(1).split("\\|", -1)) {
      String number = cell.replace(",", "").trim().replaceAll(" .*", "");
      numbers.add(number.matches("[0-9.]+") ? Double.parseDouble(number) : Double.NaN);
    }
    return numbers;
  }

  /** Processor seconds of a worker per million flows of small blobs. */
  private double perMillion(String content) {
    return benchmarks
        .lines()
        .filter(line -> line.startsWith("| " + content + " | small |"))
        .map(line -> numbers(line).get(2))
        .findFirst()
        .orElseThrow();
  }

  private List<List<Double>> simulated() {
    return rows(benchmarks, "| interfaces | flow logs | slices |");
  }

  /** Processor seconds of a task for each of its interfaces, in an estate of so many. */
  private double perInterface(double interfaces) {
    return simulated().stream()
        .filter(row -> row.get(0) == interfaces && row.get(2) == 1)
        .map(row -> row.get(6) / row.get(4))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTableAddsUpWhatWasMeasured() {
    double heap =
        simulated().stream()
            .filter(row -> row.get(2) == 1)
            .mapToDouble(row -> row.get(10))
            .max()
            .orElseThrow();
    for (List<Double> row : rows(page, "| interfaces | connectors | tasks |")) {
      double interfaces = row.get(0);
      double connectors = row.get(1);
      double tasks = row.get(2);
      double lists = 8 * interfaces / INTERFACES_OF_A_FLOW_LOG + 18 * tasks;
      assertThat(row.get(3)).as("list calls").isCloseTo(lists, ROUNDED);
      assertThat(row.get(4)).as("reads").isEqualTo(interfaces);
      double reading = interfaces * perInterface(interfaces);
      double flows = interfaces * FLOWS / 1e6;
      assertThat(row.get(5))
          .as("cores for flows of %,.0f", interfaces)
          .isCloseTo((reading + flows * perMillion("flows")) / 3_600, ROUNDED);
      assertThat(row.get(6))
          .as("cores for batches of %,.0f", interfaces)
          .isCloseTo((reading + flows * perMillion("batches")) / 3_600, ROUNDED);
      double offsets = interfaces / connectors * HOURS_KEPT * BYTES_KEPT / MEGABYTE;
      assertThat(row.get(7)).as("MB of offsets").isCloseTo(offsets, ROUNDED);
      assertThat(row.get(8)).as("MB of heap").isCloseTo(heap + offsets, ROUNDED);
    }
  }

  @Test
  void theListCallsOfAnEstateAreThoseThatThePageExplains() {
    assertThat(page).contains("they grow from 6 per flow log and hour to\n  10 over the day");
    for (List<Double> row : simulated()) {
      if (row.get(2) == 1) {
        double flowLogs = row.get(4) / INTERFACES_OF_A_FLOW_LOG;
        assertThat(row.get(5)).as("list calls").isBetween(6 * flowLogs, 10 * flowLogs + 3);
      }
    }
  }

  @Test
  void theTextNamesTheFiguresThatWereMeasured() {
    assertThat(page)
        .contains("%.1f s of processor time per million".formatted(perMillion("flows")))
        .contains("%.1f s as\n  batches".formatted(perMillion("batches")));
  }
}
