package io.vnetflowroutes.settings;

import static io.vnetflowroutes.settings.ProgramKeys.AUDIT_RETENTION;
import static io.vnetflowroutes.settings.ProgramKeys.BATCH_FLOWS;
import static io.vnetflowroutes.settings.ProgramKeys.BATCH_SIZE;
import static io.vnetflowroutes.settings.ProgramKeys.DELAY;
import static io.vnetflowroutes.settings.ProgramKeys.DISCOVERY_INTERVAL;
import static io.vnetflowroutes.settings.ProgramKeys.NESTING_LIMIT;
import static io.vnetflowroutes.settings.ProgramKeys.POLL_INTERVAL;
import static io.vnetflowroutes.settings.ProgramKeys.READERS;
import static io.vnetflowroutes.settings.ProgramKeys.RECHECK;
import static io.vnetflowroutes.settings.ProgramKeys.RECORD_LIMIT;
import static io.vnetflowroutes.settings.ProgramKeys.SILENT_AFTER;
import static io.vnetflowroutes.settings.ProgramKeys.START;
import static io.vnetflowroutes.settings.ProgramKeys.STRING_LIMIT;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of sources, polling and reading. */
public final class ReadSettings {

  /** The keys of the program that apply to every reader, including an endpoint and a connector. */
  public static final List<Key<?>> KEYS =
      List.of(
          DELAY,
          START,
          RECHECK,
          SILENT_AFTER,
          POLL_INTERVAL,
          DISCOVERY_INTERVAL,
          READERS,
          BATCH_FLOWS,
          BATCH_SIZE,
          RECORD_LIMIT,
          STRING_LIMIT,
          NESTING_LIMIT);

  private ReadSettings() {}

  /** The instant from which a new source is read. */
  public static Instant start(Settings settings, Instant now) {
    return settings.get(START).from(now);
  }

  /**
   * The sources.
   *
   * @param again reads the settings again, for credentials that were rotated; empty if they are
   *     wrong now
   */
  public static List<Source> sources(
      Settings settings, Supplier<Optional<Settings>> again, SourceListener listener) {
    return settings.groups(SourceKeys.GROUP).stream()
        .map(source -> SourceSettings.source(source, again, listener))
        .toList();
  }

  public static Schedule schedule(Settings settings) {
    return new Schedule(
        settings.get(DELAY),
        settings.get(RECHECK),
        settings.get(START),
        settings.get(AUDIT_RETENTION),
        settings.get(SILENT_AFTER));
  }

  /** The newest hour that has settled. */
  public static Instant newestSettled(Settings settings, Instant now) {
    return schedule(settings).settledBefore(now).minus(1, ChronoUnit.HOURS);
  }

  public static ParseLimits limits(Settings settings) {
    return new ParseLimits(
        settings.get(BATCH_FLOWS), settings.get(BATCH_SIZE), settings.get(RECORD_LIMIT));
  }

  public static RecordJson json(Settings settings) {
    return RecordJson.within(settings.get(STRING_LIMIT), settings.get(NESTING_LIMIT));
  }
}
