package io.vnetflowroutes.config;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that was probably meant by one that does not exist. */
public final class Nearest {

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /** The name with the fewest letters that differ; an empty text where there are no names. */
  public static String of(String name, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(known -> DISTANCE.apply(name, known)))
        .orElse("");
  }
}
