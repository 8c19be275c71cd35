package io.vnetflowroutes.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A properties file with the line of each key. {@link Properties} does not keep lines, and drops
 * duplicate keys and single backslashes silently.
 */
public final class PropertiesFile {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** The characters that may follow a backslash, besides the end of the line. */
  private static final String ESCAPES = "\\u=:#! ";

  /**
   * The letters that mean a control character after a backslash, which no key of the program holds.
   */
  private static final String CONTROLS = "tnrf";

  private final Path path;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * A key with its value.
   *
   * @param line its first line, counted from 1
   */
  public record Entry(int line, String key, String value) {}

  private PropertiesFile(Path path) {
    this.path = path;
  }

  /** Reads a file. */
  public static PropertiesFile read(Path path) throws ConfigurationException {
    PropertiesFile file = new PropertiesFile(path);
    try {
      byte[] bytes = Files.readAllBytes(path);
      if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
        throw refusal("'%s' is UTF-16 text; save it as UTF-8", path);
      }
      file.lines(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (CharacterCodingException e) {
      throw refusal("'%s' is not UTF-8 text", path);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          List.of(
              "There is no configuration file '%s' in %s; --config names another"
                  .formatted(path, Path.of("").toAbsolutePath())));
    } catch (IOException e) {
      throw refusal("'%s' cannot be read: " + e.getMessage(), path);
    }
    return file;
  }

  private static ConfigurationException refusal(String sentence, Path path) {
    return new ConfigurationException(
        List.of("The configuration file " + sentence.formatted(path)));
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  /** Hands each key with its lines to {@link Properties}, which knows the escapes. */
  private void lines(CharSequence text) throws IOException {
    boolean marked = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK;
    CharSequence unmarked = text.subSequence(marked ? 1 : 0, text.length());
    try (BufferedReader reader = new BufferedReader(new StringReader(unmarked.toString()))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int first = ++number;
        StringBuilder whole = new StringBuilder(line);
        while (!isComment(line) && goesOn(line)) {
          line = reader.readLine();
          if (line == null) {
            break;
          }
          number++;
          whole.append('\n').append(line);
        }
        entry(first, whole.toString());
      }
    }
  }

  private static boolean isComment(String line) {
    String text = line.stripLeading();
    return text.startsWith("#") || text.startsWith("!");
  }

  /** Whether a line ends in a backslash that is not itself behind one. */
  private static boolean goesOn(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\\') {
      end--;
    }
    return (line.length() - end) % 2 == 1;
  }

  private void entry(int line, String text) throws IOException {
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      problems.add(
          "%s holds \\u without four hexadecimal digits; write \\\\ for a backslash"
              .formatted(place(line)));
      return;
    }
    one.forEach((key, value) -> entry(line, text, key.toString(), value.toString()));
  }

  private void entry(int line, String text, String key, String value) {
    boolean lost = losesBackslash(key, text);
    if (lost) {
      problems.add(
          "%s has a single backslash in %s, which would be lost; write \\\\ for a backslash"
              .formatted(place(line), key));
    }
    // What became of it is not complained of as well.
    entries.add(new Entry(line, key, lost ? value.replaceAll("\\p{Cntrl}", "") : value));
  }

  /** Whether a backslash is not taken as one, as in a password or in a path of Windows. */
  private static boolean losesBackslash(String key, String text) {
    String fine = key.startsWith(SettingsReader.PREFIX) ? ESCAPES : ESCAPES + CONTROLS;
    for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 2)) {
      if (i + 1 < text.length()
          && text.charAt(i + 1) != '\n'
          && fine.indexOf(text.charAt(i + 1)) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** The beginning of a sentence about a line. */
  private String place(int line) {
    return "'%s', line %d,".formatted(path, line);
  }

  /** The keys in the order of the file, each as often as it stands there. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The mistakes in the text, one sentence each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The values by their keys. */
  public Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    entries.forEach(entry -> values.put(entry.key(), entry.value()));
    return values;
  }
}
