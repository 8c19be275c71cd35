package io.vnetflowroutes.flow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a message: the range of flows that it covers. {@link BatchId} has the grammar.
 *
 * @param part the name of the part
 * @param begin where in the part it begins
 * @param count how many flows of the part it is about, those that a filter left out included
 */
public record MessageKey(String part, int begin, int count) {

  /** The first part of the names of what was gathered. */
  public static final String GATHERED = "gathered";

  private static final Pattern KEY = Pattern.compile("(.+)-(\\d{1,9})-(\\d{1,9})");
  private static final Pattern FILE = Pattern.compile("(.+-\\d{1,9}-\\d{1,9})\\.[^-]+");

  /**
   * The message of a name.
   *
   * @throws IllegalArgumentException if it is not that of a message
   */
  public static MessageKey parse(String key) {
    Matcher match = KEY.matcher(key);
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + key + "' is not the name of a message");
    }
    return new MessageKey(
        match.group(1), Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)));
  }

  /** The message that is in a file of this name; empty where the name is of something else. */
  public static Optional<MessageKey> ofFile(String name) {
    Matcher file = FILE.matcher(name);
    return file.matches() ? Optional.of(parse(file.group(1))) : Optional.empty();
  }

  /** Where in the part it ends. */
  public int end() {
    return begin + count;
  }

  /** The name of a message about flows of the same part. */
  public MessageKey between(int from, int to) {
    return new MessageKey(part, from, to - from);
  }

  /** Whether both are about some flow of a part. */
  public boolean overlaps(MessageKey other) {
    return part.equals(other.part) && begin < other.end() && other.begin < end();
  }

  @Override
  public String toString() {
    return part + '-' + begin + '-' + count;
  }
}
