package io.vnetflowroutes.top;

import com.fasterxml.jackson.databind.JsonNode;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.Values;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.Terminal;
import io.vnetflowroutes.terminal.Verb;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code top}: shows the page of the running program in a terminal. */
@Command(
    name = "top",
    description = {
      "Show what the running program does: hours, destinations, what is denied most.",
      "",
      "It asks the program's management port for the content of the page, and refreshes it "
          + "until you stop it. If the output is not a terminal, it prints once. It reports on "
          + "the whole program; 'flowlogs status' reads the files, even if no program runs."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is late, waits or is wrong",
      "1:something is late, waits or is wrong",
      "2:the configuration is wrong",
      "3:no program answers, or it does not serve the page"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs top",
      "  flowlogs top --once",
      "  flowlogs top --url http://127.0.0.1:9876/     the page of another program"
    })
public final class TopCommand implements Verb {

  private static final int NOT_WELL = 1;
  private static final String HOST = "camel.management.host";
  private static final String PORT = "camel.management.port";

  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--once", description = "Print once and exit.")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How often to refresh (default: ${DEFAULT-VALUE}).",
      defaultValue = "5s")
  private String interval;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The address of the page (default: from camel.management.host and port).")
  private URI url;

  @Override
  public String refusal() {
    return "Nothing can be shown:";
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = configuration.settings();
    Optional<Duration> pause = Values.duration(interval).filter(span -> !span.isZero());
    if (pause.isEmpty()) {
      throw new UserError(
          "--interval is '%s', but must be a duration such as 5s".formatted(interval));
    }
    if (url != null && !String.valueOf(url.getScheme()).matches("https?")) {
      throw new UserError(
          "--url is '%s', but must be a URL such as http://127.0.0.1:9876/".formatted(url));
    }
    ReportClient client =
        new ReportClient(
            url == null ? page(settings) : url, settings.get(ProgramKeys.PAGE_TOKEN).orElse(null));
    boolean drawn = !once && Terminal.present();
    return drawn ? draw(client, pause.get()) : print(client);
  }

  /** The page of the program with these settings, as it is reached from this machine. */
  private static URI page(Settings settings) {
    String host = settings.others().getOrDefault(HOST, "127.0.0.1").trim();
    String here = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String port = settings.others().getOrDefault(PORT, "9876").trim();
    return URI.create(
        "http://%s:%s/".formatted(here.indexOf(':') < 0 ? here : '[' + here + ']', port));
  }

  private static int print(ReportClient client) {
    JsonNode report = client.ask();
    new TopScreen(report, false).lines(Integer.MAX_VALUE).forEach(System.out::println);
    return TopScreen.well(report) ? 0 : NOT_WELL;
  }

  /** Draws until somebody stops it. */
  private static int draw(ReportClient client, Duration pause) throws InterruptedException {
    while (true) {
      List<String> lines;
      try {
        lines = new TopScreen(client.ask(), true).lines(Terminal.rows());
      } catch (UserError e) {
        lines = List.of(e.getMessage());
      }
      Terminal.draw(lines);
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    }
  }
}
