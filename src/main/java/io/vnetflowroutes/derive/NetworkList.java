package io.vnetflowroutes.derive;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads lists of networks, in settings and in files as threat feeds write them. */
public final class NetworkList {

  private NetworkList() {}

  /** Whether a setting holds the networks themselves, and not the name of a file with them. */
  public static boolean isInline(String value) {
    try {
      return Cidr.of(value.split(",", -1)[0].trim()) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads networks that are separated by commas.
   *
   * @throws IllegalArgumentException if one is none; the message says why
   */
  public static PrefixTrie<Boolean> inline(String value) {
    PrefixTrie<Boolean> networks = new PrefixTrie<>();
    for (String network : value.split(",", -1)) {
      networks.merge(Cidr.of(network.trim()), true, Boolean::logicalOr);
    }
    return networks;
  }

  /**
   * Reads a file: one network or address a line, and behind a space, {@code , # ;} a comment.
   *
   * @throws IOException if it cannot be read, a line is wrong or none holds a network
   */
  public static PrefixTrie<Boolean> read(Path file) throws IOException {
    PrefixTrie<Boolean> networks = new PrefixTrie<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String network = line.trim().split("[\\s,;#]", 2)[0];
      try {
        if (!network.isEmpty()) {
          networks.merge(Cidr.of(network), true, Boolean::logicalOr);
        }
      } catch (IllegalArgumentException e) {
        throw new IOException("line " + number + ": " + e.getMessage(), e);
      }
    }
    if (networks.size() == 0) {
      throw new IOException("it holds no network");
    }
    return networks;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new IOException("it is not UTF-8 text", e);
    }
  }
}
