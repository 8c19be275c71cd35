package io.vnetflowroutes.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The user's lists and databases, shared by all threads. Each is loaded when it is first needed,
 * and again when its file changes; one that cannot be loaded has no results.
 *
 * @param geo MaxMind databases; if two have a value, the first one counts
 * @param serviceTags Azure's service tags: one or none
 * @param networks lists of networks by their names
 * @param own the names of the lists with the user's own networks
 */
public record Lookups(
    List<Supplier<GeoDatabase>> geo,
    List<Supplier<ServiceTags>> serviceTags,
    Map<String, Supplier<PrefixTrie<Boolean>>> networks,
    List<String> own) {

  /** No lists and no databases. */
  public static final Lookups NONE = new Lookups(List.of(), List.of(), Map.of(), List.of());

  public Lookups {
    geo = List.copyOf(geo);
    serviceTags = List.copyOf(serviceTags);
    networks = new TreeMap<>(networks);
    own = List.copyOf(own);
  }

  /** Opens the present lists and databases for one delivery. */
  public AddressLookup open(Derivation derivation) {
    boolean labels = derivation.has(Derived.LABELS);
    Map<String, PrefixTrie<Boolean>> lists = new TreeMap<>();
    networks.forEach(
        (name, list) -> {
          PrefixTrie<Boolean> loaded =
              labels || (own.contains(name) && derivation.has(Derived.SCOPE)) ? list.get() : null;
          if (loaded != null) {
            lists.put(name, loaded);
          }
        });
    return new AddressLookup(
        derivation.has(Derived.GEO) ? loaded(geo) : List.of(),
        derivation.has(Derived.SERVICE_TAG) ? loaded(serviceTags) : List.of(),
        lists,
        own);
  }

  private static <T> List<T> loaded(List<Supplier<T>> sources) {
    List<T> loaded = new ArrayList<>();
    sources.stream().map(Supplier::get).filter(Objects::nonNull).forEach(loaded::add);
    return loaded;
  }
}
