package io.vnetflowroutes.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

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
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private Main() {}

  /** Runs a verb and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
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
