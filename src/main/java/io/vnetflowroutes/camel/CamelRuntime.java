package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deadletter.DeadLetters;
import io.vnetflowroutes.deliver.Attempts;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.deliver.EveryAcknowledgement;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.deliver.Filters;
import io.vnetflowroutes.deliver.FlowConverters;
import io.vnetflowroutes.deliver.MutedDestination;
import io.vnetflowroutes.deliver.OrphanedFiles;
import io.vnetflowroutes.deliver.SameNameReport;
import io.vnetflowroutes.deliver.SendProblems;
import io.vnetflowroutes.derive.Lookups;
import io.vnetflowroutes.endpoints.DestinationSettings;
import io.vnetflowroutes.endpoints.ProcessResources;
import io.vnetflowroutes.endpoints.SendClients;
import io.vnetflowroutes.endpoints.SendEndpoints;
import io.vnetflowroutes.endpoints.StandardOutput;
import io.vnetflowroutes.endpoints.SyslogClient;
import io.vnetflowroutes.files.ForcedFileComponent;
import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.flow.Decision;
import io.vnetflowroutes.message.FolderLayout;
import io.vnetflowroutes.message.RouteNames;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.queue.Spool;
import io.vnetflowroutes.routes.RouteFiles;
import io.vnetflowroutes.routes.RouteFilesCollector;
import io.vnetflowroutes.routes.RouteReferences;
import io.vnetflowroutes.settings.DeriveSettings;
import io.vnetflowroutes.settings.DestinationKeys;
import io.vnetflowroutes.settings.HeapLimits;
import io.vnetflowroutes.settings.ProgramKeys;
import io.vnetflowroutes.state.Acknowledgements;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.FolderLayouts;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.ListLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Camel with the route files, and with the beans that the routes of a batch name: decision,
 * destinations, spools, dead letters.
 *
 * <p>One thread makes and starts it; any thread may ask for counts of waiting messages, and ask it
 * to stop.
 */
public final class CamelRuntime {

