package io.vnetflowroutes.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vnetflowroutes.logging.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints the results of a check as they arrive: coloured lines for people, JSON lines for programs.
 */
final class CheckReport {

  private static final JsonFactory JSON = new JsonFactory();

  private static final Map<CheckStatus, String> COLOURS =
      Map.of(
          CheckStatus.OK, "green",
          CheckStatus.WARN, "yellow",
          CheckStatus.FAIL, "red",
          CheckStatus.SKIP, "faint");

  private final PrintStream out;
  private final boolean json;
  private final Map<CheckStatus, Integer> counts = new EnumMap<>(CheckStatus.class);
  private String subject = "";

  CheckReport(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints a line at once. */
  void line(CheckResult line) {
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
    int failed = count(CheckStatus.FAIL);
    int warnings = count(CheckStatus.WARN);
    out.printf(
        "%n%s%s%n",
        failed == 0
            ? "Everything that was looked at works"
            : failed == 1 ? "1 thing does not work" : failed + " things do not work",
        warnings == 0 ? "." : warnings == 1 ? "; 1 warning." : "; " + warnings + " warnings.");
  }

  /** Whether anything does not work. */
  boolean failed() {
    return count(CheckStatus.FAIL) > 0;
  }

  private int count(CheckStatus verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** The word of a status, in colour if the output is a terminal and NO_COLOR is not set. */
  private static String word(CheckStatus verdict) {
    String word = String.format(Locale.ROOT, "%-4s", verdict.word());
    return Ansi.AUTO.string("@|bold," + COLOURS.get(verdict) + ' ' + word + "|@");
  }

  private void json(CheckResult line) {
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
