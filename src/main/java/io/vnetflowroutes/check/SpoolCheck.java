package io.vnetflowroutes.check;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.queue.SpoolContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Checks whether messages wait in the spool for a destination that is no longer configured. */
final class SpoolCheck {

  /** The name of the lines about waiting messages. */
  static final String WAITING = "waiting";

  private SpoolCheck() {}

  /**
   * Looks at the spools, also while the service uses them.
   *
   * @param spools the folder of all spools
   * @param destinations the names of the destinations
   */
  static void check(CheckReporter subject, Path spools, List<String> destinations) {
    Map<String, SpoolContents> waiting;
    try {
      waiting = SpoolContents.in(spools);
    } catch (IOException e) {
      subject.warn(WAITING, "'%s' cannot be read: %s".formatted(spools, e.getMessage()));
      return;
    }
    waiting.forEach(
        (name, contents) -> {
          if (!destinations.contains(name)) {
            subject.warn(
                WAITING,
                "In '%s' is what no destination gets (%s): none has the name '%s'. Configure it again,"
                        .formatted(
                            spools.resolve(name),
                            HumanUnits.count(contents.messages(), "message"),
                            name)
                    + " or move the folder away and send its hours with 'flowlogs backfill'");
          }
        });
  }
}
