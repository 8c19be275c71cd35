package io.vnetflowroutes.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** The program: {@code flowlogs VERB}. */
@Command(
    name = "flowlogs",
    description = "Azure Virtual Network flow logs to Kafka, files and HTTP.",
    subcommands = {
      CheckCommand.class,
      RunCommand.class,
      AuditCommand.class,
      ReplayCommand.class,
      FlowLogsCommand.class,
      TryCommand.class,
      StatusCommand.class,
      BackfillCommand.class,
      SettingsCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "",
    exitCodeListHeading = "%nExit codes of every verb:%n",
    exitCodeList = {
      "0:all is well",
      "1:something is not; the verb's own help tells what",
      "2:the command line, the configuration or the state is wrong; nothing was done"
    },
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  flowlogs run --once      forwards the sample data to the folder out/",
      "  flowlogs check           after application.properties names your account",
      "  flowlogs VERB --help     tells all of a verb, with examples"
    })
public final class Main implements Callable<Integer> {

  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Without a verb: the help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return ConfigurationOptions.WRONG;
  }

  /** Runs a verb and exits with its code. */
  public static void main(String[] args) {
    CommandLine program = new CommandLine(new Main());
    program.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, VerbList::render);
    program.setUsageHelpWidth(WIDTH).setParameterExceptionHandler(new WrongArguments());
    System.exit(program.execute(args));
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"flowlogs " + (version == null ? "(not packaged)" : version)};
    }
  }
}
