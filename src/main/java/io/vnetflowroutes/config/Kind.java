package io.vnetflowroutes.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What values a key takes.
 *
 * @param allowed what is allowed, to follow "must be"
 * @param accepts whether a value is of this kind
 * @param open whether a wrong value can hold no password, so that it may be shown
 */
public record Kind(String allowed, Predicate<String> accepts, boolean open) {

  private Kind(String allowed, Predicate<String> accepts) {
    this(allowed, accepts, true);
  }

  /** Any text. */
  public static final Kind TEXT = new Kind("any text", text -> true);

  /** A file or folder. */
  public static final Kind PATH = new Kind("a path", text -> true);

  /** Files separated by commas. */
  public static final Kind PATHS = new Kind("paths separated by commas", text -> true);

  /** A folder, or a Camel endpoint. */
  public static final Kind PATH_OR_ENDPOINT = new Kind("a path, or a Camel URI", text -> true);

  /** Networks separated by commas, or a file with them. */
  public static final Kind NETWORKS =
      new Kind("a path, or networks separated by commas", text -> true);

  /** A span of time. */
  public static final Kind DURATION =
      new Kind(
          "a duration such as 90s, 75m, 24h or 7d", value -> Values.duration(value).isPresent());

  /** A span of time that is not zero. */
  public static final Kind INTERVAL =
      new Kind(
          "a duration above zero, such as 10s or 1m",
          value -> Values.duration(value).filter(span -> !span.isZero()).isPresent());

  /** A span of time back from now, an instant, or all there is. */
  public static final Kind START =
      new Kind(
          "a duration such as 24h, an instant such as 2026-01-31T00:00:00Z, or 'beginning'",
          value ->
              value.equals("beginning") || Values.duration(value).isPresent() || instant(value));

  /** A number of bytes that fits into memory. */
  public static final Kind SIZE =
      new Kind(
          "a size such as 512KB or 4MB, at most 1GB",
          value -> Values.size(value).filter(size -> size <= 1L << 30).isPresent());

  /** A number of bytes on disk. */
  public static final Kind DISK_SIZE =
      new Kind("a size such as 500MB or 20GB", value -> Values.size(value).isPresent());

  /** A URL of http or https. */
  public static final Kind URL =
      new Kind("a URL such as https://account.blob.core.windows.net", Kind::url, false);

  /** A Camel endpoint. */
  public static final Kind ENDPOINT =
      new Kind(
          "a Camel URI such as file:out, kafka:topic?brokers=host:9092 or https://host/path",
          value -> value.matches("[A-Za-z][\\w.+-]*:.+"),
          false);

  /** Names separated by commas. */
  public static final Kind NAMES =
      new Kind(
          "names separated by commas, or nothing",
          value -> value.matches("[a-z0-9-]*(\\s*,\\s*[a-z0-9-]+)*"));

  /** A whole number in a range. */
  public static Kind count(int least, int most) {
    return new Kind(
        "a whole number from " + least + " to " + most,
        value ->
            value.matches("\\d{1,9}")
                && Integer.parseInt(value) >= least
                && Integer.parseInt(value) <= most);
  }

  /** One of some words. */
  public static Kind choice(Collection<String> words) {
    return new Kind("one of " + String.join(", ", words), words::contains);
  }

  /** Some of some words, separated by commas. */
  public static Kind choices(Collection<String> words) {
    return new Kind(
        "some of " + String.join(", ", words) + ", separated by commas",
        value -> value.isEmpty() || words.containsAll(List.of(value.split("\\s*,\\s*", -1))));
  }

  /** Whether a wrong value may be shown. */
  boolean shows(String value) {
    return open || value.matches("[\\w.:/-]*");
  }

  private static boolean url(String value) {
    try {
      URI uri = new URI(value);
      return uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean instant(String value) {
    try {
      Instant.parse(value);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
