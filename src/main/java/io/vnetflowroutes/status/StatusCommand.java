package io.vnetflowroutes.status;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.config.Values;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.terminal.ConfigurationOptions;
import io.vnetflowroutes.terminal.Terminal;
import io.vnetflowroutes.terminal.Verb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verb {@code status}: shows the status of the service. */
@Command(
    name = "status",
    description = {
      "Show the status of the service: lag, destinations, spool and dead letters.",
      "",
      "It reads the state, the spool and the dead letter on disk, whether the service runs "
          + "or not. It does not ask Azure, so it does not know blobs that the service has not "
          + "listed yet; 'flowlogs audit' compares with Azure."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the service runs, nothing lags and nothing waits in a spool",
      "1:the service runs, but a flow log lags ten minutes or more, messages wait, or the last poll had failures",
      "2:the configuration or the state is wrong",
      "3:the service does not run, or never ran here"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowlogs status --watch",
      "  flowlogs status --json | jq '[.flow_logs[].lag_seconds] | max'"
    })
public final class StatusCommand implements Verb {

  private static final int NOT_WELL = 1;
  private static final String HOME = "\033[H";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";
  private static final String CLEAR = HOME + "\033[2J";

  @Mixin private ConfigurationOptions configuration;

  @Option(names = "--watch", description = "Refresh until stopped, in place on a terminal.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description = "How often --watch refreshes (default: ${DEFAULT-VALUE}).",
      defaultValue = "2s")
  private String interval;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public String refusal() {
    return "The status cannot be told:";
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = configuration.settings();
    Optional<Duration> pause = Values.duration(interval).filter(span -> !span.isZero());
    if (pause.isEmpty()) {
      throw new UserError(
          "--interval is '%s', but must be a duration such as 2s".formatted(interval));
    }
    boolean inPlace = watch && !json && Terminal.present();
    if (inPlace) {
      System.out.print(CLEAR);
    }
    int code = once(settings, inPlace);
    while (watch) {
      TimeUnit.MILLISECONDS.sleep(pause.get().toMillis());
      code = once(settings, inPlace);
    }
    return code;
  }

  private int once(Settings settings, boolean inPlace) throws IOException {
    Instant now = Instant.now();
    Status status;
    try {
      status = ServiceStatus.look(settings, now);
    } catch (UserError e) {
      if (!watch || e.exitCode() != ServiceStatus.STOPPED) {
        throw e;
      }
      System.err.println(e.getMessage());
      return e.exitCode();
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    StatusReport report =
        new StatusReport(status, now, new PrintStream(page, true, StandardCharsets.UTF_8));
    if (json) {
      report.json();
    } else {
      report.page();
    }
    String text = page.toString(StandardCharsets.UTF_8);
    System.out.print(
        inPlace ? HOME + text.replace("\n", REST_OF_LINE + "\n") + REST_OF_SCREEN : text);
    System.out.flush();
    if (!status.running()) {
      return ServiceStatus.STOPPED;
    }
    return status.well() ? 0 : NOT_WELL;
  }
}
