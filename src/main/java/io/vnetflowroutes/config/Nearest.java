package io.vnetflowroutes.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the existing name that a wrong name most probably means. */
public final class Nearest {

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  /** The measure that decides between several names: it prefers swapped letters. */
  private static final JaroWinklerSimilarity LIKENESS = new JaroWinklerSimilarity();

  /** How many letters may differ in a short name. */
  private static final int LEAST_LETTERS = 3;

  private Nearest() {}

  /**
   * The same, if it is near enough to be meant: besides a common beginning, at most half of the
   * letters differ.
   */
  public static Optional<String> likely(String name, Collection<String> names) {
    String nearest = of(name, names);
    int common = StringUtils.getCommonPrefix(name, nearest).length();
    int most = Math.max(LEAST_LETTERS, (Math.min(name.length(), nearest.length()) - common) / 2);
    boolean begins = common == name.length() && common > 0;
    return begins || DISTANCE.apply(name, nearest) <= most
        ? Optional.of(nearest)
        : Optional.empty();
  }

  /**
   * The name with the fewest differing letters, and of several the most similar; an empty text if
   * there are no names.
   */
  public static String of(String name, Collection<String> names) {
    return names.stream()
        .min(
            Comparator.<String>comparingInt(known -> DISTANCE.apply(name, known))
                .thenComparingDouble(known -> -LIKENESS.apply(name, known)))
        .orElse("");
  }
}
