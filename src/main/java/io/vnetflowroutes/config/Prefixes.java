package io.vnetflowroutes.config;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The prefixes of keys, and the prefix that a misspelled one most probably means. */
final class Prefixes {

  private static final String WORD = "flowlogs";
  private static final int FEW_LETTERS = 2;

  private Prefixes() {}

  /** The program's key that an unknown key probably meant; empty if there is none. */
  static Optional<String> meant(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    String letters = lower.replaceAll("[^a-z]", "");
    int dot = lower.indexOf('.');
    if (letters.startsWith(WORD)) {
      return Optional.of(behind(lower, afterLetters(lower, WORD.length())));
    }
    String head = dot < 0 ? "" : lower.substring(0, dot).replaceAll("[^a-z]", "");
    return LevenshteinDistance.getDefaultInstance().apply(head, WORD) <= FEW_LETTERS
        ? Optional.of(behind(lower, dot))
        : Optional.empty();
  }

  private static int afterLetters(String text, int count) {
    int end = 0;
    for (int letters = 0; letters < count; end++) {
      letters += Character.isLetter(text.charAt(end)) ? 1 : 0;
    }
    return end;
  }

  private static String behind(String key, int end) {
    return SettingsReader.PREFIX + key.substring(end).replaceFirst("^[^a-z0-9]+", "");
  }

  /** The same text for all spellings that stand for one key. */
  static String oneSpelling(String key) {
    if (key.startsWith("camel.")) {
      return key.toLowerCase(Locale.ROOT).replace("-", "");
    }
    return key.startsWith(SettingsReader.PREFIX) ? key.toLowerCase(Locale.ROOT) : key;
  }
}
