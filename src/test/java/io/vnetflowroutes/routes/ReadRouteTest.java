package io.vnetflowroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code routes/read.camel.yaml} by itself, from a blob to its batches: in which order the
 * reader is told what, and what a failure keeps from happening.
 */
@CamelMainTest(mockEndpointsAndSkip = "direct:route*")
final class ReadRouteTest {

  private static final Blob BLOB = new Blob("mock:account");

  private final List<String> told = new CopyOnWriteArrayList<>();

  @BindToRegistry("reader")
  final NotedReader reader = new NotedReader(told);

  @BindToRegistry("problems")
  final NotedProblems problems = new NotedProblems(told);

  @BindToRegistry("deliverers")
  final ExecutorService deliverers = Executors.newSingleThreadExecutor();

  @EndpointInject("mock:account")
  private MockEndpoint account;

  @EndpointInject("mock:direct:route")
  private MockEndpoint route;

  @Produce("direct:read")
  private ProducerTemplate read;

  /** A blob whose bytes come from this endpoint. */
  public record Blob(String readUri) {}

  /** Stands for what makes batches of bytes, and notes what it was told. */
  public static final class NotedReader {

    private final List<String> told;
    private final List<String> batches = new ArrayList<>(List.of("batch 1", "batch 2"));

    NotedReader(List<String> told) {
      this.told = told;
    }

    public void request(Exchange exchange) {
      exchange.getMessage().setHeader("CamelAzureStorageBlobBlobName", "PT1H.json");
      exchange.getMessage().setBody(null);
    }

    public Iterator<String> read(Blob blob, String bytes) {
      told.add("read " + bytes);
      return batches.iterator();
    }

    public void delivered(Iterator<?> reading) {
      told.add("delivered");
    }

    public void finish(Blob blob, Iterator<?> reading) {
      told.add("finish");
    }
  }

  /** Stands for what says what failed. */
  public static final class NotedProblems {

    private final List<String> told;

    NotedProblems(List<String> told) {
      this.told = told;
    }

    public void read(Blob blob, Exception error) {
      told.add("problem " + error.getMessage());
    }
  }

  @Configure
  void loadTheRoute(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern("file:routes/read.camel.yaml");
  }

  @AfterEach
  void stop() {
    deliverers.shutdownNow();
  }

  private void readBlob() {
    account.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody("bytes"));
    read.sendBody(BLOB);
  }

  @Test
  void eachBatchIsDeliveredBeforeTheNextOneIsSent() {
    route.whenAnyExchangeReceived(
        exchange -> told.add(exchange.getMessage().getBody(String.class)));
    readBlob();
    assertThat(told)
        .containsExactly("read bytes", "batch 1", "delivered", "batch 2", "delivered", "finish");
  }

  @Test
  void theRequestNamesTheBlobAndNothingOfItReachesTheBatches() {
    readBlob();
    assertThat(account.getReceivedExchanges())
        .singleElement()
        .satisfies(
            asked ->
                assertThat(asked.getMessage().getHeaders())
                    .containsEntry("CamelAzureStorageBlobBlobName", "PT1H.json"));
    assertThat(route.getReceivedExchanges())
        .hasSize(2)
        .allSatisfy(batch -> assertThat(batch.getMessage().getHeaders()).isEmpty());
  }

  @Test
  void aBatchThatIsNotDeliveredStopsTheBlobWhichKeepsItsPlace() {
    route.whenExchangeReceived(
        1,
        exchange -> {
          throw new IllegalStateException("not acknowledged");
        });
    readBlob();
    assertThat(route.getReceivedCounter()).isOne();
    assertThat(told).hasSize(2).startsWith("read bytes");
    assertThat(told.get(1)).startsWith("problem ").contains("not acknowledged");
  }

  @Test
  void anAccountThatFailsIsSaidAndNothingIsRead() {
    account.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("412");
        });
    read.sendBody(BLOB);
    assertThat(told).containsExactly("problem 412");
  }

  @Test
  void aBlobWithoutABatchIsFinished() {
    reader.batches.clear();
    readBlob();
    assertThat(told).containsExactly("read bytes", "finish");
  }
}
