package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.DROP;
import static io.vnetflowroutes.settings.DestinationKeys.FORMAT;
import static io.vnetflowroutes.settings.DestinationKeys.SAMPLE;

import io.vnetflowroutes.config.GroupKey;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.RawFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes the filters of destinations from their settings. */
public final class FilterSettings {

  private FilterSettings() {}

  /**
   * Adds the mistakes in the filter of a destination; single values were checked when they were
   * read.
   */
  public static void problems(Settings.Group<DestinationKeys> group, List<String> problems) {
    String format = group.get(FORMAT);
    if (Formats.names().contains(format)
        && Formats.named(format).get() instanceof RawFormat
        && (!dropped(group).isEmpty() || samples(group))) {
      GroupKey<DestinationKeys, ?> key =
          samples(group) ? SAMPLE : DROP.get(dropped(group).keySet().iterator().next());
      problems.add(
          "%s is set, but the format %s writes whole records with all their flows"
              .formatted(group.key(key), format));
    }
  }

  /** The filter of a destination, or {@code null} if it has none. */
  public static Filter filter(Settings.Group<DestinationKeys> group) {
    Map<Condition, String> dropped = dropped(group);
    return dropped.isEmpty() && !samples(group) ? null : Filter.of(dropped, group.get(SAMPLE));
  }

  private static boolean samples(Settings.Group<DestinationKeys> group) {
    return !group.text(SAMPLE).equals(SAMPLE.defaultValue());
  }

  private static Map<Condition, String> dropped(Settings.Group<DestinationKeys> group) {
    Map<Condition, String> dropped = new EnumMap<>(Condition.class);
    DROP.forEach(
        (condition, key) -> group.get(key).ifPresent(values -> dropped.put(condition, values)));
    return dropped;
  }
}
