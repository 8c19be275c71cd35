package io.vnetflowroutes.flowlogs;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.settings.SourceSettings;
import io.vnetflowroutes.source.AzureProblem;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.telemetry.SourceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assembles the inventory of every source's container, and of its account's other container. */
public final class AccountFlowLogs {

  private static final Logger LOG = LoggerFactory.getLogger(AccountFlowLogs.class);

  private AccountFlowLogs() {}

  /**
   * What a container holds.
   *
   * @param source the name of the source it belongs to
   * @param location where the container is
   * @param flowLogs the flow logs in it
   * @param problem why it cannot be listed; {@code null} where it can
   * @param nothingWanted that the settings take none of them, and what to do; {@code null} where
   *     they take one, or are not about this container
   */
  public record Held(
      String source,
      String location,
      List<FoundFlowLog> flowLogs,
      String problem,
      String nothingWanted) {}

  /**
   * Looks into the containers of all sources. The container for the other kind of flow log is
   * looked into as well, unless a source reads it: a container that is not there, or that may not
   * be listed, is left out then.
   */
  public static List<Held> look(Settings settings) {
    List<Source> sources = ReadSettings.sources(settings, Optional::empty, new SourceLog());
    Set<String> locations =
        sources.stream().map(source -> source.container().location()).collect(Collectors.toSet());
    List<Held> all = new ArrayList<>();
    for (Settings.Group<SourceKeys> group : settings.groups(SourceKeys.GROUP)) {
      Held held = held(SourceSettings.source(group, Optional::empty, new SourceLog()));
      all.add(held);
      if (held.problem() == null) {
        SourceSettings.otherContainer(group)
            .filter(other -> locations.add(other.location()))
            .ifPresent(other -> addIfAny(group.name(), other, all));
      }
    }
    return all;
  }

  private static Held held(Source source) {
    String location = source.container().location();
    try {
      List<FoundFlowLog> flowLogs =
          new FlowLogFinder(source.name(), source.container(), source.selection()::wants)
              .flowLogs();
      boolean any = flowLogs.stream().anyMatch(FoundFlowLog::wanted);
      String nothing =
          any ? null : source.nothingWanted(flowLogs.stream().map(FoundFlowLog::flowLog).toList());
      return new Held(source.name(), location, flowLogs, null, nothing);
    } catch (RuntimeException e) {
      return new Held(source.name(), location, List.of(), AzureProblem.sentence(e), null);
    }
  }

  private static void addIfAny(String source, Container container, List<Held> all) {
    List<FoundFlowLog> flowLogs;
    try {
      flowLogs = new FlowLogFinder(source, container, flowLog -> false).flowLogs();
    } catch (RuntimeException e) {
      LOG.debug("The other container is not looked into", e);
      return;
    }
    if (!flowLogs.isEmpty()) {
      all.add(new Held(source, container.location(), flowLogs, null, null));
    }
  }
}
