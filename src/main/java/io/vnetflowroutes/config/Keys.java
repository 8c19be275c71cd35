package io.vnetflowroutes.config;

import java.util.List;
import java.util.Optional;

/** All keys of a program, and which of them a user means. */
public final class Keys {

  private final List<Key<?>> keys;

  /**
   * @param tables the declarations, in the order of the reference
   */
  public Keys(List<List<Key<?>>> tables) {
    this.keys = tables.stream().<Key<?>>flatMap(List::stream).toList();
  }

  /** The declarations, in the order of the reference. */
  public List<Key<?>> all() {
    return keys;
  }

  /**
   * The keys that a user means by a word: a whole name, with a name of their own in it or with an
   * asterisk, or what it ends in, such as {@code client-secret}.
   */
  public List<Key<?>> meantBy(String word) {
    List<Key<?>> whole =
        keys.stream().filter(key -> key.name().equals(word) || key.is(word)).toList();
    return whole.isEmpty()
        ? keys.stream().filter(key -> key.shortName().equals(word)).toList()
        : whole;
  }

  /** The known name that a word most probably means; empty if none is near. */
  public Optional<String> nearest(String word) {
    return Nearest.likely(
        word, keys.stream().map(word.contains(".") ? Key::name : Key::shortName).toList());
  }
}
