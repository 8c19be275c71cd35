package io.vnetflowroutes.cli;

import io.vnetflowroutes.bundle.Configuration;
import io.vnetflowroutes.config.Reference;
import picocli.CommandLine.Command;

/** Prints every key there is. */
@Command(
    name = "settings",
    description = "Print the reference of all keys.",
    mixinStandardHelpOptions = true)
final class SettingsCommand implements Runnable {

  @Override
  public void run() {
    System.out.print(Reference.of(Configuration.keys()));
  }
}
