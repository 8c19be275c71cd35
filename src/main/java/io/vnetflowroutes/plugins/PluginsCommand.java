package io.vnetflowroutes.plugins;

import io.vnetflowroutes.errors.HumanUnits;
import io.vnetflowroutes.plugin.Bundle;
import io.vnetflowroutes.plugin.Plugin;
import io.vnetflowroutes.plugin.PluginFolder;
import io.vnetflowroutes.terminal.Table;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the plug-ins. */
@Command(
    name = "plugins",
    description = "List the plug-ins, and say whether they fit the bundle.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all of them fit", "1:one does not"})
public final class PluginsCommand implements Verb {

  private static final int NOT_WELL = 1;

  @Override
  public String refusal() {
    return "The plug-ins cannot be listed:";
  }

  @Override
  public Integer call() throws IOException {
    PluginFolder folder = PluginFolder.ofThisProgram();
    Bundle bundle = Bundle.ofThisProgram();
    Table table = new Table().row("PLUGIN", "FROM", "JARS", "SIZE");
    List<Plugin> all = folder.all();
    List<String> problems = new ArrayList<>();
    for (Plugin plugin : all) {
      table.row(
          plugin.name(),
          plugin.from().isEmpty() ? "put there by hand" : plugin.from(),
          Integer.toString(plugin.jars().size()),
          HumanUnits.size(plugin.size()));
      problems.addAll(folder.problems(plugin, bundle));
    }
    if (all.isEmpty()) {
      System.out.printf("There is no plug-in in %s%n", folder.folder());
    } else {
      System.out.println(folder.folder());
      table.print(System.out);
    }
    problems.forEach(System.out::println);
    return problems.isEmpty() ? 0 : NOT_WELL;
  }
}
