package io.vnetflowroutes.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One thing that was measured several times.
 *
 * @param runs what each run gave
 */
record Figure(double... runs) {

  static Figure of(List<Double> runs) {
    return new Figure(runs.stream().mapToDouble(Double::doubleValue).toArray());
  }

  double median() {
    double[] sorted = runs.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The median with the lowest and the highest, in a short form of three digits. */
  String text() {
    double low = Arrays.stream(runs).min().orElseThrow();
    double high = Arrays.stream(runs).max().orElseThrow();
    return "%s (%s to %s)".formatted(number(median()), number(low), number(high));
  }

  /** This median as so many times another's. */
  String times(Figure other) {
    return number(median() / other.median()) + " ×";
  }

  static String number(double value) {
    if (value >= 1e6) {
      return String.format(Locale.ROOT, "%.2f M", value / 1e6);
    }
    if (value >= 1e4) {
      return String.format(Locale.ROOT, "%.0f,000", value / 1e3);
    }
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
