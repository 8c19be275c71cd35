package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Kind;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.filter.Condition;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.format.RawFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes the filters of destinations out of their settings. */
public final class FilterSettings {

  private static final String DESTINATION = "flowlogs.destination.*.";
  private static final String DROP = "drop.";
  private static final int NO_SAMPLING = 1;
  private static final int LARGEST_SAMPLE = 1_000_000;

  private FilterSettings() {}

  /** The declarations of the keys, one a condition. */
  public static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    for (Condition condition : Condition.values()) {
      keys.add(
          new Key(
              DESTINATION + DROP + condition.word(),
              new Kind(condition.allowed(), condition::accepts, true),
              null,
              false,
              "Flows that are left out, by their %s.".formatted(condition.meaning())));
    }
    keys.add(
        new Key(
            DESTINATION + "sample",
            Kind.count(NO_SAMPLING, LARGEST_SAMPLE),
            String.valueOf(NO_SAMPLING),
            false,
            "Of allowed flows one in so many is kept, the same at every destination; denied ones"
                + " all are."));
    return keys;
  }

  /** What is wrong with the filter of a destination; values were checked when they were read. */
  public static void problems(Settings.Group group, List<String> problems) {
    String format = group.text("format").orElseThrow();
    if (Formats.names().contains(format)
        && Formats.named(format).get() instanceof RawFormat
        && (!dropped(group).isEmpty() || samples(group))) {
      String key =
          samples(group) ? "sample" : DROP + dropped(group).keySet().iterator().next().word();
      problems.add(
          "%s is set, but the format %s writes whole records with all their flows"
              .formatted(group.key(key), format));
    }
  }

  /** The filter of a destination, or {@code null} where nothing is left out. */
  public static Filter filter(Settings.Group group) {
    Map<Condition, String> dropped = dropped(group);
    return dropped.isEmpty() && !samples(group)
        ? null
        : Filter.of(dropped, Integer.parseInt(group.text("sample").orElseThrow()));
  }

  private static boolean samples(Settings.Group group) {
    return !group.text("sample").orElseThrow().equals(String.valueOf(NO_SAMPLING));
  }

  private static Map<Condition, String> dropped(Settings.Group group) {
    Map<Condition, String> dropped = new EnumMap<>(Condition.class);
    for (Condition condition : Condition.values()) {
      group.text(DROP + condition.word()).ifPresent(values -> dropped.put(condition, values));
    }
    return dropped;
  }
}
