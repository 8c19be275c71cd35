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
 * The facts of one type of receiver. Everything that the program knows of a type is here; {@link
 * Receivers} has the rows.
 *
 * @param name its word in settings
 * @param title its name for people
 * @param carrier how requests get there
 * @param home the URL if the settings give none; {@code null} if they must
 * @param path the path after the URL, with its query; empty for none
 * @param contentType the content type of a request; {@code null} for that of the format
 * @param login how a token is sent; {@code null} if there is none
 * @param keys the keys of this type only, by their names within the group of a destination
 * @param needs those of them that must be set
 * @param defaults its own defaults of other keys, by name
 * @param fields fixed fields of the envelope that settings may replace
 * @param fieldNames which fixed fields settings may add
 * @param columns the possible names of a flow's fields
 * @param compressions the compressions that the service accepts
 * @param mostFlows how many flows a request may hold
 * @param linesOfEntry how many lines a flow takes with its envelope
 * @param oldest how old a flow may be; {@code null} for any age
 * @param whenOlder the fate of an older one, to follow "flows older than that"
 * @param bare whether flows go without envelope, so that they may be framed in other ways and need
 *     not be JSON
 * @param writes whether the type has a format of its own, so that the user chooses none
 * @param merges whether the members of a flow and those of the envelope are in one object
 * @param signs whether requests are signed with the token
 * @param envelope the envelope of each flow
 * @param joining makes a body of entries, which are lines, according to the settings
 * @param answers reads answers, according to the settings
 * @param resent how to recognise a flow that was sent twice
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
   * @param before the text before the token
   */
  public record Login(String header, String before) {}

  /** Whether any web server may be behind it, with answers of any kind. */
  boolean anyServer() {
    return signs;
  }

  /** The greatest age of a flow that the service places at its time; empty for any age. */
  public Optional<Duration> mostAge() {
    return Optional.ofNullable(oldest);
  }

  /**
   * The endpoint below a URL, which may have the path already. Parameters of the URL stay, and have
   * precedence over those of the path.
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

  /** A URL without the path of this type and everything after it. */
  public String base(String url) {
    return base(url, path);
  }

  /** The first parameter of a URL that a key of the settings gives; empty if there is none. */
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

  /** The parameters of a URL as they are written, by name. A name may occur several times. */
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
