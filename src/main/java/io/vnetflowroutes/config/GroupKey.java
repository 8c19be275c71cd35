package io.vnetflowroutes.config;

/**
 * A key of something that the user names, such as {@code flowlogs.source.*.tenant-id}. A {@link
 * KeyGroup} makes it.
 *
 * @param <G> the class that declares the keys of the group, so that a key of a destination cannot
 *     be asked of a source
 * @param <T> what its value is read as
 */
public final class GroupKey<G, T> {

  private final KeyGroup<G> group;
  private final Key<T> key;

  GroupKey(KeyGroup<G> group, Key<T> key) {
    this.group = group;
    this.key = key;
  }

  /** Its declaration. */
  Key<T> key() {
    return key;
  }

  /** The whole key of something of this name. */
  public String of(String name) {
    return group.of(name) + '.' + shortName();
  }

  /** Its name within the group, such as {@code tenant-id}. */
  public String shortName() {
    return key.shortName();
  }

  /** The default value; {@code null} for none. */
  public String defaultValue() {
    return key.defaultValue();
  }

  /** Its name within the group, for messages. */
  @Override
  public String toString() {
    return shortName();
  }
}
