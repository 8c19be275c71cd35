package io.vnetflowroutes.trial;

import io.vnetflowroutes.camel.BatchRoutes;
import io.vnetflowroutes.camel.CamelRuntime;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.endpoints.ProcessResources;
import io.vnetflowroutes.errors.UserError;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.DeliveryProblem;
import io.vnetflowroutes.settings.ReadSettings;
import io.vnetflowroutes.telemetry.Counters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.util.URISupport;

/**
 * Assembles a trial: one file goes through the user's routes, and the output is kept instead of
 * sent. The trial does not touch state, spool or dead letter.
 */
public final class RouteTrial {

  private static final Path NO_SPOOL = Path.of("nothing-is-spooled");

  private final Trial trial;
  private final Counters counters = new Counters();
  private final CamelRuntime runtime;

  /**
   * Puts everything together; nothing runs yet.
   *
   * @param only the names of the destinations that get anything; empty for all
   * @param mostShown how many flows of each destination are kept to be shown
   */
  public RouteTrial(Settings settings, Set<String> only, int mostShown) {
    this.trial = new Trial(mostShown);
    ProcessResources resources =
        new ProcessResources(
            new MemoryIdempotentRepository(),
            ResumedBatches.none(),
            NO_SPOOL,
            0,
            false,
            only,
            UnfinishedName.prefixOf("try"),
            SameName.KEEP_BOTH);
    this.runtime = new CamelRuntime(settings, counters, Clock.systemUTC(), resources);
    runtime.camel().addMainListener(new DryRunEndpoints(this::got));
  }

  /** A file as the settings say that blobs are to be read. */
  public static TriedFile file(Settings settings, Path file, String name, String source)
      throws IOException {
    return new TriedFile(
        file, name, source, ReadSettings.limits(settings), ReadSettings.json(settings));
  }

  /**
   * Sends a file through the routes.
   *
   * @throws UserError if the routes do not take a batch
   * @throws Exception if the routes cannot be started
   */
  public Trial run(TriedFile file) throws Exception {
    try (BatchRoutes routes = new BatchRoutes(runtime)) {
      routes.start();
      trial.incomplete(file.read(batch -> send(batch, routes)));
    }
    return trial;
  }

  /** How many flows filters left out, by destination or route, then by reason. */
  public Map<String, Map<String, Long>> leftOut() {
    return counters.counts().leftOut();
  }

  private void send(Batch batch, BatchRoutes routes) {
    trial.batch(batch);
    routes
        .send(batch)
        .ifPresent(
            problem -> {
              throw new UserError("A route does not take the flows: " + reason(problem), problem);
            });
  }

  /** The sentence without the name of a Java class, if it says more. */
  private static String reason(Exception problem) {
    return DeliveryProblem.sentence(problem)
        .replaceFirst("(?s)^\\w+(?:Exception|Error) \\((.*)\\)$", "$1");
  }

  private void got(String uri, Exchange exchange) {
    String address = URISupport.sanitizeUri(uri).replaceFirst("\\?.*", "");
    address = address.replaceFirst("^file://", "file:");
    String destination =
        exchange.getMessage().getHeader(RouteNames.DESTINATION, address, String.class);
    String about = exchange.getMessage().getHeader(Exchange.FILE_NAME, "", String.class);
    MessagePreview preview = MessagePreview.of(exchange);
    long flows =
        exchange.getMessage().getHeader(RouteNames.FLOWS, preview.texts().size(), Integer.class);
    trial.received(destination, address, about, preview.texts(), flows, preview.bytes());
  }
}
