package io.vnetflowroutes.derive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The fields that can be derived for a flow, in the order in which they are written. */
public enum Derived {
  /** The Community ID of the connection. */
  COMMUNITY_ID,
  /** The name of the service at the destination's port. */
  SERVICE,
  /** The scope of both addresses and of the traffic between them. */
  SCOPE,
  /** Whether the traffic was encrypted, and why not. */
  ENCRYPTION,
  /** Bytes and packets of both directions together. */
  TOTALS,
  /** Country and autonomous system of both ends, from databases that the user gives. */
  GEO,
  /** Azure's service tag and region of both ends, from the file that the user gives. */
  SERVICE_TAG,
  /** The user's lists that contain either end. */
  LABELS,
  /** Names and kinds from ARM ids. */
  NAMES;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word in settings. */
  public String word() {
    return word;
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Derived::word).toList();
  }

  /**
   * The field of a word.
   *
   * @throws IllegalArgumentException if there is no such word
   */
  public static Derived named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
