package io.vnetflowroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.config.ConfigurationException;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.state.StateException;
import io.vnetflowroutes.terminal.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Proves what a person sees of a verb that cannot do its work, and what the process ends with. */
final class UserErrorHandlerTest {

  private final PrintStream usual = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Command(name = "tried")
  private static final class Throwing implements Verb {

    private final RuntimeException error;

    Throwing(RuntimeException error) {
      this.error = error;
    }

    @Override
    public String refusal() {
      return "Nothing can be done:";
    }

    @Override
    public Integer call() {
      throw error;
    }
  }

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setErr(usual);
  }

  private int run(RuntimeException error) {
    return new CommandLine(new Throwing(error))
        .setExecutionExceptionHandler(new UserErrorHandler())
        .execute();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSentenceStandsBelowTheHeadingOfTheVerb() {
    assertThat(run(new StateException("The state is locked."))).isEqualTo(UserError.WRONG);
    assertThat(printed())
        .isEqualToNormalizingNewlines("Nothing can be done:\n  The state is locked.\n");
  }

  @Test
  void allProblemsOfAConfigurationAreSaidAtOnce() {
    assertThat(run(new ConfigurationException(List.of("One.", "Two.")))).isEqualTo(2);
    assertThat(printed())
        .isEqualToNormalizingNewlines("The configuration is wrong:\n  One.\n  Two.\n");
  }

  @Test
  void anErrorMayHaveAnExitCodeOfItsOwn() {
    assertThat(run(new UserError("", List.of("It never ran."), 3))).isEqualTo(3);
  }

  @Test
  void aFaultOfTheProgramShowsItsTrace() {
    assertThat(run(new IllegalStateException("a fault"))).isEqualTo(1);
    assertThat(printed()).contains("java.lang.IllegalStateException: a fault", "\tat ");
  }
}
