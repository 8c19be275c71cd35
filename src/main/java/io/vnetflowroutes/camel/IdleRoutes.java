package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.endpoints.DestinationSettings;
import io.vnetflowroutes.endpoints.SendEndpoints;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.files.UnfinishedName;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.outcome.DeliveryProblem;
import io.vnetflowroutes.outcome.SendOutcome;
import io.vnetflowroutes.outcome.SendOutcome.Kind;
import io.vnetflowroutes.routes.RouteFiles;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.ListLog;
import io.vnetflowroutes.telemetry.ManagementPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;

/**
 * The program's routes, complete and bound, but idle: they poll nothing, connect to nothing and
 * write nothing. The state stays untouched, because the routes have a state of their own in a
 * temporary folder.
 */
public final class IdleRoutes implements AutoCloseable {

  private static final int MOST_WORDS = 300;

  private final Settings settings;
  private final Path folder;
  private final Application bundle;
  private final Main camel;
  private boolean started;

  public IdleRoutes(Settings settings) throws IOException {
    this.settings = settings;
    this.folder = Files.createTempDirectory("flowlogs-check");
    this.bundle = new Application(settings, Optional::empty, StateDatabase.open(folder), folder);
    this.camel = bundle.camel();
    camel.addInitialProperty("camel.management.enabled", "false");
    camel.addInitialProperty("camel.main.autoStartup", "false");
    camel.addInitialProperty("camel.main.sourceLocationEnabled", "true");
  }

  /**
   * Makes every route from its file and its template.
   *
   * @throws Exception an error for which {@link StartProblem} has a sentence
   */
  void make() throws Exception {
    camel.init();
    camel.getCamelContext().init();
  }

  /** Camel with the routes that {@link #make} made. */
  public ModelCamelContext context() {
    return (ModelCamelContext) camel.getCamelContext();
  }

  /** The management port, if the settings enable it. */
  public Optional<HttpManagementServerConfigurationProperties> port() {
    return ManagementPort.wanted(settings)
        ? Optional.of(camel.configure().httpManagementServer())
        : Optional.empty();
  }

  /** The endpoint that a destination sends to. */
  public Endpoint endpoint(Settings.Group<DestinationKeys> destination) throws Exception {
    String uri = destination(destination).uri(UnfinishedName.PREFIX, SameName.KEEP_BOTH);
    return context().getEndpoint(SendEndpoints.uri(context(), destination.name(), uri));
  }

  /** The destination of a group, without its filter. */
  public Destination destination(Settings.Group<DestinationKeys> group) {
    Lookups lookups = DeriveSettings.lookups(settings, Clock.systemUTC(), new ListLog());
    return DestinationSettings.destination(settings, group, lookups);
  }

  /**
   * The result of an attempt to send flows.
   *
   * @param taken whether the destination accepted all
   * @param words why it did not, or what a person must know although it did; {@code null} for none
   */
  public record Sent(boolean taken, String words) {}

  /** Makes an attempt to send flows to a destination, as the program would. */
  public Sent send(Settings.Group<DestinationKeys> group, BatchPart flows) throws Exception {
    start();
    String remark = null;
    Destination destination = destination(group);
    try (ProducerTemplate sender = context().createProducerTemplate()) {
      for (Iterator<Message> i = destination.messages(flows, context()); i.hasNext(); ) {
        Message message = i.next();
        Exchange sent =
            sender.send(RouteNames.attempt(group.name()), exchange -> exchange.setMessage(message));
        SendOutcome outcome = sent.getVariable(RouteNames.OUTCOME, SendOutcome.class);
        if (sent.isFailed() || outcome == null) {
          return new Sent(false, DeliveryProblem.sentence(sent.getException()));
        }
        if (outcome.kind() != Kind.DELIVERED) {
          return new Sent(false, outcome.reason() + words(outcome.error(), message));
        }
        remark = outcome.reason();
      }
    }
    return new Sent(true, remark);
  }

  /**
   * The server's own words, in which there are no flows of the user; none if it repeats a header,
   * which may be a secret.
   */
  private static String words(Throwable error, Message sent) {
    String body =
        Optional.ofNullable(error)
            .flatMap(thrown -> Causes.first(thrown, HttpOperationFailedException.class))
            .map(HttpOperationFailedException::getResponseBody)
            .orElse("")
            .strip();
    boolean repeats =
        sent.getHeaders().values().stream()
            .anyMatch(
                value ->
                    value instanceof String text
                        && Arrays.stream(text.split("[ ,]", -1))
                            .anyMatch(word -> word.length() > 7 && body.contains(word)));
    return body.isEmpty() || body.startsWith("<") || repeats
        ? ""
        : "; it says: " + body.substring(0, Math.min(body.length(), MOST_WORDS));
  }

  /**
   * Starts services that only act when they are called; routes that poll or listen do not start.
   */
  private void start() throws Exception {
    if (started) {
      return;
    }
    camel.start();
    CamelContext context = context();
    for (Route route : List.copyOf(context.getRoutes())) {
      if (route.getEndpoint() instanceof DirectEndpoint) {
        context.getRouteController().startRoute(route.getRouteId());
      }
    }
    started = true;
  }

  /** The settings of the routes. */
  Settings settings() {
    return settings;
  }

  /** The route files. */
  RouteFiles files() {
    return RouteFiles.of(settings);
  }

  @Override
  public void close() {
    bundle.abandon();
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
