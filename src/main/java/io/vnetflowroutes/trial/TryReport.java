package io.vnetflowroutes.trial;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.flow.Unreadable;
import io.vnetflowroutes.logging.Printable;
import java.io.PrintStream;
import java.util.Map;

/** Prints the result of a trial. */
final class TryReport {

  private final Trial trial;
  private final Map<String, Map<String, Long>> leftOut;
  private final PrintStream out;

  /**
   * @param leftOut how many flows filters left out, by destination or route, then by reason
   */
  TryReport(Trial trial, Map<String, Map<String, Long>> leftOut, PrintStream out) {
    this.trial = trial;
    this.leftOut = leftOut;
    this.out = out;
  }

  /**
   * Prints everything.
   *
   * @param named whether the flows have their real ids
   */
  void print(String file, long bytes, boolean named) {
    out.printf(
        "%s: %s, %s, %s: %s allowed, %s denied%n",
        Printable.of(file),
        HumanUnits.count(bytes, "byte"),
        HumanUnits.count(trial.records(), "record"),
        HumanUnits.count(trial.allowed() + trial.denied(), "flow"),
        HumanUnits.count(trial.allowed()),
        HumanUnits.count(trial.denied()));
    if (!named) {
      out.println(
          "  It does not lie in Azure's folders: ids and file names are not the real ones.");
    }
    if (trial.incompleteBytes() > 0) {
      out.printf(
          "  It ends inside a record, of which %s are there.%n",
          HumanUnits.count(trial.incompleteBytes(), "byte"));
    }
    trial.received().forEach(this::destination);
    filters();
    deadLetters();
  }

  private void filters() {
    if (leftOut.isEmpty()) {
      return;
    }
    out.println();
    out.println("Filters leave out:");
    leftOut.forEach(
        (where, reasons) ->
            reasons.forEach(
                (reason, flows) ->
                    out.printf(
                        "  %s: %s by %s%n",
                        Printable.of(where),
                        HumanUnits.count(flows, "flow"),
                        Printable.of(reason))));
  }

  private void destination(String name, Received received) {
    out.println();
    out.printf(
        "%s would get %s in %s, %s, at %s%n",
        Printable.of(name),
        HumanUnits.count(received.flows(), "flow"),
        HumanUnits.count(received.messages(), "message"),
        HumanUnits.size(received.bytes()),
        Printable.of(received.address()));
    for (Received.Message message : received.shown()) {
      if (!message.about().isEmpty()) {
        out.println("  " + Printable.of(message.about()));
      }
      message.texts().forEach(text -> out.println("    " + Printable.of(text)));
    }
    if (received.more() > 0) {
      out.printf("  ... %s more; --all shows them%n", HumanUnits.count(received.more()));
    }
  }

  private void deadLetters() {
    if (trial.reasons().isEmpty()) {
      return;
    }
    out.println();
    out.println("Cannot be read, for these reasons:");
    trial
        .reasons()
        .forEach(
            (reason, letters) ->
                out.printf("  %s: %s%n", HumanUnits.count(letters), Printable.of(reason)));
    for (Unreadable letter : trial.unreadable()) {
      out.printf(
          "    the %s at byte %d%s%n",
          letter.kind(),
          letter.offset(),
          letter.ordinal() < 0 ? "" : ", tuple " + letter.ordinal() + " of the record");
    }
  }
}
