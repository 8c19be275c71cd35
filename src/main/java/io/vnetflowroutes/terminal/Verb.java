package io.vnetflowroutes.terminal;

import java.util.concurrent.Callable;

/**
 * A verb of the command line. What it throws as a {@link io.vnetflowroutes.errors.UserError} the
 * command line prints, and ends with that error's exit code.
 */
public interface Verb extends Callable<Integer> {

  /** The line above the sentences that say why the verb cannot do its work. */
  String refusal();
}
