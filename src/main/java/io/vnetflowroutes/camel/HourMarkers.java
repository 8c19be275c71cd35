package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.endpoints.LayoutSettings;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.DueBlobs.Done;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.state.HourOverview;
import io.vnetflowroutes.state.MarkedHours;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an empty file into the folders of each hour that is complete: the hour has settled, all
 * blobs that were found are read, and the destination has everything in them. The state records a
 * marker after it is written, so a kill can only make the program write it again.
 *
 * <p>Any thread may call it; one at a time writes.
 */
public final class HourMarkers {

  private static final Logger LOG = LoggerFactory.getLogger(HourMarkers.class);
  private static final String PERIOD = "timer:markers?period=2s&delay=2s&synchronous=true";

  private final Main camel;
  private final Supplier<List<Done>> done;
  private final MarkedHours marked;
  private final HourOverview hours;
  private final List<Marking> markings = new ArrayList<>();
  private final WarningThrottle throttle = new WarningThrottle(Clock.systemUTC());

  /** A destination whose hours are marked. */
  private record Marking(
      String destination,
      String marker,
      FolderLayout layout,
      Set<Decision> decisions,
      Spool spool) {}

  /**
   * @param done the hours before which flow logs are done; empty until all sources have been
   *     searched
   */
  HourMarkers(
      Settings settings, CamelRuntime runtime, Supplier<List<Done>> done, StateDatabase state) {
    this.camel = runtime.camel();
    this.done = done;
    this.marked = new MarkedHours(state);
    this.hours = new HourOverview(state);
    for (Settings.Group<DestinationKeys> group : settings.groups(DestinationKeys.GROUP)) {
      group
          .get(DestinationKeys.MARKER)
          .ifPresent(
              marker ->
                  markings.add(
                      new Marking(
                          group.name(),
                          marker,
                          LayoutSettings.layout(group).orElseThrow(),
                          decisions(settings, group.name()),
                          runtime.spools().of(group.name()))));
    }
  }

  /** The decisions that a destination gets; both if a route of the user chooses. */
  private static Set<Decision> decisions(Settings settings, String destination) {
    Set<Decision> decisions = EnumSet.noneOf(Decision.class);
    if (settings.get(ProgramKeys.ALLOW).contains(destination)) {
      decisions.add(Decision.ALLOW);
    }
    if (settings.get(ProgramKeys.DENY).contains(destination)) {
      decisions.add(Decision.DENY);
    }
    return decisions.isEmpty() ? EnumSet.allOf(Decision.class) : decisions;
  }

  /** Starts to look for complete hours every few seconds. */
  void start() {
    if (!markings.isEmpty()) {
      camel
          .configure()
          .addRoutesBuilder(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from(PERIOD).routeId("markers").process(exchange -> write());
                }
              });
    }
  }

  /** Marks the hours that are complete now. */
  public synchronized void write() {
    if (markings.isEmpty()) {
      return;
    }
    List<Done> flowLogs = done.get();
    for (Marking marking : markings) {
      Map<String, List<Done>> byFolder =
          flowLogs.stream()
              .collect(
                  Collectors.groupingBy(
                      flowLog -> marking.layout.flowLogFolder(flowLog.flowLog().path()),
                      TreeMap::new,
                      Collectors.toList()));
      try {
        for (Map.Entry<String, List<Done>> folder : byFolder.entrySet()) {
          write(marking, folder.getKey(), folder.getValue());
        }
        throttle.over(marking.destination);
      } catch (IOException | StateException e) {
        failed(marking, e);
      }
    }
  }

  private void failed(Marking marking, Exception error) {
    String why = String.valueOf(error.getMessage());
    if (throttle.due(marking.destination, why)) {
      LOG.warn(
          "The marker '{}' of destination '{}' cannot be written, and is tried again: {}",
          marking.marker,
          marking.destination,
          why);
    }
  }

  /** Marks hours of flow logs that share folders, in order. */
  private void write(Marking marking, String folder, List<Done> flowLogs) throws IOException {
    Instant upTo = flowLogs.stream().map(Done::before).min(Comparator.naturalOrder()).orElseThrow();
    Instant hour =
        marked.before(marking.destination, folder).orElseGet(() -> oldest(flowLogs, upTo));
    if (!hour.isBefore(upTo)) {
      return;
    }
    Set<String> waiting = marking.spool.folders();
    for (; hour.isBefore(upTo); hour = hour.plus(1, ChronoUnit.HOURS)) {
      Set<String> folders = new TreeSet<>();
      for (Done flowLog : flowLogs) {
        for (Decision decision : marking.decisions) {
          folders.add(marking.layout.folder(decision, flowLog.flowLog().path(), hour));
        }
      }
      if (folders.stream().anyMatch(waiting::contains)) {
        return;
      }
      for (String each : folders) {
        send(marking, each + marking.marker);
      }
      marked.note(marking.destination, folder, hour.plus(1, ChronoUnit.HOURS));
    }
  }

  /** The first hour of which the flow logs have anything. */
  private Instant oldest(List<Done> flowLogs, Instant upTo) {
    return flowLogs.stream()
        .flatMap(one -> hours.oldest(one.source().name(), one.flowLog().path()).stream())
        .min(Comparator.naturalOrder())
        .orElse(upTo);
  }

  private void send(Marking marking, String name) throws IOException {
    try (ProducerTemplate template = camel.getCamelContext().createProducerTemplate()) {
      Exchange sent =
          template.send(
              RouteNames.send(marking.destination),
              exchange -> {
                exchange.getIn().setBody(new byte[0]);
                exchange.getIn().setHeader(Exchange.FILE_NAME, name);
                exchange.getIn().setHeader(Exchange.CONTENT_TYPE, "application/octet-stream");
                exchange.getIn().setHeader(SameName.PLANNED, true);
              });
      if (sent.getException() != null) {
        throw new IOException(
            String.valueOf(sent.getException().getMessage()), sent.getException());
      }
    }
  }
}
