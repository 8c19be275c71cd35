package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.DERIVE;
import static io.vnetflowroutes.settings.ProgramKeys.GEO;
import static io.vnetflowroutes.settings.ProgramKeys.NETWORKS;
import static io.vnetflowroutes.settings.ProgramKeys.OWN_NETWORKS;
import static io.vnetflowroutes.settings.ProgramKeys.SERVICE_TAGS;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The settings of derived fields, and of the lists and databases that they come from. */
public final class DeriveSettings {

  /** The derived fields that need a list or database of the user, with the key that names it. */
  private static final Map<Derived, String> NEEDED =
      new TreeMap<>(
          Map.of(
              Derived.GEO,
              GEO.name(),
              Derived.SERVICE_TAG,
              SERVICE_TAGS.name(),
              Derived.LABELS,
              NETWORKS.of("NAME")));

  private DeriveSettings() {}

  /** The mistakes in lists and databases, one sentence each. */
  public static List<String> problems(Settings settings) {
    List<String> problems = new ArrayList<>();
    loadAll(settings, problems, new ArrayList<>());
    Map<String, String> networks = settings.get(NETWORKS);
    networks.forEach(
        (name, value) -> {
          if (NetworkList.isInline(value)) {
            try {
              NetworkList.inline(value);
            } catch (IllegalArgumentException e) {
              problems.add("%s: %s".formatted(NETWORKS.of(name), e.getMessage()));
            }
          }
        });
    for (String name : settings.get(OWN_NETWORKS)) {
      if (!networks.containsKey(name)) {
        problems.add(
            "%s names '%s', but there is no %s; the lists are %s"
                .formatted(OWN_NETWORKS, name, NETWORKS.of(name), networks.keySet()));
      }
    }
    return problems;
  }

  /** Entries of lists and databases that cannot be used; one sentence each. */
  public static List<String> warnings(Settings settings) {
    List<String> warnings = new ArrayList<>();
    loadAll(settings, new ArrayList<>(), warnings);
    return warnings;
  }

  private static void loadAll(Settings settings, List<String> problems, List<String> warnings) {
    settings
        .get(GEO)
        .forEach(file -> load(GEO.name(), file, GeoDatabase::read, problems, warnings));
    settings
        .get(SERVICE_TAGS)
        .ifPresent(file -> load(SERVICE_TAGS.name(), file, ServiceTags::read, problems, warnings));
    settings
        .get(NETWORKS)
        .forEach(
            (name, value) -> {
              if (!NetworkList.isInline(value)) {
                load(NETWORKS.of(name), Path.of(value), NetworkList::read, problems, warnings);
              }
            });
  }

  private static <T> void load(
      String key,
      Path file,
      WatchedFile.Loader<T> loader,
      List<String> problems,
      List<String> warnings) {
    try {
      String problem = loader.load(file).problem();
      if (!problem.isEmpty()) {
        warnings.add("%s names '%s'; of this file, %s".formatted(key, file, problem));
      }
    } catch (IOException | RuntimeException e) {
      problems.add(
          "%s names '%s', which cannot be used: %s".formatted(key, file, WatchedFile.why(e)));
    }
  }

  /** The mistakes in the derived fields of a destination, one sentence each. */
  public static List<String> problems(
      Settings settings, Settings.Group<DestinationKeys> destination) {
    List<String> problems = new ArrayList<>();
    List<String> words = destination.get(DERIVE);
    NEEDED.forEach(
        (derived, key) -> {
          if (words.contains(derived.word()) && !given(settings, derived)) {
            problems.add(
                "%s has %s, which needs %s"
                    .formatted(destination.key(DERIVE), derived.word(), key));
          }
        });
    return problems;
  }

  /** The derived fields of a destination. */
  public static Set<Derived> what(Settings settings, Settings.Group<DestinationKeys> destination) {
    Set<Derived> what = EnumSet.noneOf(Derived.class);
    for (String word : destination.get(DERIVE)) {
      if (word.equals(DestinationKeys.ALL_DERIVED)) {
        Stream.of(Derived.values()).filter(each -> given(settings, each)).forEach(what::add);
      } else if (Derived.words().contains(word)) {
        what.add(Derived.named(word));
      }
    }
    return what;
  }

  /** The derived fields of a destination, with their sources. */
  public static Derivation derivation(
      Settings settings, Settings.Group<DestinationKeys> destination, Lookups lookups) {
    return new Derivation(what(settings, destination), lookups);
  }

  private static boolean given(Settings settings, Derived derived) {
    return switch (derived) {
      case GEO -> !settings.get(GEO).isEmpty();
      case SERVICE_TAG -> settings.get(SERVICE_TAGS).isPresent();
      case LABELS -> !settings.get(NETWORKS).isEmpty();
      default -> true;
    };
  }

  /** The lists and databases, none of which is loaded yet. */
  public static Lookups lookups(Settings settings, Clock clock, ListListener listener) {
    List<Supplier<GeoDatabase>> geo = new ArrayList<>();
    for (Path file : settings.get(GEO)) {
      geo.add(new WatchedFile<>(GEO.name(), file, GeoDatabase::read, clock, listener));
    }
    List<Supplier<ServiceTags>> tags = new ArrayList<>();
    settings
        .get(SERVICE_TAGS)
        .ifPresent(
            file ->
                tags.add(
                    new WatchedFile<>(
                        SERVICE_TAGS.name(), file, ServiceTags::read, clock, listener)));
    Map<String, Supplier<PrefixTrie<Boolean>>> networks = new TreeMap<>();
    settings
        .get(NETWORKS)
        .forEach((name, value) -> networks.put(name, networks(name, value, clock, listener)));
    return new Lookups(geo, tags, networks, settings.get(OWN_NETWORKS));
  }

  private static Supplier<PrefixTrie<Boolean>> networks(
      String name, String value, Clock clock, ListListener listener) {
    if (NetworkList.isInline(value)) {
      PrefixTrie<Boolean> networks = NetworkList.inline(value);
      return () -> networks;
    }
    return new WatchedFile<>(NETWORKS.of(name), Path.of(value), NetworkList::read, clock, listener);
  }
}
