package io.vnetflowroutes.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.check.Line;
import io.vnetflowroutes.check.Verdict;
import io.vnetflowroutes.observe.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Prints what a check found as it comes: coloured lines for people, JSON lines for programs. */
final class CheckReport {

  private static final JsonFactory JSON = new JsonFactory();

  private static final Map<Verdict, String> COLOURS =
      Map.of(
          Verdict.OK, "green",
          Verdict.WARN, "yellow",
          Verdict.FAIL, "red",
          Verdict.SKIP, "faint");

  private final PrintStream out;
  private final boolean json;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private String subject = "";

  CheckReport(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints a line at once. */
  void line(Line line) {
    counts.merge(line.verdict(), 1, Integer::sum);
    if (json) {
      json(line);
      return;
    }
    if (!subject.equals(line.subject())) {
      subject = line.subject();
      out.println(Character.toUpperCase(subject.charAt(0)) + subject.substring(1));
    }
    out.printf("  %s  %-11s  %s%n", word(line.verdict()), line.check(), Printable.of(line.text()));
  }

  /** Says how it went as a whole. */
  void end() {
    if (json) {
      return;
    }
    int failed = count(Verdict.FAIL);
    int warnings = count(Verdict.WARN);
    out.printf(
        "%n%s%s%n",
        failed == 0
            ? "Everything that was looked at works"
            : failed == 1 ? "1 thing does not work" : failed + " things do not work",
        warnings == 0 ? "." : warnings == 1 ? "; 1 warning." : "; " + warnings + " warnings.");
  }

  /** Whether anything does not work. */
  boolean failed() {
    return count(Verdict.FAIL) > 0;
  }

  private int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** In colour where the output is a terminal, and NO_COLOR is not set. */
  private static String word(Verdict verdict) {
    String word = String.format(Locale.ROOT, "%-4s", verdict.word());
    return Ansi.AUTO.string("@|bold," + COLOURS.get(verdict) + ' ' + word + "|@");
  }

  private void json(Line line) {
    try (JsonGenerator object = JSON.createGenerator(out)) {
      object.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      object.writeStartObject();
      object.writeStringField("subject", line.subject());
      object.writeStringField("check", line.check());
      object.writeStringField("verdict", line.verdict().word());
      object.writeStringField("text", line.text());
      object.writeEndObject();
      object.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
