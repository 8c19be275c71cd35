package io.vnetflowroutes.cli;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.terminal.Verb;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Explains in sentences why a verb cannot do its work. Everything except a user's error is a fault
 * of the program.
 */
final class UserErrorHandler implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception error, CommandLine verb, ParseResult given)
      throws Exception {
    if (!(error instanceof UserError refused)) {
      throw error;
    }
    Verb asked = verb.getCommand();
    System.err.println(refused.heading().isEmpty() ? asked.refusal() : refused.heading());
    refused.problems().forEach(problem -> System.err.println("  " + problem));
    return refused.exitCode();
  }
}
