package io.vnetflowroutes.trial;

import io.vnetflowroutes.camel.RouteCheck;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.NameOptions;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code try}: shows what each destination would get from one file. */
@Command(
    name = "try",
    description = {
      "Run one PT1H.json through the routes and print what each destination would get.",
      "",
      "It uses the routes of the configuration, including your own. It sends nothing, and "
          + "does not touch state, spool or dead letter. A file in Azure's folders "
          + "(flowLogResourceID=/...) gets its real ids and file names."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every record was read",
      "1:something would go to the dead letter, the file ends inside a record, or it holds no flow",
      "2:the configuration, the routes or the file are wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs try PT1H.json",
      "  flowlogs try PT1H.json --destination siem --all",
      "  az storage blob download ... | flowlogs try -"
    })
public final class TryCommand implements Verb {

  private static final String STANDARD_INPUT = "-";

  @Mixin private ConfigurationOptions configuration;

  @Parameters(paramLabel = "FILE", description = "The file; - reads standard input.")
  private String file;

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      split = ",",
      description = "Only what these destinations would get.")
  private Set<String> destinations = new TreeSet<>();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "The source to which the file is taken to belong (default: the first one, if there is any).")
  private String source;

  @Option(
      names = "--show",
      paramLabel = "N",
      description = "Show this many flows for each destination (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int show;

  @Option(names = "--all", description = "Show all flows.")
  private boolean all;

  @Override
  public String refusal() {
    return "Nothing can be tried:";
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = configuration.settings();
    List<String> problems =
        NameOptions.problems(settings, source == null ? Set.of() : Set.of(source), destinations);
    if (!problems.isEmpty()) {
      throw new UserError("", problems);
    }
    if (!file.equals(STANDARD_INPUT)) {
      return run(settings, Path.of(file));
    }
    Path copy = Files.createTempFile("flowlogs-try", ".json");
    try {
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      return run(settings, copy);
    } finally {
      Files.delete(copy);
    }
  }

  private int run(Settings settings, Path path) {
    try {
      String name = file.equals(STANDARD_INPUT) ? "standard-input" : path.getFileName().toString();
      TriedFile tried = RouteTrial.file(settings, path, name, sourceIn(settings));
      int most = all ? Integer.MAX_VALUE : show;
      RouteTrial routes = new RouteTrial(settings, destinations, most);
      Trial trial = routes.run(tried);
      new TryReport(trial, routes.leftOut(), System.out)
          .print(file, Files.size(path), tried.named());
      return trial.clean() ? 0 : 1;
    } catch (IOException | UncheckedIOException e) {
      throw new UserError("The file cannot be read:", List.of(reason(path, e)));
    } catch (Exception e) {
      throw RouteCheck.refusal(settings, e);
    }
  }

  private String sourceIn(Settings settings) {
    List<String> known = settings.names(SourceKeys.GROUP);
    return source != null ? source : known.isEmpty() ? "source" : known.get(0);
  }

  private static String reason(Path path, Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    if (cause instanceof NoSuchFileException) {
      return "there is no file '%s'".formatted(path);
    }
    if (Files.isDirectory(path)) {
      return "'%s' is a folder".formatted(path);
    }
    return cause instanceof AccessDeniedException
        ? "this user may not read '%s'".formatted(path)
        : "'%s': %s".formatted(path, cause.getMessage());
  }
}
