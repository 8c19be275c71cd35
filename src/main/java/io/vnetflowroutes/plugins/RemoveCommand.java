package io.vnetflowroutes.plugins;

import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.plugin.Plugin;
import io.vnetflowroutes.plugin.PluginFolder;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a plug-in. */
@Command(
    name = "remove",
    description = {"Remove a plug-in.", "", "A program that runs keeps it until its next start."},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is gone", "2:there is none of this name, or it cannot be removed"})
public final class RemoveCommand implements Verb {

  @Parameters(paramLabel = "NAME", description = "The name that 'flowlogs plugins' lists.")
  private String name;

  @Override
  public String refusal() {
    return "No plug-in was removed:";
  }

  @Override
  public Integer call() throws IOException {
    PluginFolder folder = PluginFolder.ofThisProgram();
    Optional<Plugin> plugin = folder.named(name);
    if (plugin.isEmpty()) {
      List<String> names = folder.all().stream().map(Plugin::name).toList();
      throw new UserError(
          names.isEmpty()
              ? "There is no plug-in in '%s'".formatted(folder.folder())
              : "There is no plug-in '%s', only %s".formatted(name, String.join(", ", names)));
    }
    folder.remove(plugin.get());
    System.out.printf("The plug-in '%s' is removed%n", name);
    return 0;
  }
}
