package io.vnetflowroutes.cli;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.errors.UserError;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Explains what is wrong with a command line, with the nearest name, and without the whole help
 * text.
 */
final class WrongArguments implements IParameterExceptionHandler {

  /** How picocli says that a value is no pair. */
  private static final Pattern NO_PAIR =
      Pattern.compile("Value for option option '(\\S+)' \\((.+)\\) should be in .* but was (.*)");

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String given = unmatched.getUnmatched().get(0);
      boolean option = given.startsWith("-");
      Set<String> known =
          option
              ? command.getCommandSpec().optionsMap().keySet()
              : command.getSubcommands().keySet();
      System.err.println(
          known.isEmpty()
              ? "'%s' is one argument too many".formatted(given)
              : "There is no %s '%s'; did you mean %s?"
                  .formatted(
                      option ? "option" : "verb",
                      given,
                      Nearest.of(given.replaceFirst("=.*", ""), known)));
    } else {
      Matcher pair = NO_PAIR.matcher(wrong.getMessage());
      System.err.println(
          pair.matches()
              ? "%s is '%s', but must be %s".formatted(pair.group(1), pair.group(3), pair.group(2))
              : wrong.getMessage());
    }
    System.err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    return UserError.WRONG;
  }
}
