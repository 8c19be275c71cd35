package io.vnetflowroutes.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings from a properties file, the environment and the command line, of which the later
 * take precedence, and finds all errors in them.
 */
public final class SettingsReader {

  /** The prefix of the program's keys. */
  public static final String PREFIX = "flowlogs.";

  private static final String VARIABLE_PREFIX = "FLOWLOGS_";

  /**
   * Variables that Kubernetes sets in every pod if there is a service called flowlogs, or
   * flowlogs-kafka.
   */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "(FLOWLOGS(?:_[A-Z0-9_]+?)?)_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?"
              + "|PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

  private final List<Key<?>> keys;
  private Path folder = Path.of("");
  private final SortedMap<String, String> values = new TreeMap<>();
  private final Map<String, String> others = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> wrong = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();

  public SettingsReader(Keys keys) {
    this.keys = keys.all();
  }

  /** Lets relative paths count from a folder, whoever sets them. */
  public SettingsReader from(Path folder) {
    this.folder = folder;
    return this;
  }

  /** Takes the lines of a properties file, and names those where something is wrong. */
  public SettingsReader file(PropertiesFile file) {
    problems.addAll(file.problems());
    Map<String, PropertiesFile.Entry> taken = new HashMap<>();
    for (PropertiesFile.Entry entry : file.entries()) {
      int before = problems.size();
      PropertiesFile.Entry other = taken.putIfAbsent(Prefixes.oneSpelling(entry.key()), entry);
      if (other != null) {
        problems.add(
            other.key().equals(entry.key())
                ? "%s is there already, in line %d; keep one of them"
                    .formatted(entry.key(), other.line())
                : "%s is the same as %s, in line %d; keep one of them"
                    .formatted(entry.key(), other.key(), other.line()));
      } else {
        properties(Map.of(entry.key(), entry.value()));
      }
      for (int i = before; i < problems.size(); i++) {
        problems.set(
            i, "%s (line %d of '%s')".formatted(problems.get(i), entry.line(), file.path()));
      }
    }
    return this;
  }

