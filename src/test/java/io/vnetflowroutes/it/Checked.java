package io.vnetflowroutes.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code flowlogs check --json} said. */
final class Checked {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Program program;
  private final int exitCode;
  private final List<JsonNode> lines = new ArrayList<>();

  private Checked(Program program, int exitCode) {
    this.program = program;
    this.exitCode = exitCode;
  }

  /** Runs the check, and reads every line of its output. */
  static Checked by(Program program, String... arguments) {
    int code =
        program.verb(
            "check",
            Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new));
    Checked checked = new Checked(program, code);
    try {
      for (String line : program.lines()) {
        checked.lines.add(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not JSON:\n" + program.output(), e);
    }
    return checked;
  }

  /** Fails when the exit code is another. */
  Checked exits(int expected) {
    assertThat(exitCode).as(program.output()).isEqualTo(expected);
    return this;
  }

  /** Fails unless a line of the subject's check has this verdict and a text like this. */
  Checked says(String subject, String check, String verdict, String regex) {
    assertThat(of(subject, check))
        .as("%s, %s in:%n%s", subject, check, program.output())
        .anySatisfy(
            line -> {
              assertThat(line.path("verdict").asText()).isEqualTo(verdict);
              assertThat(line.path("text").asText()).containsPattern(regex);
            });
    return this;
  }

  /** Fails unless all lines of the subject are well. */
  Checked isFine(String subject) {
    assertThat(lines.stream().filter(line -> line.path("subject").asText().equals(subject)))
        .as(program.output())
        .isNotEmpty()
        .allMatch(line -> line.path("verdict").asText().equals("ok"));
    return this;
  }

  /** The lines of a subject's check. */
  List<JsonNode> of(String subject, String check) {
    return lines.stream()
        .filter(line -> line.path("subject").asText().equals(subject))
        .filter(line -> line.path("check").asText().equals(check))
        .toList();
  }

  /** The subjects, each once. */
  List<String> subjects() {
    return lines.stream().map(line -> line.path("subject").asText()).distinct().toList();
  }
}
