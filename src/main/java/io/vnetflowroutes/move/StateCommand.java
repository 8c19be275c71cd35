package io.vnetflowroutes.move;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.settings.SourceKeys;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.NameOptions;
import io.vnetflowroutes.terminal.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes how far a source is read to the connector, and back. */
@Command(
    name = "state",
    description = {
      "Take how far a source is read to Kafka Connect, and back, so that nothing is read twice.",
      "",
      "'export' prints the state of a source as the body of PATCH /connectors/NAME/offsets. 'import'"
          + " reads what GET /connectors/NAME/offsets answered into a state that has not read that"
          + " source. Stop the service, or the connector, before."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is printed, or written into the state",
      "1:it is, but some of it will be read again; standard error says what",
      "2:the configuration, the state or the file is wrong, and nothing was done"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs state export --connect > offsets.json",
      "  curl -X PATCH -H 'Content-Type: application/json' -d @offsets.json"
          + " http://localhost:8083/connectors/prod/offsets",
      "  curl http://localhost:8083/connectors/prod/offsets > offsets.json",
      "  flowlogs state import --connect offsets.json"
    })
public final class StateCommand implements Verb {

  private static final int SOME_AGAIN = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private ConfigurationOptions configuration;

  @Parameters(index = "0", paramLabel = "export|import", description = "What to do.")
  private String action;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "What the connector's offsets are, for import; - reads standard input.")
  private String file;

  @Option(names = "--connect", description = "To, or from, the connector for Kafka Connect.")
  private boolean connect;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The source (default: the only one).")
  private String source;

  @Override
  public String refusal() {
    return "The state cannot be moved:";
  }

  @Override
  public Integer call() throws IOException {
    if (!connect) {
      throw new UserError("--connect is missing; the state moves to the connector and back only");
    }
    Settings settings = configuration.settingsOfSources();
    String name = sourceIn(settings);
    Path folder = settings.get(ProgramKeys.STATE);
    if (StateDatabase.exists(folder) && StateDatabase.inUse(folder)) {
      throw new UserError("The service runs; stop it first, so that it does not read on meanwhile");
    }
    return switch (action) {
      case "export" -> exported(settings, name);
      case "import" -> imported(settings, name);
      default -> throw new UserError("'%s' must be export or import".formatted(action));
    };
  }

  private String sourceIn(Settings settings) {
    List<String> problems =
        NameOptions.problems(settings, source == null ? Set.of() : Set.of(source), Set.of());
    if (!problems.isEmpty()) {
      throw new UserError("", problems);
    }
    List<String> names = settings.names(SourceKeys.GROUP);
    if (source == null && names.size() > 1) {
      throw new UserError(
          "There are several sources, and a connector has one account; name one with --source: %s"
              .formatted(String.join(", ", names)));
    }
    return source == null ? names.get(0) : source;
  }

  private int exported(Settings settings, String name) throws IOException {
    SourceState state = new SourceState(settings, name);
    JSON.writerWithDefaultPrettyPrinter()
        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .writeValue(System.out, state.exported());
    System.out.println();
    return said(state.again());
  }

  private int imported(Settings settings, String name) throws IOException {
    if (file == null) {
      throw new UserError("import needs the FILE with the answer of GET /connectors/NAME/offsets");
    }
    JsonNode offsets;
    try {
      offsets =
          file.equals("-")
              ? JSON.readTree(System.in)
              : JSON.readTree(Files.readString(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new UserError("There is no file '" + file + "'", e);
    } catch (IOException e) {
      throw new UserError(
          "'%s' cannot be read as JSON: %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    SourceState state = new SourceState(settings, name);
    state.imported(offsets.path("offsets"));
    return said(state.again());
  }

  private static int said(List<String> again) {
    again.forEach(System.err::println);
    return again.isEmpty() ? 0 : SOME_AGAIN;
  }
}