  /** Options of Camel that suit the program; a key in the configuration wins over them. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("camel.main.name", "flowlogs"),
          Map.entry("camel.main.jmxEnabled", "false"),
          // A client in the registry serves endpoints that name it, not every endpoint of its kind.
          Map.entry("camel.main.autowiredEnabled", "false"),
          Map.entry("camel.main.streamCachingEnabled", "false"),
          Map.entry("camel.main.startupSummaryLevel", "Off"),
          Map.entry("camel.main.logName", "io.vnetflowroutes.routes.${routeId}"),
          Map.entry("camel.main.shutdownTimeout", "8"),
          Map.entry("camel.main.shutdownLogInflightExchangesOnTimeout", "false"),
          Map.entry("camel.management.host", "127.0.0.1"),
          Map.entry("camel.management.port", "9876"),
          Map.entry("camel.management.healthCheckEnabled", "true"),
          Map.entry("camel.management.metricsEnabled", "true"),
          Map.entry("camel.health.exposureLevel", "full"),
          Map.entry("camel.health.routesEnabled", "false"),
          Map.entry("camel.health.consumersEnabled", "false"));

  private final Settings settings;
  private final Main camel = new Main();
  private final ProcessResources resources;
  private final List<Destination> destinations;
  private final Spools spools;
  private final List<Attempts> attempts = new ArrayList<>();
  private final SendProblems problems;
  private final ExecutorService attemptThreads = attemptThreads();
  private final DeliveryRoutes deliveryRoutes;

  /**
   * Binds the beans; nothing runs yet.
   *
   * @param resources the process's own resources
   */
  public CamelRuntime(
      Settings settings, Counters counters, Clock clock, ProcessResources resources) {
    this.settings = settings;
    this.resources = resources;
    // Camel's own strategy adds a shutdown hook. It can make the thread that stops Camel wait for
    // that stop itself, until 15 seconds after shutdownTimeout. ShutdownOnce answers signals.
    camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
    FilterReport leftOut = new FilterReport(counters::leftOut);
    Lookups lookups = DeriveSettings.lookups(settings, clock, new ListLog());
    this.destinations =
        settings.groups(DestinationKeys.GROUP).stream()
            .map(
                group ->
                    DestinationSettings.destination(settings, group, lookups, leftOut, resources))
            .toList();
    DeadLetters deadLetters =
        new DeadLetters(
            settings.get(ProgramKeys.DEAD_LETTER),
            destinations.stream()
                .collect(Collectors.toMap(Destination::name, Destination::format)));
    SameNameReport sameNames = new SameNameReport(counters::leftAlone);
    camel.bind(ForcedFileComponent.SCHEME, new ForcedFileComponent(settings.folder(), sameNames));
    camel.bind(SendEndpoints.SAME_NAMES, sameNames);
    camel.bind(StandardOutput.SCHEME, new StandardOutput());
    camel.bind(RouteNames.COUNTERS, counters);
    camel.bind(
        RouteNames.DESTINATIONS,
        new Destinations(settings.get(ProgramKeys.ALLOW), settings.get(ProgramKeys.DENY)));
    camel.bind(RouteNames.DELIVERIES, resources.deliveries());
    camel.bind(RouteNames.DEAD_LETTERS, deadLetters);
    camel.bind(RouteNames.EVERY_ACKNOWLEDGEMENT, new EveryAcknowledgement());
    camel.bind(RouteNames.FILTERS, new Filters(leftOut));
    camel.bind(RouteNames.FLOW_CONVERTERS, new FlowConverters());
    this.problems = new SendProblems(clock);
    this.spools = Spools.open(destinations, resources, clock);
    for (Destination destination : destinations) {
      String name = destination.name();
      Spool spool = spools.of(name);
      camel.bind(
          RouteNames.destinationBean(name),
          resources.serves(name) ? destination : new MutedDestination(destination));
      camel.bind(RouteNames.spoolBean(name), spool);
      bind(
          name,
          new Attempts(
              name,
              destination::message,
              spool,
              resources.setsAside(),
              problems,
              attemptThreads,
              clock));
    }
    camel.addMainListener(new ErrorGuard(new WarningThrottle(clock), ProcessHalt::because));
    bind(
        DeadLetters.NAME,
        new Attempts(
            DeadLetters.NAME,
            (letter, context) -> null,
            Spool.none(DeadLetters.NAME),
            false,
            problems,
            attemptThreads,
            clock));
    SendClients.bind(camel);
    if (settings.groups(DestinationKeys.GROUP).stream().anyMatch(DestinationSettings::overTcp)) {
      camel.bind(SyslogClient.BEAN, new SyslogClient());
    }
    String deadLetter = deadLetters.uri(resources.unfinished());
    this.deliveryRoutes = new DeliveryRoutes(destinations, resources, deadLetter);
    camel.addMainListener(deliveryRoutes);
    camel.addMainListener(new EnumConverter<>(Decision.class));
    configure(SendEndpoints.uri(DeadLetters.NAME, deadLetter));
  }

  /** Camel, to bind more and to start. */
  public Main camel() {
    return camel;
  }

  /** The cursor as the routes use it. */
  public BatchCursor cursor(Cursor cursor, Acknowledgements acknowledged, FolderLayouts layouts) {
    Map<String, OrphanedFiles.Folders> places = new TreeMap<>();
    Map<String, String> endings = new TreeMap<>();
    Map<String, Set<String>> ever = layouts.note(layoutsNow());
    for (Destination destination : destinations) {
      destination
          .ending()
          .filter(ending -> resources.serves(destination.name()))
          .ifPresent(
              ending -> {
                places.put(
                    destination.acknowledgedAs(),
                    new OrphanedFiles.Folders(
                        destination.uri(resources.unfinished(), resources.sameName()),
                        layouts(ever.getOrDefault(destination.name(), Set.of()))));
                endings.put(destination.acknowledgedAs(), ending);
              });
    }
    OrphanedFiles leftovers =
        new OrphanedFiles(
            camel::getCamelContext,
            places,
            resources.unfinished(),
            new AcknowledgementsOf(acknowledged));
    return new BatchCursor(
        cursor,
        resources.resumed(),
        leftovers,
        resources.sameName() == SameName.REPLACE
            ? batch -> leftovers.removeReplaced(batch, endings)
            : batch -> {},
        spools::committed);
  }

