package io.vnetflowroutes.camel;

import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.core.LoopHost;
import io.vnetflowroutes.core.PollingHost;
import io.vnetflowroutes.deliver.Destinations;
import io.vnetflowroutes.deliver.EveryAcknowledgement;
import io.vnetflowroutes.deliver.OrphanedFiles;
import io.vnetflowroutes.flow.Batch;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.poll.DueBlobs;
import io.vnetflowroutes.poll.PollResult;
import io.vnetflowroutes.poll.Schedule;
import io.vnetflowroutes.poll.Share;
import io.vnetflowroutes.poll.WarningThrottle;
import io.vnetflowroutes.read.EarlierReading;
import io.vnetflowroutes.source.Source;
import io.vnetflowroutes.state.Cursor;
import io.vnetflowroutes.state.StateDatabase;
import io.vnetflowroutes.telemetry.Counters;
import io.vnetflowroutes.telemetry.PollLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.main.Main;

/**
 * The routes that poll, read and route, as they are shipped, with the state in its file. In front
 * of them a test takes the timer's place, behind them that of the destinations.
 */
public final class RoutesHost implements PollingHost {

  private static final String ROUTES =
      "file:routes/poll.camel.yaml,file:routes/read.camel.yaml,file:routes/route.camel.yaml";

  private final Path folder;
  private final Source source;
  private final Schedule schedule;
  private final Clock clock;
  private final Receiver receiver;
  private final List<PollResult> results = new ArrayList<>();
  private StateDatabase state;
  private Main camel;
  private ProducerTemplate poll;

  public RoutesHost(Path folder, Source source, Schedule schedule, Clock clock, Receiver receiver)
      throws Exception {
    this.folder = folder;
    this.source = source;
    this.schedule = schedule;
    this.clock = clock;
    this.receiver = receiver;
    start();
  }

  private void start() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    state = StateDatabase.open(folder.resolve("state"));
    camel = new Main();
    Settings settings = settings();
    Cursor cursor = new Cursor(state);
    Counters counters = new Counters();
    WarningThrottle said = new WarningThrottle(clock);
    DueBlobs dueBlobs =
        new DueBlobs(
            List.of(source),
            Duration.ofMinutes(10),
            schedule,
            cursor,
            Share.ALL,
            clock,
            new PollLog(said, clock));
    PollBeans.bind(
        camel,
        settings,
        List.of(source),
        dueBlobs,
        results::add,
        said,
        cursor,
        counters,
        blob -> EarlierReading.NONE);
    camel.bind(
        "cursor",
        new BatchCursor(
            cursor,
            ResumedBatches.none(),
            new OrphanedFiles(camel::getCamelContext, Map.of(), ".unfinished-", new NoMessages()),
            batch -> {},
            batch -> {}));
    camel.bind("counters", counters);
    camel.bind("everyAcknowledgement", new EveryAcknowledgement());
    camel.bind("destinations", new Destinations(List.of("lake"), List.of("lake")));
    camel.addInitialProperty("flowlogs.poll-interval", "1h");
    camel.addInitialProperty("camel.main.jmxEnabled", "false");
    camel.addInitialProperty("camel.main.startupSummaryLevel", "Off");
    camel.addInitialProperty("camel.main.streamCachingEnabled", "false");
    camel.setDefaultPropertyPlaceholderLocation("false");
    camel.configure().withRoutesIncludePattern(ROUTES);
    camel.configure().addRoutesBuilder(new Errors());
    camel.configure().addRoutesBuilder(new Behind());
    camel.init();
    CamelContext context = camel.getCamelContext();
    AdviceWith.adviceWith(context, "poll", route -> route.replaceFromWith("direct:poll"));
    camel.start();
    poll = context.createProducerTemplate();
  }

  private Settings settings() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.properties"), "");
    return Configuration.read(
        file,
        Map.of(),
        Map.of(
            "flowlogs.source.prod.directory",
            folder.toString(),
            "flowlogs.destination.lake.uri",
            "file:" + folder.resolve("lake"),
            "flowlogs.routes",
            Path.of("routes").toAbsolutePath().toString(),
            "flowlogs.allow",
            "lake",
            "flowlogs.deny",
            "lake",
            "flowlogs.readers",
            "1",
            "flowlogs.batch-flows",
            Integer.toString(LoopHost.LIMITS.batchFlows())));
  }

  /** No message is ever acknowledged: whole batches are. */
  private static final class NoMessages implements OrphanedFiles.Acknowledgements {

    @Override
    public boolean contains(String key) {
      return false;
    }

    @Override
    public List<String> acknowledged(String batch) {
      return List.of();
    }

    @Override
    public void forget(List<String> keys) {}
  }

  /** Errors go to whoever called a route, as errors.camel.yaml says. */
  private static final class Errors extends RouteConfigurationBuilder {

    @Override
    public void configuration() {
      routeConfiguration().errorHandler(noErrorHandler());
    }
  }

  /** What stands behind the routes: whole batches are taken where unreadable records would be. */
  private final class Behind extends RouteBuilder {

    @Override
    public void configure() {
      from("direct:deliver-lake").process(exchange -> {});
      from("direct:dead-letter")
          .process(exchange -> receiver.take(exchange.getMessage().getBody(Batch.class)));
    }
  }

  @Override
  public PollResult poll() {
    poll.requestBody("direct:poll", (Object) null);
    return results.get(results.size() - 1);
  }

  @Override
  public Optional<Instant> done(String flowLogPath) {
    return new Cursor(state).hour(source.name(), flowLogPath);
  }

  @Override
  public void restart() throws Exception {
    close();
    start();
  }

  @Override
  public void close() {
    camel.stop();
    state.close();
  }

  @Override
  public String toString() {
    return "Camel's routes";
  }
}
