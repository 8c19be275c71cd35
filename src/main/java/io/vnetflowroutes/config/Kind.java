package io.vnetflowroutes.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The values that a key accepts, and the type that they become.
 *
 * @param <T> what a value is read as
 * @param allowed what is allowed, to follow "must be"
 * @param accepts whether a value is of this kind
 * @param reading what a value of this kind means; kinds of text, names and words also read others
 * @param open whether a wrong value can hold no password, so that it may be shown
 * @param paths which paths a value holds
 */
public record Kind<T>(
    String allowed,
    Predicate<String> accepts,
    Function<String, T> reading,
    boolean open,
    Paths paths) {

  /** Which paths a value holds, as relative ones count from the folder of the configuration. */
  public enum Paths {
    NONE,
    ONE,
    LIST,
    /** A path, or networks. */
    OR_NETWORKS,
    /** A path, or the URI of an endpoint. */
    OR_URI,
    /** The URI of an endpoint, which may be one of files. */
    URI
  }

  private static final String RECIPIENT = "(?:[a-z0-9-]+|direct:[\\w.-]+)";

  /** Any text. */
  public static final Kind<String> TEXT = text("any text", text -> true);

  /** A file or folder. */
  public static final Kind<Path> PATH =
      new Kind<>("a path", text -> true, Path::of, true, Paths.ONE);

  /** Files separated by commas. */
  public static final Kind<List<Path>> PATHS =
      new Kind<>("paths separated by commas", text -> true, Kind::paths, true, Paths.LIST);

  /** A folder, or a Camel endpoint. */
  public static final Kind<String> PATH_OR_ENDPOINT =
      text("a path, or a Camel URI", text -> true).with(true, Paths.OR_URI);

  /** Networks separated by commas, or a file with them. */
  public static final Kind<String> NETWORKS =
      text("a path, or networks separated by commas", text -> true).with(true, Paths.OR_NETWORKS);

  /** A span of time. */
  public static final Kind<Duration> DURATION =
      of("a duration such as 90s, 75m, 24h or 7d", Values::duration);

  /** A span of time that is not zero. */
  public static final Kind<Duration> INTERVAL =
      of(
          "a duration above zero, such as 10s or 1m",
          value -> Values.duration(value).filter(span -> !span.isZero()));

  /** A number of bytes that fits into memory. */
  public static final Kind<Integer> SIZE =
      of(
          "a size such as 512KB or 4MB, at most 1GB",
          value -> Values.size(value).filter(size -> size <= 1L << 30).map(Math::toIntExact));

  /** A number of bytes on disk. */
  public static final Kind<Long> DISK_SIZE = of("a size such as 500MB or 20GB", Values::size);

  /** The same, or nothing at all. */
  public static final Kind<Long> DISK_SIZE_OR_NONE =
      of(
          "a size such as 500MB or 20GB, or 0",
          value -> value.equals("0") ? Optional.of(0L) : Values.size(value));

  /** A URL of http or https. */
  public static final Kind<String> URL =
      text("a URL such as https://account.blob.core.windows.net", Kind::url)
          .with(false, Paths.NONE);

  /** The URL of any server. */
  public static final Kind<String> ADDRESS =
      text(
              "a URL such as https://siem.example.com:9200 or tls://syslog.example.com:6514",
              Kind::address)
          .with(false, Paths.NONE);

  /** A Camel endpoint. */
  public static final Kind<String> ENDPOINT =
      text(
              "a Camel URI such as file:out, kafka:topic?brokers=host:9092 or https://host/path",
              value -> value.matches("[A-Za-z][\\w.+-]*:.+"))
          .with(false, Paths.URI);

  /** A word that nobody guesses. */
  public static final Kind<String> TOKEN =
      text(
              "at least 16 letters, digits or signs, without a space",
              value -> value.matches("[!-~]{16,}"))
          .with(false, Paths.NONE);

  /** The name of something in the configuration. */
  public static final Kind<String> NAME =
      text("a name of lower-case letters, digits and dashes", name -> name.matches("[a-z0-9-]+"));

  /** A topic of Kafka's. */
  public static final Kind<String> TOPIC =
      text(
          "the name of a topic: letters, digits, dots, dashes and underscores",
          name -> name.matches("[\\w.-]{1,249}"));

  /** Names separated by commas. */
  public static final Kind<List<String>> NAMES =
      new Kind<>(
          "names separated by commas, or nothing",
          value -> value.matches("[a-z0-9-]*(\\s*,\\s*[a-z0-9-]+)*"),
          Kind::list,
          true,
          Paths.NONE);

  /** A kind of text. */
  public static Kind<String> text(String allowed, Predicate<String> accepts) {
    return new Kind<>(allowed, accepts, Function.identity(), true, Paths.NONE);
  }

  /**
   * A kind whose values are read as something.
   *
   * @param reading empty for a text that is not of this kind
   */
  public static <T> Kind<T> of(String allowed, Function<String, Optional<T>> reading) {
    return new Kind<>(
        allowed,
        value -> reading.apply(value).isPresent(),
        value -> reading.apply(value).orElseThrow(() -> new IllegalArgumentException(allowed)),
        true,
        Paths.NONE);
  }

  /** Who gets flows. */
  public static final Kind<List<String>> RECIPIENTS =
      new Kind<>(
          "names of destinations, and routes such as direct:denied-ssh, separated by commas, or"
              + " nothing",
          value -> value.isEmpty() || value.matches(RECIPIENT + "(\\s*,\\s*" + RECIPIENT + ")*"),
          Kind::list,
          true,
          Paths.NONE);

  /** A whole number in a range. */
  public static Kind<Integer> count(int least, int most) {
    return of(
        "a whole number from " + least + " to " + most,
        value ->
            Optional.of(value)
                .filter(digits -> digits.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .filter(count -> count >= least && count <= most));
  }

  /** A choice of words. */
  public static Kind<String> choice(Collection<String> words) {
    return text("one of " + String.join(", ", words), words::contains);
  }

  /** A choice of an enum's constants, by their words. */
  public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(word(constant), constant);
    }
    return of(
        "one of " + String.join(", ", words.keySet()),
        word -> Optional.ofNullable(words.get(word)));
  }

  /** The word for a constant: its name in lower case, with dashes. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Some of some words, separated by commas. */
  public static Kind<List<String>> choices(Collection<String> words) {
    return new Kind<>(
        "some of " + String.join(", ", words) + ", separated by commas",
        value -> value.isEmpty() || words.containsAll(list(value)),
        Kind::list,
        true,
        Paths.NONE);
  }

  /** The same texts, read as something else. */
  public <R> Kind<R> as(Function<T, R> meaning) {
    return new Kind<>(allowed, accepts, reading.andThen(meaning), open, paths);
  }

  /** The same for an optional value: a missing or empty value is read as nothing. */
  public Kind<Optional<T>> optional() {
    return new Kind<>(
        allowed,
        accepts,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(reading.apply(text)),
        open,
        paths);
  }

  private Kind<T> with(boolean open, Paths paths) {
    return new Kind<>(allowed, accepts, reading, open, paths);
  }

  /** Whether a wrong value may be shown. */
  boolean shows(String value) {
    return open || value.matches("[\\w.:/-]*");
  }

  private static List<String> list(String value) {
    return value.isBlank() ? List.of() : List.of(value.trim().split("\\s*,\\s*", -1));
  }

  private static List<Path> paths(String value) {
    return Stream.of(value.split(",", -1))
        .map(String::trim)
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static boolean url(String value) {
    return value.matches("https?:.*") && address(value);
  }

  private static boolean address(String value) {
    try {
      URI uri = new URI(value);
      return uri.getHost() != null && uri.getScheme() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
