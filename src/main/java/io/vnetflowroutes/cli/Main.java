package io.vnetflowroutes.cli;

import io.vnetflowroutes.audit.AuditCommand;
import io.vnetflowroutes.backfill.BackfillCommand;
import io.vnetflowroutes.cache.CacheCommand;
import io.vnetflowroutes.camel.ProcessHalt;
import io.vnetflowroutes.check.CheckCommand;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.flowlogs.FlowLogsCommand;
import io.vnetflowroutes.logging.ConsoleLog;
import io.vnetflowroutes.move.StateCommand;
import io.vnetflowroutes.plugins.AddCommand;
import io.vnetflowroutes.plugins.PluginsCommand;
import io.vnetflowroutes.plugins.RemoveCommand;
import io.vnetflowroutes.reference.SettingsCommand;
import io.vnetflowroutes.replay.ReplayCommand;
import io.vnetflowroutes.run.RunCommand;
import io.vnetflowroutes.status.StatusCommand;
import io.vnetflowroutes.top.TopCommand;
import io.vnetflowroutes.trial.TryCommand;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The program: {@code flowlogs VERB}. */
@Command(
    name = "flowlogs",
    description = "Forwards Azure virtual network flow logs to Kafka, files and HTTP.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "",
    exitCodeListHeading = "%nExit codes of every verb:%n",
    exitCodeList = {
      "0:all is well",
      "1:something is wrong; the help of the verb says what",
      "2:the command line, the configuration or the state is wrong; nothing was done"
    },
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  flowlogs run --once      forwards the sample data to the folder out/",
      "  flowlogs check           after application.properties names your account",
      "  flowlogs VERB --help     explains a verb, with examples"
    })
public final class Main implements Callable<Integer> {

  private static final int WIDTH = 100;

  static final List<Class<?>> VERBS =
      List.of(
          RunCommand.class,
          CheckCommand.class,
          AuditCommand.class,
          ReplayCommand.class,
          FlowLogsCommand.class,
          TryCommand.class,
          StatusCommand.class,
          TopCommand.class,
          BackfillCommand.class,
          StateCommand.class,
          SettingsCommand.class,
          AddCommand.class,
          PluginsCommand.class,
          RemoveCommand.class,
          CacheCommand.class);

  @Spec private CommandSpec spec;

  private Main() {}

  /** Without a verb: the help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return UserError.WRONG;
  }

  /** Runs a verb and exits with its code. */
  public static void main(String[] args) {
    ConsoleLog.use();
    ProcessHalt.whenAThreadDies();
    CommandLine program = new CommandLine(new Main());
    verbs(args).forEach(program::addSubcommand);
    program.setExecutionStrategy(Main::execute);
    program.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, VerbList::render);
    program
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler(new WrongArguments())
        .setExecutionExceptionHandler(new UserErrorHandler());
    System.exit(program.execute(args));
  }

  /** The verb that is asked for, as the others would only be taken apart; all if it is none. */
  private static List<Class<?>> verbs(String... args) {
    return VERBS.stream()
        .filter(verb -> args.length > 0 && name(verb).equals(args[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(VERBS);
  }

  private static String name(Class<?> verb) {
    return verb.getAnnotation(Command.class).name();
  }

  /** What a service writes is its log; what other verbs write is their result. */
  private static int execute(ParseResult given) {
    if (given.hasSubcommand()
        && !given.subcommand().commandSpec().name().equals(name(RunCommand.class))) {
      ConsoleLog.toStandardError();
    }
    return new RunLast().execute(given);
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