  /** Takes what the command line sets. */
  public SettingsReader properties(Map<String, String> properties) {
    new TreeMap<>(properties)
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                take(key, value.trim());
              } else {
                notOurs(key);
                others.put(key, value);
              }
            });
    return this;
  }

  /** Tells a key that was meant for us from those of Camel and of route files. */
  private void notOurs(String key) {
    Prefixes.meant(key)
        .ifPresent(
            meant ->
                problems.add(
                    "%s is not a known key; did you mean %s?".formatted(key, nearest(meant))));
    if (keys.stream().anyMatch(known -> known.is(PREFIX + key))) {
      warnings.add(
          "%s is not a key of this program; did you mean %s%s?".formatted(key, PREFIX, key));
    }
  }

  /**
   * Takes variables of the environment, {@code FLOWLOGS_SOURCE_PROD_CLIENT_SECRET} and the like.
   */
  public SettingsReader environment(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (variable.startsWith(VARIABLE_PREFIX) && !ofService(variable, environment)) {
                takeVariable(variable, value.trim());
              }
            });
    return this;
  }

  /**
   * Whether Kubernetes set the variable. Where it looks like a key, a header that is called port
   * for example, the service's host tells, which is always there as well.
   */
  private boolean ofService(String variable, Map<String, String> environment) {
    Matcher service = OF_A_SERVICE.matcher(variable);
    return service.matches()
        && (known(variable) == null || environment.containsKey(service.group(1) + "_SERVICE_HOST"));
  }

  /** Values that are allowed, but probably not intended; one sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  /** The problems found so far, to which checks of several keys may add. */
  public List<String> problems() {
    return problems;
  }

  /** Whether a key has a value that is not its default's doing. */
  public boolean isGiven(String key) {
    return !values.getOrDefault(key, "").isEmpty();
  }

  /** Whether a problem is only that a value is missing which was there, but wrong. */
  public boolean isSaid(String problem) {
    return wrong.stream().anyMatch(name -> problem.contains(name + " is missing"));
  }

  /**
   * The settings with their defaults, which also stand for values that are wrong; {@link #problems}
   * lists those.
   */
  public Settings settings() {
    SortedMap<String, String> all = new TreeMap<>(values);
    for (Key<?> key : keys) {
      if (key.named()) {
        Settings.names(values, groupOf(key))
            .forEach(name -> putDefault(all, named(key, name), defaultOf(key, name)));
      } else {
        putDefault(all, key.name(), key.defaultValue());
      }
    }
    RelativePaths paths = new RelativePaths(folder);
    if (paths.count()) {
      all.replaceAll((name, value) -> whole(paths, name, value));
    }
    return new Settings(all, others, warnings, folder);
  }

  private String whole(RelativePaths paths, String name, String value) {
    return keys.stream()
        .filter(key -> key.is(name))
        .findFirst()
        .map(key -> paths.whole(key, value))
        .orElse(value);
  }

  /** An empty value means the default, too. */
  private static void putDefault(Map<String, String> all, String name, String value) {
    if (value != null && all.getOrDefault(name, "").isEmpty()) {
      all.put(name, value);
    }
  }

  /** The default of a key under a name, which another key of the name may decide. */
  private String defaultOf(Key<?> key, String name) {
    return key.choice()
        .map(
            choice ->
                choice
                    .defaults()
                    .get(values.getOrDefault(groupOf(key) + name + '.' + choice.key(), "")))
        .orElse(key.defaultValue());
  }

  private void take(String name, String value) {
    for (Key<?> key : keys) {
      if (key.asProperty().matcher(name).matches()) {
        check(key, name, value);
        return;
      }
    }
    String nearest = nearest(name);
    problems.add(
        nearest.equals(name)
            ? "%s is not a known key; names of sources and destinations have lower-case letters,"
                    .formatted(name)
                + " digits and dashes"
            : "%s is not a known key; %s"
                .formatted(
                    name,
                    Nearest.likely(name, List.of(nearest))
                        .map("did you mean %s?"::formatted)
                        .orElse("'flowlogs settings' lists all")));
  }

  /** The key that a variable sets; {@code null} if there is none. */
  private Key<?> known(String variable) {
    Key<?> best = null;
    for (Key<?> key : keys) {
      if (key.asVariable().matcher(variable).matches()
          && (best == null || key.name().length() > best.name().length())) {
        best = key;
      }
    }
    return best;
  }

  private void takeVariable(String variable, String value) {
    Key<?> best = known(variable);
    if (best == null) {
      warnings.add(
          "The environment variable %s is not a known key and is left alone; did you mean %s?"
              .formatted(variable, Key.variable(nearest(asProperty(variable)))));
      return;
    }
    Matcher names = best.asVariable().matcher(variable);
    String name = best.name();
    if (names.matches()) {
      for (int i = 1; i <= names.groupCount(); i++) {
        name = name.replaceFirst("\\*", Matcher.quoteReplacement(givenName(names.group(i))));
      }
    }
    check(best, name, value);
  }

  /** The name as a file spells it already, otherwise in lower case with dashes. */
  private String givenName(String upper) {
    return values.keySet().stream()
        .flatMap(key -> List.of(key.split("\\.", -1)).stream())
        .filter(part -> part.toUpperCase(Locale.ROOT).replace('-', '_').equals(upper))
        .findFirst()
        .orElse(asProperty(upper));
  }

  private static String asProperty(String variable) {
    String lower = variable.toLowerCase(Locale.ROOT);
    return lower.startsWith(PREFIX.replace('.', '_'))
        ? lower.replace('_', '.')
        : lower.replace('_', '-');
  }

  private void check(Key<?> key, String name, String value) {
    boolean right = key.kind().accepts().test(value);
    values.put(name, right ? value : "");
    if (key.secret() && value.chars().anyMatch(Character::isISOControl)) {
      problems.add("%s holds a line break, a tab or another control character".formatted(name));
    }
    if (!right) {
      wrong.add(name);
      problems.add(
          key.secret() || !key.kind().shows(value)
              ? "%s must be %s".formatted(name, key.kind().allowed())
              : "%s is '%s', but must be %s".formatted(name, value, key.kind().allowed()));
    }
  }

  private String nearest(String name) {
    String[] parts = name.split("\\.", -1);
    return Nearest.of(
        name,
        keys.stream()
            .map(key -> key.named() && parts.length > 2 ? named(key, parts[2]) : key.name())
            .toList());
  }

  private static String named(Key<?> key, String name) {
    return key.name().replaceFirst("\\*", Matcher.quoteReplacement(name));
  }

  private static String groupOf(Key<?> key) {
    return key.name().substring(0, key.name().indexOf('*'));
  }
}
