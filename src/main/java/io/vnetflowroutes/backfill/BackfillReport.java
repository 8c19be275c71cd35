package io.vnetflowroutes.backfill;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.endpoints.LayoutSettings;
import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.ReceiverSettings;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what a backfill is about to read, and how it ended. */
final class BackfillReport {

  private BackfillReport() {}

  /** A sentence about the volume. */
  static String what(Volume volume) {
    if (volume.blobs() == 0) {
      return volume.flowLogs() == 0
          ? "Nothing to read: no flow log of these sources is selected; 'flowlogs flow-logs' lists"
              + " those there are."
          : "Nothing to read: %s, but no blob of these hours."
              .formatted(HumanUnits.count(volume.flowLogs(), "flow log"));
    }
    String done =
        volume.doneBytes() == 0
            ? ""
            : "; goes on behind %s that are done, and %s"
                .formatted(
                    HumanUnits.count(volume.doneBlobs(), "interface hour"),
                    HumanUnits.size(volume.doneBytes()));
    return "%s, %s with %s, %s%s"
        .formatted(
            HumanUnits.count(volume.flowLogs(), "flow log"),
            HumanUnits.count(volume.hours(), "hour"),
            HumanUnits.count(volume.blobs(), "interface hour"),
            HumanUnits.size(volume.bytes()),
            done);
  }

  /** Prints the volume of a backfill, and its cost. */
  static void dryRun(Volume volume, BackfillRequest request, PrintStream out) {
    out.println(what(volume));
    out.println(
        "To "
            + (request.destinations().isEmpty()
                ? "all destinations"
                : String.join(", ", request.destinations()))
            + ".");
    if (volume.listCalls() == 0) {
      out.println("No storage account is asked, so nothing is charged.");
      return;
    }
    Cost cost = new Cost(2 * volume.listCalls(), volume.readCalls());
    out.printf(
        Locale.ROOT,
        "Azure: about %s and %s, $%.4f at Microsoft's sample prices for hot blobs%n"
            + "($%s for 10,000 lists, $%s for 10,000 reads), which are not yours. Cool and cold%n"
            + "blobs cost retrieval by the GB besides, and data that leaves the region egress.%n",
        HumanUnits.count(cost.lists(), "list call"),
        HumanUnits.count(cost.reads(), "read call"),
        cost.dollars(),
        Cost.LIST_PRICE,
        Cost.READ_PRICE);
  }

  /** Prints what is older than destinations accept. */
  static void tooOld(
      Volume volume, BackfillRequest request, Settings settings, Instant now, PrintStream out) {
    for (Settings.Group<DestinationKeys> group : settings.groups(DestinationKeys.GROUP)) {
      if (request.destinations().isEmpty() || request.destinations().contains(group.name())) {
        ReceiverSettings.age(group)
            .filter(age -> volume.hoursBefore(now.minus(age.most())) > 0)
            .ifPresent(
                age ->
                    out.printf(
                        "Destination %s: %d of %d hours are too old. %s.%n",
                        group.name(),
                        volume.hoursBefore(now.minus(age.most())),
                        volume.hours(),
                        age.older()));
      }
    }
  }

  /** Whether a destination gathers into files or objects. */
  static boolean gathersByFolder(Settings.Group<DestinationKeys> group) {
    return group.get(DestinationKeys.GATHER).isPresent() && LayoutSettings.hasFolders(uri(group));
  }

  private static String uri(Settings.Group<DestinationKeys> group) {
    return group.get(DestinationKeys.URI).orElse("");
  }

  /** A sentence for each object store that may get flows that are there. */
  static List<String> gathered(BackfillRequest request, Settings settings) {
    return settings.groups(DestinationKeys.GROUP).stream()
        .filter(
            group ->
                request.destinations().isEmpty() || request.destinations().contains(group.name()))
        .filter(group -> gathersByFolder(group) && !uri(group).startsWith("file:"))
        .map(
            group ->
                "Destination '%s' gathers (%s) into an object store, which the program does not list: flows that are there already come again, in objects of other names. Remove the objects of these hours first, and add --again; or name other destinations with --destination"
                    .formatted(group.name(), group.key(DestinationKeys.GATHER)))
        .toList();
  }

  /** A sentence about the end. */
  static String end(Backfill backfill, boolean done) {
    String flows =
        read(backfill.volume(), backfill.advance())
            + (backfill.delivered().isEmpty() ? "none" : each(backfill.delivered()));
    if (!backfill.refused().isEmpty()) {
      flows += "; refused for good: " + each(backfill.refused()) + ", in the dead letter";
    }
    if (!backfill.leftAlone().isEmpty()) {
      flows +=
          "; not delivered, as files are there that other settings made and that were left alone: "
              + each(backfill.leftAlone())
              + "; --rewrite writes them anew, but for gathered files and those of other batch-flows or batch-size, whose folders you must remove first";
    }
    if (done) {
      return "Done: " + flows + ".";
    }
    String waiting =
        backfill.spooled().isEmpty() ? "" : "; messages that wait: " + each(backfill.spooled());
    return "Not finished: " + flows + waiting + ". The same command goes on.";
  }

  /** A sentence about what was read; if everything was read before, about that. */
  static String read(Volume volume, BackfillAdvance advance) {
    return advance.flows() == 0 && volume.allDone()
        ? "nothing was left to read, as %s had been read before; delivered now: "
            .formatted(HumanUnits.count(volume.doneBlobs(), "interface hour"))
        : HumanUnits.count(advance.flows(), "flow") + " read; delivered: ";
  }

  private static String each(Map<String, ? extends Number> numbers) {
    return numbers.entrySet().stream()
        .map(entry -> entry.getKey() + ' ' + HumanUnits.count(entry.getValue().longValue()))
        .collect(Collectors.joining(", "));
  }
}
