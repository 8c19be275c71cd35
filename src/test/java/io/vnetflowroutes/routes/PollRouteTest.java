package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Processor;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code routes/poll.camel.yaml} by itself, each poll when the test says so instead of by its
 * timer: who reads what is due, and when a poll is over.
 */
@CamelMainTest(properties = "flowlogs.poll-interval=1m", replaceRouteFromWith = "poll=direct:turn")
final class PollRouteTest {

  @BindToRegistry("dueBlobs")
  final NotedDueBlobs dueBlobs = new NotedDueBlobs();

  @BindToRegistry("problems")
  final NotedProblems problems = new NotedProblems();

  @BindToRegistry("readers")
  final ExecutorService readers = Executors.newFixedThreadPool(2);

  /**
   * What becomes of a blob; several threads call it, so it is no mock endpoint, which lets in one.
   */
  private volatile Processor read = exchange -> {};

  @Produce("direct:turn")
  private ProducerTemplate poll;

  /** Stands for what finds blobs, and notes what it was told. */
  public static final class NotedDueBlobs {

    private final List<String> due = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private RuntimeException broken;

    public Iterator<String> poll() {
      told.add("poll");
      if (broken != null) {
        throw broken;
      }
      return List.copyOf(due).iterator();
    }

    public void finish() {
      told.add("finish");
    }
  }

  /** Stands for what says what failed. */
  public static final class NotedProblems {

    private final List<String> told = new CopyOnWriteArrayList<>();

    public void poll(Exception error) {
      told.add(error.getMessage());
    }
  }

  @Configure
  void loadTheRoutes(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/poll.camel.yaml");
    camel.addRoutesBuilder(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:read").process(exchange -> read.process(exchange));
          }
        });
  }

  @AfterEach
  void stop() {
    readers.shutdownNow();
  }

  @Test
  void everyBlobThatIsDueIsReadAndThenThePollIsOver() {
    dueBlobs.due.addAll(List.of("a", "b", "c"));
    read = exchange -> dueBlobs.told.add(exchange.getMessage().getBody(String.class));
    poll.sendBody(null);
    assertThat(dueBlobs.told)
        .hasSize(5)
        .startsWith("poll")
        .contains("a", "b", "c")
        .endsWith("finish");
    assertThat(problems.told).isEmpty();
  }

  @Test
  void aPollThatFindsNothingIsOverAtOnce() {
    poll.sendBody(null);
    assertThat(dueBlobs.told).containsExactly("poll", "finish");
  }

  @Test
  void severalBlobsAreReadAtATime() {
    CyclicBarrier bothThere = new CyclicBarrier(2);
    dueBlobs.due.addAll(List.of("a", "b"));
    read = exchange -> bothThere.await(5, TimeUnit.MINUTES);
    poll.sendBody(null);
    assertThat(bothThere.isBroken()).isFalse();
    assertThat(dueBlobs.told).containsExactly("poll", "finish");
  }

  @Test
  void oneReadingThatBreaksKeepsNoOtherBlobFromBeingRead() {
    dueBlobs.due.addAll(List.of("a", "b", "c"));
    read =
        exchange -> {
          String blob = exchange.getMessage().getBody(String.class);
          dueBlobs.told.add(blob);
          if (blob.equals("a")) {
            throw new IllegalStateException("broken");
          }
        };
    poll.sendBody(null);
    assertThat(dueBlobs.told).contains("a", "b", "c");
  }

  @Test
  void aPollThatFailsIsSaidAndTheNextOneTakesPlace() {
    dueBlobs.broken = new IllegalStateException("nobody answers");
    poll.sendBody(null);
    assertThat(problems.told).containsExactly("nobody answers");
    assertThat(dueBlobs.told).containsExactly("poll");

    dueBlobs.broken = null;
    poll.sendBody(null);
    assertThat(dueBlobs.told).containsExactly("poll", "poll", "finish");
  }
}
