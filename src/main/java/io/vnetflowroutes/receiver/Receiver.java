package io.vnetflowroutes.receiver;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The facts of one type of receiver. All that the program knows of a type stands here; {@link
 * Receivers} has the rows.
 *
 * @param name the word for it in settings
 * @param title what people call it
 * @param carrier how requests get there
 * @param home the URL where the settings give none; {@code null} where they must
 * @param path what follows the URL, with its query; empty for nothing
 * @param contentType of a request; {@code null} for that of the format
 * @param login how a token is sent; {@code null} where there is none
 * @param keys the keys for it alone, by their names within the group of a destination
 * @param needs those of them that must be set
 * @param defaults what other keys are where the settings leave them out, by name
 * @param fields fixed fields of the envelope that settings may replace
 * @param fieldNames which fixed fields settings may add
 * @param columns what the names of a flow's fields may be
 * @param compressions the compressions that the service takes
 * @param mostFlows how many flows a request may hold
 * @param linesOfEntry how many lines a flow takes with its envelope
 * @param oldest how old a flow may be; {@code null} where that does not matter
 * @param whenOlder what becomes of an older one, to follow "flows older than that"
 * @param bare whether flows go without envelope, so that they may be framed in other ways and need
 *     not be JSON
 * @param writes whether the type has a format of its own, so that none is chosen
 * @param merges whether the members of a flow stand in one object with those of the envelope
 * @param signs whether requests are signed with the token
 * @param envelope what stands around each flow
 * @param joining how entries, each a line that is ended, become a body, as the settings want
 * @param answers how answers are read, as the settings of a destination want
 * @param resent how a flow that was sent twice is recognised
 */
public record Receiver(
    String name,
    String title,
    Carrier carrier,
    String home,
    String path,
    String contentType,
    Login login,
    List<String> keys,
    List<String> needs,
    Map<String, String> defaults,
    Map<String, String> fields,
    FieldNames fieldNames,
    FieldNames columns,
    List<String> compressions,
    int mostFlows,
    int linesOfEntry,
    Duration oldest,
    String whenOlder,
    boolean bare,
    boolean writes,
    boolean merges,
    boolean signs,
    Envelope envelope,
    Function<Options, UnaryOperator<byte[]>> joining,
    Function<Options, Answers> answers,
    String resent) {

  private static final Pattern KEY = Pattern.compile("\\{([a-z-]+)\\}");

  /** How requests get to a receiver. */
  public enum Carrier {
    HTTP,
    KAFKA,
    TCP,
    STANDARD_OUTPUT
  }

  /**
   * How a token is sent.
   *
   * @param header the name of the header
   * @param before what stands in front of the token
   */
  public record Login(String header, String before) {}

  /** Whether any web server may be behind it, with answers of any kind. */
  boolean anyServer() {
    return signs;
  }

  /** How old a flow may be to be placed at its time; empty where that does not matter. */
  public Optional<Duration> mostAge() {
    return Optional.ofNullable(oldest);
  }

  /**
   * The endpoint below a URL, which may have the path already. Parameters of the URL stay, and win
   * over those of the path.
   *
   * @param values the values of the keys that the path names
   */
  public String under(String url, UnaryOperator<String> values) {
    if (path.isEmpty()) {
      return url;
    }
    String ours =
        KEY.matcher(path).replaceAll(key -> Matcher.quoteReplacement(values.apply(key.group(1))));
    Map<String, String> parameters = parameters(ours);
    Map<String, String> ofUser = parameters(url);
    parameters.keySet().removeAll(ofUser.keySet());
    String query =
        Stream.of(parameters, ofUser)
            .flatMap(some -> some.values().stream())
            .collect(Collectors.joining("&"));
    return base(url, ours) + address(ours) + (query.isEmpty() ? "" : '?' + query);
  }

  /** A URL without the path of this type, and without what may follow that. */
  public String base(String url) {
    return base(url, path);
  }

  /** The first parameter of a URL that a key of the settings gives; empty where there is none. */
  public Optional<String> givenByKey(String url) {
    Map<String, String> ours = parameters(path);
    return parameters(url).keySet().stream()
        .filter(name -> KEY.matcher(ours.getOrDefault(name, "")).find())
        .findFirst();
  }

  private static String base(String url, String path) {
    String base = address(url).replaceFirst("/+$", "");
    String ours = address(path);
    return base.endsWith(ours) ? base.substring(0, base.length() - ours.length()) : base;
  }

  private static String address(String url) {
    return url.replaceFirst("(?s)\\?.*", "");
  }

  /** The parameters of a URL as they are written, by name. One name may be there several times. */
  private static Map<String, String> parameters(String url) {
    int query = url.indexOf('?');
    return Arrays.stream(query < 0 ? new String[0] : url.substring(query + 1).split("&"))
        .filter(parameter -> !parameter.isEmpty())
        .collect(
            Collectors.toMap(
                parameter -> parameter.replaceFirst("=.*", ""),
                parameter -> parameter,
                (one, other) -> one + '&' + other,
                LinkedHashMap::new));
  }
}
