package io.vnetflowroutes.derive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Parses lists of networks, in settings and in files in the form of threat feeds. */
public final class NetworkList {

  private static final int LONGEST = 64;

  /** The pattern of a text that is meant as a network, valid or not. */
  private static final Pattern LIKE_A_NETWORK =
      Pattern.compile("[\\d.]*\\d\\.\\d[\\d.]*(/\\S*)?|[\\da-fA-F]*:[\\da-fA-F:.]*(/\\S*)?");

  private NetworkList() {}

  /** Whether a setting holds the networks themselves, and not the name of a file with them. */
  public static boolean isInline(String value) {
    return Arrays.stream(value.split(",", -1))
            .map(String::trim)
            .anyMatch(network -> LIKE_A_NETWORK.matcher(network).matches())
        && !Files.exists(Path.of(value));
  }

  /**
   * Reads networks that are separated by commas.
   *
   * @throws IllegalArgumentException if one is invalid; the message says why
   */
  public static PrefixTrie<Boolean> inline(String value) {
    PrefixTrie<Boolean> networks = new PrefixTrie<>();
    for (String network : value.split(",", -1)) {
      networks.merge(Cidr.of(network.trim()), true, Boolean::logicalOr);
    }
    return networks;
  }

  /**
   * Reads a file: one network or address per line, and a comment after a space, {@code , # ;}. It
   * leaves out wrong lines. A list without a network may be intended if it has comments; one
   * without any text is a failed or unfinished download.
   *
   * @throws IOException if it cannot be read
   */
  public static Loaded<PrefixTrie<Boolean>> read(Path file) throws IOException {
    PrefixTrie<Boolean> networks = new PrefixTrie<>();
    WrongEntries wrong = new WrongEntries();
    List<String> lines = TextLines.of(file);
    int number = 0;
    for (String line : lines) {
      number++;
      String network = shortened(line.strip().split("[\\s,;#]", 2)[0]);
      try {
        if (!network.isEmpty()) {
          networks.merge(Cidr.of(network), true, Boolean::logicalOr);
        }
      } catch (IllegalArgumentException e) {
        wrong.add("line " + number, e);
      }
    }
    boolean blank = lines.stream().allMatch(String::isBlank);
    boolean none = networks.size() == 0;
    String problem = wrong.sentence("line");
    if (problem.isEmpty() && none) {
      problem = blank ? "it is empty" : "it holds no network";
    }
    return new Loaded<>(networks, problem, none && (blank || wrong.any()));
  }

  /**
   * A text shortened for a message: no network is longer, and the beginning is enough to find
   * anything else.
   */
  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
