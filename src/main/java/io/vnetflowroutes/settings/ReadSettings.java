package io.vnetflowroutes.settings;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.source.SourceListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the settings say of sources, polling and reading. */
public final class ReadSettings {

  private ReadSettings() {}

  /**
   * The sources.
   *
   * @param again reads the settings again, for credentials that were rotated; empty where they are
   *     wrong by now
   */
  public static List<Source> sources(
      Settings settings, Supplier<Optional<Settings>> again, SourceListener listener) {
    return settings.groups("flowlogs.source").stream()
        .map(source -> SourceSettings.source(source, again, listener))
        .toList();
  }

  public static Schedule schedule(Settings settings) {
    return new Schedule(
        settings.duration("flowlogs.delay"),
        settings.duration("flowlogs.recheck"),
        start(settings),
        settings.duration("flowlogs.audit-retention"),
        settings.duration("flowlogs.silent-after"));
  }

  private static Start start(Settings settings) {
    String start = settings.text("flowlogs.start");
    if (start.equals("beginning")) {
      return Start.BEGINNING;
    }
    return settings
        .durationIfAny("flowlogs.start")
        .map(back -> new Start(back, null))
        .orElseGet(() -> new Start(null, Instant.parse(start)));
  }

  /** The newest hour of which nothing more is to be expected. */
  public static Instant newestSettled(Settings settings, Instant now) {
    return schedule(settings).settledBefore(now).minus(1, ChronoUnit.HOURS);
  }

  public static ParseLimits limits(Settings settings) {
    return new ParseLimits(
        settings.count("flowlogs.batch-flows"),
        settings.size("flowlogs.batch-size"),
        settings.size("flowlogs.record-limit"));
  }

  public static RecordJson json(Settings settings) {
    return RecordJson.within(
        settings.size("flowlogs.string-limit"), settings.count("flowlogs.nesting-limit"));
  }
}
