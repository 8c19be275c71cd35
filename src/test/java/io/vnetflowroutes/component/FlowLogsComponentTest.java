package io.vnetflowroutes.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.it.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the component in a Camel of its own, over the sample data. */
class FlowLogsComponentTest {

  private static final int FLOWS = 1631;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path dir;

  /** What the route completed: the bodies by the names of the messages. */
  private final Map<String, String> completed = new ConcurrentHashMap<>();

  private final List<String> again = new CopyOnWriteArrayList<>();

  private Path source;

  @BeforeEach
  void copyTheSample() throws IOException {
    source = dir.resolve("source");
    Program.copy(Path.of("sample"), source);
  }

  private String uri(String more) {
    return "vnet-flow-logs:sample?directory=%s&start=beginning&pollInterval=200ms&state=%s&deadLetter=%s%s"
        .formatted(source, dir.resolve("state"), dir.resolve("dead"), more);
  }

  private DefaultCamelContext camel(String uri, Processor step) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri).process(step).process(FlowLogsComponentTest.this::complete);
          }
        });
    camel.start();
    return camel;
  }

  private void complete(Exchange exchange) {
    String name = exchange.getMessage().getHeader("CamelFlowlogsMessage", String.class);
    if (completed.put(name, exchange.getMessage().getBody(String.class)) != null) {
      again.add(name);
    }
  }

  private long flows() {
    return completed.values().stream().flatMap(String::lines).count();
  }

  private void awaitAll() {
    await().atMost(PATIENCE).until(() -> flows() == FLOWS);
  }

  @Test
  void anExchangeHasTheFlowsOfOneDecision() throws Exception {
    Map<String, Object> headers = new ConcurrentHashMap<>();
    try (DefaultCamelContext camel =
        camel(
            uri(""),
            exchange -> {
              headers.putAll(exchange.getMessage().getHeaders());
              String body = exchange.getMessage().getBody(String.class);
              String decision =
                  exchange.getMessage().getHeader("CamelFlowlogsDecision", String.class);
              assertThat(body.lines())
                  .hasSize(exchange.getMessage().getHeader("CamelFlowlogsFlows", Integer.class))
                  .allMatch(line -> line.contains("\"decision\":\"" + decision + '"'));
            })) {
      awaitAll();
      assertThat(camel.isStarted()).isTrue();
    }
    assertThat(headers.get(Exchange.FILE_NAME).toString())
        .matches("decision=(allow|deny)/y=20\\d\\d/m=\\d\\d/d=\\d\\d/h=\\d\\d/\\S+\\.ndjson");
    assertThat(headers).containsEntry(Exchange.CONTENT_TYPE, "application/x-ndjson");
  }

  @Test
  void whatFailedComesAgainAndWhatCompletedDoesNot() throws Exception {
    Map<String, Integer> failed = new ConcurrentHashMap<>();
    Processor deniesFailAtFirst =
        exchange -> {
          if ("deny".equals(exchange.getMessage().getHeader("CamelFlowlogsDecision"))
              && failed.merge(
                      exchange.getMessage().getHeader("CamelFlowlogsMessage", String.class),
                      1,
                      Integer::sum)
                  < 3) {
            throw new IOException("the receiver is down");
          }
        };
    try (DefaultCamelContext camel = camel(uri(""), deniesFailAtFirst)) {
      awaitAll();
      assertThat(camel.isStarted()).isTrue();
    }
    assertThat(failed).isNotEmpty().allSatisfy((message, times) -> assertThat(times).isEqualTo(3));
    assertThat(again).isEmpty();

    // The next start reads what is new in hours that are listed again, and nothing else.
    Path blob = blob("h=10");
    Path newer = Path.of(blob.toString().replace("h=10", "h=11"));
    Files.createDirectories(newer.getParent());
    Files.copy(blob, newer);
    try (DefaultCamelContext camel = camel(uri("&recheck=9999d"), exchange -> {})) {
      await().atMost(PATIENCE).until(() -> flows() > FLOWS);
      assertThat(camel.isStarted()).isTrue();
    }
    assertThat(again).isEmpty();
  }

  @Test
  void aStartThatFailsLeavesTheStateToTheNextOne() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel
          .getExecutorServiceManager()
          .setThreadPoolFactory(
              new DefaultThreadPoolFactory() {
                @Override
                public ExecutorService newThreadPool(
                    ThreadPoolProfile profile, ThreadFactory factory) {
                  throw new IllegalStateException("no threads are left");
                }
              });
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(uri("")).process(FlowLogsComponentTest.this::complete);
            }
          });
      assertThatThrownBy(camel::start).hasStackTraceContaining("no threads are left");
      try (DefaultCamelContext next = camel(uri(""), exchange -> {})) {
        awaitAll();
        assertThat(next.isStarted()).isTrue();
      }
    }
  }

  @Test
  void whatTheRouteHandlesCountsAsDone() throws Exception {
    List<String> handled = new CopyOnWriteArrayList<>();
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              onException(Exception.class)
                  .handled(true)
                  .process(exchange -> handled.add(exchange.getMessage().getBody(String.class)));
              from(uri("&format=csv"))
                  .process(
                      exchange -> {
                        throw new IOException("never");
                      });
            }
          });
      camel.start();
      await()
          .atMost(PATIENCE)
          .until(() -> handled.stream().mapToLong(body -> body.lines().count() - 1).sum() == FLOWS);
    }
    assertThat(handled).allMatch(body -> body.startsWith("id,time,"));
  }

  @Test
  void stoppingWaitsForTheExchangeInHandAndKeepsItsPosition() throws Exception {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    DefaultCamelContext camel =
        camel(
            uri("&readers=1&batchFlows=20"),
            exchange -> {
              inHand.countDown();
              goOn.await();
            });
    inHand.await();
    AtomicReference<Boolean> stopped = new AtomicReference<>(false);
    Thread stop =
        new Thread(
            () -> {
              camel.stop();
              stopped.set(true);
            });
    stop.start();
    await().atMost(PATIENCE).until(() -> camel.isStopping());
    assertThat(stopped.get()).isFalse();
    goOn.countDown();
    stop.join();
    assertThat(completed).hasSizeBetween(1, 2);
    long before = flows();
    assertThat(before).isLessThan(FLOWS);

    try (DefaultCamelContext other = camel(uri("&readers=1&batchFlows=20"), exchange -> {})) {
      awaitAll();
      assertThat(other.isStarted()).isTrue();
    }
    assertThat(again).isEmpty();
  }

  @Test
  void whatCannotBeReadIsKept() throws Exception {
    Path blob = blob("h=10");
    Files.writeString(blob, Files.readString(blob).replaceFirst("\"flowTuples\"", "\"flowTuples"));
    try (DefaultCamelContext camel = camel(uri(""), exchange -> {})) {
      await().atMost(PATIENCE).until(() -> !letters().isEmpty());
      assertThat(camel.isStarted()).isTrue();
    }
    assertThat(letters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(Files.readString(letter))
                    .startsWith("{\"reason\":")
                    .contains("\"kind\":\"record\"", "\"source\":\"sample\""));
  }

  private Path blob(String hour) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return files
          .filter(file -> file.endsWith("PT1H.json") && file.toString().contains(hour))
          .findFirst()
          .orElseThrow();
    }
  }

  private List<Path> letters() throws IOException {
    if (!Files.isDirectory(dir.resolve("dead"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(dir.resolve("dead"))) {
      return files.filter(file -> file.toString().endsWith(".ndjson")).toList();
    }
  }

  @Test
  void allThatIsWrongIsSaidAtOnceWithoutASecret() {
    assertThatThrownBy(
            () ->
                camel(
                    "vnet-flow-logs:prod?delay=soon&readers=0&clientSecret=hidden~1&deadLetter=ftp:x",
                    exchange -> {}))
        .satisfies(
            e ->
                assertThat(Causes.root(e).getMessage())
                    .contains("delay is 'soon', but must be a duration", "readers is '0'")
                    .doesNotContain("hidden", "flowlogs."));
    assertThatThrownBy(
            () ->
                camel(
                    "vnet-flow-logs:prod?clientSecret=hidden~1&deadLetter=ftp:x&format=parquet",
                    exchange -> {}))
        .satisfies(
            e ->
                assertThat(Causes.root(e).getMessage())
                    .contains(
                        "storageAccountUrl is missing",
                        "deadLetter is 'ftp:x', but must be a folder",
                        "format is parquet")
                    .doesNotContain("hidden", "flowlogs."));
  }

  @Test
  void twoSourcesNeedTwoStates() throws Exception {
    try (DefaultCamelContext camel = camel(uri(""), exchange -> {})) {
      assertThatThrownBy(() -> camel(uri("&readers=1"), exchange -> {}))
          .satisfies(
              e ->
                  assertThat(Causes.root(e).getMessage()).contains("is in use by another process"));
      assertThat(camel.isStarted()).isTrue();
    }
  }
}
