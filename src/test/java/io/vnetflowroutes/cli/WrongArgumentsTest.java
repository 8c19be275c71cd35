package io.vnetflowroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.audit.AuditCommand;
import io.vnetflowroutes.reference.SettingsCommand;
import io.vnetflowroutes.status.StatusCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Proves that a wrong command line names the nearest verb or option, and how help lists verbs. */
final class WrongArgumentsTest {

  @Command(name = "flowlogs")
  private static final class Program {}

  private final CommandLine program =
      new CommandLine(new Program())
          .addSubcommand(AuditCommand.class)
          .addSubcommand(StatusCommand.class)
          .addSubcommand(SettingsCommand.class)
          .setParameterExceptionHandler(new WrongArguments());

  private String refused(String... arguments) {
    PrintStream usual = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(program.execute(arguments)).isEqualTo(2);
    } finally {
      System.setErr(usual);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          audti         | There is no verb 'audti'; did you mean audit?
          audit --form  | There is no option '--form'; did you mean --from?
          audit 24h     | '24h' is one argument too many
          audit --from  | Missing required parameter for option '--from'
          """)
  void theNearestNameIsSaid(String arguments, String says) {
    assertThat(refused(arguments.split(" ", -1))).contains(says).contains("--help");
  }

  @Test
  void verbsStandUnderTheHeadingsOfWhatTheyAreFor() {
    program.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, VerbList::render);
    String help = program.getUsageMessage();
    assertThat(help.indexOf("To set it up:")).isPositive().isLessThan(help.indexOf("settings"));
    assertThat(help.indexOf("To see how it stands:")).isLessThan(help.indexOf("  status"));
    assertThat(help).doesNotContain("To repair", "And besides");
  }
}
