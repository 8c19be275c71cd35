package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.DestinationKeys.BODY_LIMIT;
import static io.vnetflowroutes.settings.DestinationKeys.GATHER;
import static io.vnetflowroutes.settings.ProgramKeys.BATCH_FLOWS;
import static io.vnetflowroutes.settings.ProgramKeys.BATCH_SIZE;
import static io.vnetflowroutes.settings.ProgramKeys.READERS;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Lowers settings that do not fit Java's heap, and reports them. It lowers readers first, because
 * each holds a batch, the message made from it, and bytes of the next blob; with one reader left,
 * it lowers batches and messages.
 */
public final class HeapLimits {

  private static final long KILOBYTE = 1 << 10;
  private static final long MEGABYTE = 1 << 20;

  /** The smallest heap: below it, no setting is small enough. */
  static final long LEAST = 44 * MEGABYTE;

  /** The use of an idle program: Camel, the clients of Azure and Kafka, the state. */
  private static final long IDLE = 28 * MEGABYTE;

  /** The bytes of the next blob that are requested while one is delivered. */
  private static final long AHEAD = 4 * MEGABYTE;

  private static final long FLOW = 150;

  /** The memory of a row group of a Parquet file while it is written. */
  private static final long ROW_GROUP = 12 * MEGABYTE;

  /** The memory of a client for an object while it is sent. */
  private static final long UPLOAD = 10 * MEGABYTE;

  /** The copies of a message: the growing buffer, the message itself, and that of the client. */
  private static final long COPIES = 3;

  private final long heap;
  private final long room;
  private final Predicate<String> isFile;
  private final Predicate<String> isObject;
  private final Map<String, String> lowered = new TreeMap<>();

  /**
   * @param heap the most bytes of Java's heap
   * @param isFile whether a URI is of files, which are made while they are written
   * @param isObject whether a URI is of objects, which are made in a file
   */
  public HeapLimits(long heap, Predicate<String> isFile, Predicate<String> isObject) {
    this.heap = heap;
    this.isFile = isFile;
    this.isObject = isObject;
    this.room = heap - IDLE;
  }

  /** Why the program cannot run in this heap, whatever the settings; empty if it can. */
  public Optional<String> problem() {
    return heap >= LEAST
        ? Optional.empty()
        : Optional.of(
            ("Java has a heap of %s, and the program needs %s; give it more (-Xmx48m, or a container of"
                    + " 192 MB)")
                .formatted(megabytes(heap), megabytes(LEAST)));
  }

  /** The settings with the lowered values, and a warning about them. */
  public Settings fit(Settings all) {
    lowerGathered(all);
    Settings settings = all.with(lowered, List.of());
    long left = room - gathered(settings);
    long forOne = left - ahead(settings);
    if (forReader(settings) > left) {
      lowerCount(BATCH_FLOWS, settings.get(BATCH_FLOWS), Math.max(forOne / 10 / FLOW, 100));
      lowerSize(BATCH_SIZE.name(), settings.get(BATCH_SIZE), forOne / 5);
      settings
          .groups(DestinationKeys.GROUP)
          .forEach(group -> lowerSize(group.key(BODY_LIMIT), group.get(BODY_LIMIT), forOne / 5));
    }
    Settings smaller = settings.with(lowered, List.of());
    lowerCount(READERS, smaller.get(READERS), Math.max(left / forReader(smaller), 1));
    if (lowered.isEmpty()) {
      return all;
    }
    long whole = IDLE + gathered(all) + forReader(all) * all.get(READERS);
    List<String> changes = new ArrayList<>();
    lowered.forEach(
        (key, value) -> changes.add("%s from %s to %s".formatted(key, all.all().get(key), value)));
    String sentence =
        ("Java has a heap of %s, which is too small for the settings, so it lowers %s. From a heap of"
                + " %s on (-Xmx%dm, or a container of %d MB) it lowers nothing")
            .formatted(
                megabytes(heap),
                String.join(", ", changes),
                megabytes(whole),
                asked(whole),
                4 * asked(whole));
    return all.with(lowered, List.of(sentence));
  }

  /** The buffer of a Kafka client, unless the settings set it. */
  public static long kafkaBuffer(long heap, long clients) {
    long whole = 32 * MEGABYTE;
    return Math.min(whole, Math.max((heap - IDLE) / 4 / Math.max(clients, 1), MEGABYTE));
  }

  /** Gives gathered bodies half of the room at most, in equal parts. */
  private void lowerGathered(Settings settings) {
    List<Settings.Group<DestinationKeys>> bodies =
        settings.groups(DestinationKeys.GROUP).stream()
            .filter(group -> group.get(GATHER).isPresent() && isBody(group))
            .toList();
    if (bodies.isEmpty() || gathered(settings) <= room / 2) {
      return;
    }
    long most = Math.max(room / 2 / bodies.size() / COPIES, KILOBYTE) / KILOBYTE * KILOBYTE;
    for (Settings.Group<DestinationKeys> group : bodies) {
      GatherLimits limits = group.get(GATHER).orElseThrow();
      if (limits.size() > most) {
        String age = group.text(GATHER).replaceFirst("^[^,]*,", "");
        lowered.put(group.key(GATHER), most / KILOBYTE + "KB," + age);
      }
    }
  }

  /** The memory of gathered flows while they are sent: a body, or a part of a file or object. */
  private long gathered(Settings settings) {
    return settings.groups(DestinationKeys.GROUP).stream()
        .filter(group -> group.get(GATHER).isPresent())
        .mapToLong(this::gathered)
        .sum();
  }

  private long gathered(Settings.Group<DestinationKeys> group) {
    if (isBody(group)) {
      return group.get(GATHER).orElseThrow().size() * COPIES;
    }
    return ROW_GROUP + (isObject.test(uri(group)) ? UPLOAD : 0);
  }

  private boolean isBody(Settings.Group<DestinationKeys> group) {
    return !isFile.test(uri(group)) && !isObject.test(uri(group));
  }

  private static String uri(Settings.Group<DestinationKeys> group) {
    return group.get(DestinationKeys.URI).orElse("");
  }

  private void lowerCount(Key<Integer> key, int now, long most) {
    if (now > most) {
      lowered.put(key.name(), String.valueOf(most));
    }
  }

  private void lowerSize(String key, int now, long most) {
    if (now > most) {
      lowered.put(key, Math.max(most >> 10, 1) + "KB");
    }
  }

  private static long forReader(Settings settings) {
    long body =
        settings.groups(DestinationKeys.GROUP).stream()
            .mapToLong(group -> group.get(BODY_LIMIT))
            .max()
            .orElse(0);
    return settings.get(BATCH_SIZE)
        + settings.get(BATCH_FLOWS) * FLOW
        + body * COPIES
        + ahead(settings);
  }

  private static long ahead(Settings settings) {
    boolean remote =
        settings.groups(SourceKeys.GROUP).stream()
            .anyMatch(source -> source.get(SourceKeys.DIRECTORY).isEmpty());
    return remote ? AHEAD : 0;
  }

  /** The option of Java for such a heap, of which Java reserves a part. */
  private static long asked(long bytes) {
    return (bytes * 103 / 100 + MEGABYTE - 1) / MEGABYTE;
  }

  private static String megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE + " MB";
  }
}
