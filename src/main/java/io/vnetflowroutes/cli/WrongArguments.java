package io.vnetflowroutes.cli;

import io.vnetflowroutes.config.Nearest;
import io.vnetflowroutes.errors.UserError;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Explains what is wrong with a command line, with the nearest name, and without the whole help
 * text.
 */
final class WrongArguments implements IParameterExceptionHandler {

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
      System.err.println(wrong.getMessage());
    }
    System.err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    return UserError.WRONG;
  }
}
