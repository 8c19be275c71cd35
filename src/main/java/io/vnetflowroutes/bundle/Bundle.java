package io.vnetflowroutes.bundle;

import com.azure.storage.blob.BlobServiceClient;
import com.fasterxml.jackson.core.JsonFactory;
import io.vnetflowroutes.config.Key;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.deliver.DeadLetters;
import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.deliver.EveryAcknowledgement;
import io.vnetflowroutes.deliver.RetryAfter;
import io.vnetflowroutes.deliver.Spool;
import io.vnetflowroutes.observe.Counters;
import io.vnetflowroutes.observe.ProgressLog;
import io.vnetflowroutes.parse.Limits;
import io.vnetflowroutes.parse.RecordJson;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Start;
import io.vnetflowroutes.read.BlobReader;
import io.vnetflowroutes.source.AzureContainer;
import io.vnetflowroutes.source.Container;
import io.vnetflowroutes.source.DirectoryContainer;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.DeliveryRepository;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** The running program: beans, wired once and bound under their route names, and Camel. */
public final class Bundle implements AutoCloseable {

  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final Main camel = new Main();
  private final Counters counters = new Counters();
  private final ProgressLog progress = new ProgressLog(counters);
  private final BlockingQueue<PollResult> polls = new LinkedBlockingQueue<>();
  private final List<Spool> spools = new ArrayList<>();
  private final StateDatabase state;
  private final DueBlobs dueBlobs;

  /**
   * Puts everything together; nothing runs yet.
   *
   * @throws io.vnetflowroutes.state.StateException if the state cannot be used
   */
  public Bundle(Settings settings) {
    this.settings = settings;
    this.state = StateDatabase.open(Path.of(settings.text("flowlogs.state")));
    Cursor cursor = new Cursor(state);
    List<Source> sources = settings.groups("flowlogs.source").stream().map(this::source).toList();
    this.dueBlobs = new DueBlobs(sources, schedule(), cursor, clock, this::polled);
    List<Destination> destinations =
        settings.groups("flowlogs.destination").stream()
            .map(DestinationSettings::destination)
            .toList();
    DeadLetters deadLetters = new DeadLetters(settings.text("flowlogs.dead-letter"));

    camel.bind("dueBlobs", dueBlobs);
    camel.bind("readers", readers());
    camel.bind("reader", new BlobReader(dueBlobs, cursor, counters, limits(), json()));
    camel.bind("cursor", cursor);
    camel.bind("counters", counters);
    camel.bind(
        "destinations",
        new Destinations(settings.names("flowlogs.allow"), settings.names("flowlogs.deny")));
    camel.bind("deliveries", new DeliveryRepository(state, clock));
    camel.bind("deadLetters", deadLetters);
    camel.bind("everyAcknowledgement", new EveryAcknowledgement());
    camel.bind("retryAfter", new RetryAfter(clock));
    camel.bind("problems", new Problems(dueBlobs, cursor));
    Spool.warnOfStrangers(
        Path.of(settings.text("flowlogs.spool")),
        destinations.stream().map(Destination::name).toList());
    for (Destination destination : destinations) {
      Spool spool = spool(destination);
      spools.add(spool);
      camel.bind(Destination.beanName(destination.name()), destination);
      camel.bind(Spool.beanName(destination.name()), spool);
    }
    camel.addMainListener(new DeliveryRoutes(destinations));
    configure(deadLetters);
  }

  /** Starts to poll. */
  public void start() throws Exception {
    camel.start();
  }

  /** The results of polls, in order, as they end. */
  public BlockingQueue<PollResult> polls() {
    return polls;
  }

  /** Finishes the batches in hand, stops, and writes the summary. */
  @Override
  public void close() {
    dueBlobs.stop();
    camel.stop();
    state.close();
    progress.summary();
  }

  private void polled(PollResult result) {
    progress.polled(result.flowLogs(), result.openBlobs());
    polls.add(result);
  }

  /** Whether messages wait for a destination that takes them, or may do so soon. */
  public boolean draining() {
    return spools.stream().anyMatch(spool -> spool.holds() && !spool.stuck());
  }

  /** Whether messages wait for any destination. */
  public boolean spooling() {
    return spools.stream().anyMatch(Spool::holds);
  }

  private Spool spool(Destination destination) {
    try {
      return new Spool(
          destination.name(),
          Path.of(settings.text("flowlogs.spool")),
          settings.diskSize("flowlogs.spool-limit"));
    } catch (IOException e) {
      throw new StateException(
          "The spool of destination '" + destination.name() + "' cannot be read: " + e.getMessage(),
          e);
    }
  }

  private Source source(Settings.Group group) {
    return new Source(group.name(), container(group), SourceSettings.selection(group));
  }

  private Container container(Settings.Group group) {
    if (group.text("directory").isPresent()) {
      Path directory = Path.of(group.text("directory").orElseThrow());
      DirectoryContainer container = new DirectoryContainer(group.name(), directory);
      camel.bind(DirectoryContainer.beanName(group.name()), container);
      return container;
    }
    BlobServiceClient client = SourceSettings.client(group);
    camel.bind(AzureContainer.beanName(group.name()), client);
    return new AzureContainer(
        group.name(), client.getBlobContainerClient(group.text("container").orElseThrow()));
  }

  private Schedule schedule() {
    return new Schedule(
        settings.duration("flowlogs.delay"), settings.duration("flowlogs.recheck"), begin());
  }

  private Start begin() {
    String start = settings.text("flowlogs.start");
    if (start.equals("beginning")) {
      return Start.BEGINNING;
    }
    return settings
        .durationIfAny("flowlogs.start")
        .map(back -> new Start(back, null))
        .orElseGet(() -> new Start(null, Instant.parse(start)));
  }

  private Limits limits() {
    return new Limits(
        settings.count("flowlogs.batch-flows"),
        settings.size("flowlogs.batch-size"),
        settings.size("flowlogs.record-limit"));
  }

  private JsonFactory json() {
    return RecordJson.within(
        settings.size("flowlogs.string-limit"), settings.count("flowlogs.nesting-limit"));
  }

  /** As many threads as readers; the poll itself reads when all are busy, and so waits. */
  private ThreadPoolProfile readers() {
    int threads = settings.count("flowlogs.readers");
    ThreadPoolProfile profile = new ThreadPoolProfile("readers");
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(0);
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
    return profile;
  }

  private void configure(DeadLetters deadLetters) {
    Map<String, String> defaults =
        Map.of(
            "camel.main.name", "flowlogs",
            "camel.main.jmxEnabled", "false",
            "camel.main.streamCachingEnabled", "false",
            "camel.main.startupSummaryLevel", "Off",
            "camel.main.shutdownTimeout", "25",
            "camel.component.kafka.maxBlockMs", "10000",
            "camel.component.kafka.valueSerializer",
                "org.apache.kafka.common.serialization.ByteArraySerializer");
    defaults.forEach(camel::addInitialProperty);
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
