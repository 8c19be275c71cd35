package io.vnetflowroutes.bundle;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.DeadLetters;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.deliver.EveryAcknowledgement;
import io.vnetflowroutes.deliver.Filters;
import io.vnetflowroutes.deliver.LeftOut;
import io.vnetflowroutes.deliver.Refusals;
import io.vnetflowroutes.deliver.RetryAfter;
import io.vnetflowroutes.deliver.SendProblems;
import io.vnetflowroutes.deliver.Spool;
import io.vnetflowroutes.observe.Counters;
import io.vnetflowroutes.state.DeliveryRepository;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Camel with the route files and with the beans that the routes behind a batch name: decision,
 * destinations, spools, dead letters.
 */
final class Forwarding {

  /** Options of Camel that suit the program; a key in the configuration wins over them. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("camel.main.name", "flowlogs"),
          Map.entry("camel.main.jmxEnabled", "false"),
          Map.entry("camel.main.streamCachingEnabled", "false"),
          Map.entry("camel.main.startupSummaryLevel", "Off"),
          Map.entry("camel.main.shutdownTimeout", "25"),
          Map.entry("camel.component.kafka.maxBlockMs", "10000"),
          Map.entry(
              "camel.component.kafka.valueSerializer",
              "org.apache.kafka.common.serialization.ByteArraySerializer"),
          Map.entry("camel.management.host", "127.0.0.1"),
          Map.entry("camel.management.port", "9876"),
          Map.entry("camel.management.healthCheckEnabled", "true"),
          Map.entry("camel.management.metricsEnabled", "true"),
          Map.entry("camel.health.exposureLevel", "full"),
          Map.entry("camel.health.routesEnabled", "false"),
          Map.entry("camel.health.consumersEnabled", "false"));

  private final Settings settings;
  private final Main camel = new Main();
  private final List<Destination> destinations;
  private final Map<String, Spool> spools = new TreeMap<>();

  /**
   * Binds the beans; nothing runs yet.
   *
   * @param deliveries what each destination has acknowledged
   * @param spool the folder of the spools
   * @param spoolLimit how much may wait for one destination; 0 where nothing is to wait
   */
  Forwarding(
      Settings settings,
      StateDatabase deliveries,
      Counters counters,
      Clock clock,
      Path spool,
      long spoolLimit) {
    this.settings = settings;
    LeftOut leftOut = new LeftOut(counters::leftOut);
    this.destinations =
        settings.groups("flowlogs.destination").stream()
            .map(group -> DestinationSettings.destination(group, leftOut))
            .toList();
    DeadLetters deadLetters = new DeadLetters(settings.text("flowlogs.dead-letter"));
    camel.bind("counters", counters);
    camel.bind(
        "destinations",
        new Destinations(settings.names("flowlogs.allow"), settings.names("flowlogs.deny")));
    camel.bind("deliveries", new DeliveryRepository(deliveries, clock));
    camel.bind("deadLetters", deadLetters);
    camel.bind("everyAcknowledgement", new EveryAcknowledgement());
    Refusals refusals = new Refusals(spoolLimit > 0);
    camel.bind("refusals", refusals);
    camel.bind("filters", new Filters(leftOut));
    camel.bind("retryAfter", new RetryAfter(clock));
    camel.bind("sendProblems", new SendProblems(refusals));
    for (Destination destination : destinations) {
      spools.put(destination.name(), spool(destination.name(), spool, spoolLimit));
      camel.bind(Destination.beanName(destination.name()), destination);
      camel.bind(Spool.beanName(destination.name()), spools.get(destination.name()));
    }
    camel.addMainListener(new DeliveryRoutes(destinations));
    configure(deadLetters);
  }

  /** Camel, to bind more and to start. */
  Main camel() {
    return camel;
  }

  /** The names of the destinations. */
  List<String> names() {
    return destinations.stream().map(Destination::name).toList();
  }

  /** The spool of each destination. */
  Map<String, Spool> spools() {
    return spools;
  }

  private static Spool spool(String destination, Path folder, long limit) {
    try {
      return new Spool(destination, folder, limit);
    } catch (IOException e) {
      throw new StateException(
          "The spool of destination '" + destination + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private void configure(DeadLetters deadLetters) {
    DEFAULTS.forEach(camel::addInitialProperty);
    withoutSecrets().forEach(camel::addInitialProperty);
    settings.others().forEach(camel::addInitialProperty);
    camel.addInitialProperty("flowlogs.dead-letter.uri", deadLetters.uri());
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel
        .configure()
        .withRoutesIncludePattern("file:" + settings.text("flowlogs.routes") + "/*.camel.yaml");
  }

  /** Our settings as placeholders for route files. */
  private Map<String, String> withoutSecrets() {
    List<Key> keys = Configuration.keys().all();
    return settings.all().entrySet().stream()
        .filter(value -> keys.stream().noneMatch(key -> key.secret() && key.is(value.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Makes a route for each destination out of the template in the route files. */
  private static final class DeliveryRoutes extends MainListenerSupport {

    private final List<Destination> destinations;

    DeliveryRoutes(List<Destination> destinations) {
      this.destinations = destinations;
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
      for (Destination destination : destinations) {
        for (String template : List.of("deliver", "send", "drain")) {
          TemplatedRouteBuilder.builder(main.getCamelContext(), template)
              .routeId(template + '-' + destination.name())
              .parameter("name", destination.name())
              .parameter("uri", destination.uri())
              .add();
        }
      }
    }
  }
}
