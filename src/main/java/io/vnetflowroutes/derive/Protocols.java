package io.vnetflowroutes.derive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The names of IP protocols by their numbers, from IANA's registry "Assigned Internet Protocol
 * Numbers" (RFC 5237), in the registry's spelling.
 */
public final class Protocols {

  private static final String[] NAMES = read();

  private Protocols() {}

  /** The name of a protocol, or {@code null} if the number is unassigned or not a byte. */
  public static String name(int number) {
    return number >= 0 && number < NAMES.length ? NAMES[number] : null;
  }

  /** The name in lower case, or {@code null}. */
  public static String lowerCaseName(int number) {
    String name = name(number);
    return name == null ? null : name.toLowerCase(Locale.ROOT);
  }

  /** The name in upper case, or {@code null}. */
  public static String upperCaseName(int number) {
    String name = name(number);
    return name == null ? null : name.toUpperCase(Locale.ROOT);
  }

  /** The number of a protocol by its name in any case, or -1. */
  public static int number(String name) {
    for (int number = 0; number < NAMES.length; number++) {
      if (name.equalsIgnoreCase(NAMES[number])) {
        return number;
      }
    }
    return -1;
  }

  private static String[] read() {
    String[] names = new String[256];
    try (InputStream table = Protocols.class.getResourceAsStream("protocol-numbers.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        names[Integer.parseInt(line.substring(0, space))] = line.substring(space + 1);
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
