package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.page.Admission;
import io.vnetflowroutes.page.HeatMapReader;
import io.vnetflowroutes.page.LastLines;
import io.vnetflowroutes.page.PagePort;
import io.vnetflowroutes.page.PageReporter;
import io.vnetflowroutes.page.Traffic;
import io.vnetflowroutes.poll.Lag;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.ReceiverSettings;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.HourOverview;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Assembles the page of the management port, if the settings enable it. */
final class PageWiring {

  private PageWiring() {}

  /**
   * Serves the page; empty if it is switched off.
   *
   * @param lags how far behind each flow log is
   * @param why why a destination accepts no messages; empty if it does
   */
  static Optional<PagePort> page(
      Settings settings,
      Clock clock,
      PageReporter.Activity activity,
      Traffic traffic,
      HourOverview hours,
      List<Source> sources,
      Supplier<List<Lag>> lags,
      Map<String, Spool> spools,
      Function<String, Optional<String>> why) {
    if (!Boolean.parseBoolean(settings.get(ProgramKeys.PAGE))) {
      return Optional.empty();
    }
    LastLines lines = new LastLines();
    lines.listen(LoggerFactory.getILoggerFactory());
    HeatMapReader heatMap =
        new HeatMapReader(
            hours,
            lags,
            sources.stream().map(Source::name).toList(),
            ReadSettings.schedule(settings),
            spools.values(),
            new DeadLetters(settings.get(ProgramKeys.DEAD_LETTER))
                .folder()
                .map(Path::of)
                .orElse(null),
            traffic);
    PageReporter reporter =
        new PageReporter(
            version(), clock, activity, traffic, heatMap, kinds(settings), spools, why, lines);
    return Optional.of(
        new PagePort(new Admission(settings.get(ProgramKeys.PAGE_TOKEN).orElse(null)), reporter));
  }

  /** The types of the destinations, or the schemes of their URIs, by the destinations' names. */
  private static Map<String, String> kinds(Settings settings) {
    Map<String, String> kinds = new TreeMap<>();
    settings
        .groups(DestinationKeys.GROUP)
        .forEach(group -> kinds.put(group.name(), ReceiverSettings.kind(group)));
    return kinds;
  }

  private static String version() {
    String version = PageWiring.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
