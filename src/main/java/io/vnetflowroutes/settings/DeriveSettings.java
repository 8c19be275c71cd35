package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.derive.Derived;
import io.vnetflowroutes.derive.GeoDatabase;
import io.vnetflowroutes.derive.ListListener;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.derive.NetworkList;
import io.vnetflowroutes.derive.PrefixTrie;
import io.vnetflowroutes.derive.ServiceTags;
import io.vnetflowroutes.derive.WatchedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the settings say of derived fields, and of the lists and databases they come from. */
public final class DeriveSettings {

  private static final String GEO = "flowlogs.geo";
  private static final String SERVICE_TAGS = "flowlogs.service-tags";
  private static final String NETWORKS = "flowlogs.networks";
  private static final String OWN_NETWORKS = "flowlogs.own-networks";
  private static final String ALL = "all";

  /** What needs something from the user, and the key that gives it. */
  private static final Map<Derived, String> NEEDED =
      new TreeMap<>(
          Map.of(
              Derived.GEO,
              GEO,
              Derived.SERVICE_TAG,
              SERVICE_TAGS,
              Derived.LABELS,
              NETWORKS + ".NAME"));

  private DeriveSettings() {}

  /** The words for what can be derived. */
  public static List<String> words() {
    return Stream.concat(Derived.words().stream(), Stream.of(ALL)).toList();
  }

  /** What is wrong with lists and databases; one sentence each. */
  public static List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    loadAll(settings, problems, new ArrayList<>());
    Map<String, String> networks = settings.below(NETWORKS);
    networks.forEach(
        (name, value) -> {
          if (NetworkList.isInline(value)) {
            try {
              NetworkList.inline(value);
            } catch (IllegalArgumentException e) {
              problems.add("%s.%s: %s".formatted(NETWORKS, name, e.getMessage()));
            }
          }
        });
    for (String name : settings.names(OWN_NETWORKS)) {
      if (!networks.containsKey(name)) {
        problems.add(
            "%s names '%s', but there is no %s.%s; the lists are %s"
                .formatted(OWN_NETWORKS, name, NETWORKS, name, networks.keySet()));
      }
    }
    return problems;
  }

  /** What of lists and databases cannot be used, though they do their work; one sentence each. */
  public static List<String> warnings(Settings settings) {
    List<String> warnings = new ArrayList<>();
    loadAll(settings, new ArrayList<>(), warnings);
    return warnings;
  }

  private static void loadAll(Settings settings, List<String> problems, List<String> warnings) {
    geoFiles(settings).forEach(file -> load(GEO, file, GeoDatabase::read, problems, warnings));
    tagFiles(settings)
        .forEach(file -> load(SERVICE_TAGS, file, ServiceTags::read, problems, warnings));
    settings
        .below(NETWORKS)
        .forEach(
            (name, value) -> {
              if (!NetworkList.isInline(value)) {
                load(NETWORKS + '.' + name, value, NetworkList::read, problems, warnings);
              }
            });
  }

  private static <T> void load(
      String key,
      String file,
      WatchedFile.Loader<T> loader,
      List<String> problems,
      List<String> warnings) {
    try {
      String problem = loader.load(Path.of(file)).problem();
      if (!problem.isEmpty()) {
        warnings.add("%s names '%s'; of this file, %s".formatted(key, file, problem));
      }
    } catch (IOException | RuntimeException e) {
      problems.add(
          "%s names '%s', which cannot be used: %s".formatted(key, file, WatchedFile.why(e)));
    }
  }

  /** What is wrong with what a destination asks for; one sentence each. */
  public static List<String> problems(Settings settings, Settings.Group destination) {
    List<String> problems = new ArrayList<>();
    List<String> words = destination.names("derive");
    NEEDED.forEach(
        (derived, key) -> {
          if (words.contains(derived.word()) && !given(settings, derived)) {
            problems.add(
                "%s has %s, which needs %s"
                    .formatted(destination.key("derive"), derived.word(), key));
          }
        });
    return problems;
  }

  /** What is derived for a destination. */
  public static Set<Derived> what(Settings settings, Settings.Group destination) {
    Set<Derived> what = EnumSet.noneOf(Derived.class);
    for (String word : destination.names("derive")) {
      if (word.equals(ALL)) {
        Stream.of(Derived.values()).filter(each -> given(settings, each)).forEach(what::add);
      } else if (Derived.words().contains(word)) {
        what.add(Derived.named(word));
      }
    }
    return what;
  }

  /** What is derived for a destination, and from what. */
  public static Derivation derivation(
      Settings settings, Settings.Group destination, Lookups lookups) {
    return new Derivation(what(settings, destination), lookups);
  }

  private static boolean given(Settings settings, Derived derived) {
    return switch (derived) {
      case GEO -> !geoFiles(settings).isEmpty();
      case SERVICE_TAG -> !tagFiles(settings).isEmpty();
      case LABELS -> !settings.below(NETWORKS).isEmpty();
      default -> true;
    };
  }

  /** The lists and databases, none of which is loaded yet. */
  public static Lookups lookups(Settings settings, Clock clock, ListListener listener) {
    List<Supplier<GeoDatabase>> geo = new ArrayList<>();
    for (String file : geoFiles(settings)) {
      geo.add(new WatchedFile<>(GEO, Path.of(file), GeoDatabase::read, clock, listener));
    }
    List<Supplier<ServiceTags>> tags = new ArrayList<>();
    for (String file : tagFiles(settings)) {
      tags.add(new WatchedFile<>(SERVICE_TAGS, Path.of(file), ServiceTags::read, clock, listener));
    }
    Map<String, Supplier<PrefixTrie<Boolean>>> networks = new TreeMap<>();
    settings
        .below(NETWORKS)
        .forEach((name, value) -> networks.put(name, networks(name, value, clock, listener)));
    return new Lookups(geo, tags, networks, settings.names(OWN_NETWORKS));
  }

  private static Supplier<PrefixTrie<Boolean>> networks(
      String name, String value, Clock clock, ListListener listener) {
    if (NetworkList.isInline(value)) {
      PrefixTrie<Boolean> networks = NetworkList.inline(value);
      return () -> networks;
    }
    return new WatchedFile<>(
        NETWORKS + '.' + name, Path.of(value), NetworkList::read, clock, listener);
  }

  private static List<String> geoFiles(Settings settings) {
    return Arrays.stream(settings.text(GEO).split(",", -1))
        .map(String::trim)
        .filter(file -> !file.isEmpty())
        .toList();
  }

  private static List<String> tagFiles(Settings settings) {
    return Stream.of(settings.text(SERVICE_TAGS)).filter(file -> !file.isEmpty()).toList();
  }
}