  /** The layouts in the settings, except the default one, whose folders are always searched. */
  private Map<String, String> layoutsNow() {
    Map<String, String> layouts = new TreeMap<>();
    for (Destination destination : destinations) {
      if (destination.ending().isPresent() && !destination.folders().equals(FolderLayout.HIVE)) {
        layouts.put(destination.name(), destination.folders().pattern());
      }
    }
    return layouts;
  }

  /** The layouts of these patterns, and the default one. */
  private static Set<FolderLayout> layouts(Set<String> patterns) {
    Set<FolderLayout> layouts = new LinkedHashSet<>(Set.of(FolderLayout.HIVE));
    patterns.forEach(pattern -> layouts.add(new FolderLayout(pattern)));
    return layouts;
  }

  /** Makes Camel load a route file again when it changes. */
  void reloadOnChange() {
    camel.addMainListener(RouteReload.listener(settings, deliveryRoutes::afterConfigure));
  }

  /**
   * Starts the routes.
   *
   * @throws IllegalStateException if they name something that does not exist
   */
  public void start() throws Exception {
    camel.init();
    Set<String> problems =
        RouteReferences.problems(
            (ModelCamelContext) camel.getCamelContext(), routeFiles(), settings);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
    camel.start();
  }

  private RouteFiles routeFiles() {
    return RouteFiles.of(settings);
  }

  /** The names of the destinations. */
  public List<String> names() {
    return destinations.stream().map(Destination::name).toList();
  }

  /** The destination of a name. */
  public Optional<Destination> destination(String name) {
    return destinations.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The spools of all destinations. */
  Spools spools() {
    return spools;
  }

  /** Why a destination accepts no message, according to the last attempt; empty if it does. */
  Optional<String> why(String destination) {
    return problems.why(destination);
  }

  /** Begins no new messages; those in hand have some seconds to be acknowledged. */
  public void askToStop() {
    spools.stop();
    attempts.forEach(Attempts::stop);
  }

  /** Finishes the messages in hand, and stops. */
  public void stop() {
    askToStop();
    camel.stop();
    attemptThreads.shutdownNow();
  }

  private void bind(String destination, Attempts made) {
    attempts.add(made);
    camel.bind(RouteNames.attemptsBean(destination), made);
  }

  /** A thread per message in hand, and one per attempt that was given up. */
  private static ExecutorService attemptThreads() {
    return Executors.newCachedThreadPool(
        new CamelThreadFactory("attempt #counter#", "attempt", true));
  }

  /** Whether messages wait for a destination that accepts them, or may soon accept them. */
  public boolean draining() {
    return spools.draining();
  }

  /** How many messages wait, for each destination with at least one. */
  public Map<String, Integer> spooled() {
    return spools.spooled();
  }

  private void configure(String deadLetterUri) {
    DEFAULTS.forEach(camel::addInitialProperty);
    long buffer = HeapLimits.kafkaBuffer(Runtime.getRuntime().maxMemory(), destinations.size());
    camel.addInitialProperty("camel.component.kafka.bufferMemorySize", Long.toString(buffer));
    withoutSecrets().forEach(camel::addInitialProperty);
    settings.others().forEach(camel::addInitialProperty);
    camel.addInitialProperty(ProgramKeys.DEAD_LETTER + ".uri", deadLetterUri);
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel.setRoutesCollector(new RouteFilesCollector(routeFiles()));
    camel.configure().withRoutesIncludePattern(RouteFilesCollector.FILES);
  }

  /** The program's settings as placeholders for route files, without secrets. */
  private Map<String, String> withoutSecrets() {
    List<Key<?>> keys = Configuration.keys().all();
    return settings.all().entrySet().stream()
        .filter(value -> keys.stream().noneMatch(key -> key.secret() && key.is(value.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The acknowledgements in the state, for {@link OrphanedFiles}. */
  private record AcknowledgementsOf(Acknowledgements all)
      implements OrphanedFiles.Acknowledgements {

    @Override
    public boolean contains(String key) {
      return all.contains(key);
    }

    @Override
    public List<String> acknowledged(String batch) {
      return all.of(batch);
    }

    @Override
    public void forget(List<String> keys) {
      all.forget(keys);
    }
  }
}
