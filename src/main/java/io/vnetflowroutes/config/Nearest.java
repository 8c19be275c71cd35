package io.vnetflowroutes.config;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the existing name that a wrong name most probably means. */
public final class Nearest {

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  /** Of two names it prefers the one whose letters were only swapped. */
  private static final JaroWinklerSimilarity LIKENESS = new JaroWinklerSimilarity();

  private Nearest() {}

  /**
   * The name with the fewest letters that differ, of several the likest; an empty text where there
   * are no names.
   */
  public static String of(String name, Collection<String> names) {
    return names.stream()
        .min(
            Comparator.<String>comparingInt(known -> DISTANCE.apply(name, known))
                .thenComparingDouble(known -> -LIKENESS.apply(name, known)))
        .orElse("");
  }
}
