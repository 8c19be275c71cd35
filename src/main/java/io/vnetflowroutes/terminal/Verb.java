package io.vnetflowroutes.terminal;

import java.util.concurrent.Callable;

/**
 * A verb of the command line. The command line prints a {@link io.vnetflowroutes.errors.UserError}
 * that it throws, and exits with the error's exit code.
 */
public interface Verb extends Callable<Integer> {

  /** The line above the sentences that say why the verb cannot do its work. */
  String refusal();
}
