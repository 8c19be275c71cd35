package io.vnetflowroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vnetflowroutes.deliver.DeliveryProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Proves what a receiver has to do until a message counts as delivered, and what is said if not.
 */
class SyslogClientTest {

  private static final int LARGE = 64 << 20;

  private final CamelContext camel = new DefaultCamelContext();
  private ServerSocket listening;

  /** What a server does with a connection. */
  private interface Way {
    void serve(Socket connection) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    camel.getRegistry().bind(SyslogClient.BEAN, new SyslogClient(Duration.ofSeconds(2)));
    camel.start();
  }

  @AfterEach
  void stop() throws IOException {
    camel.stop();
    listening.close();
  }

  /**
   * Sends a message to a server of this way; returns the sentence, {@code null} if it was taken.
   */
  private String send(byte[] message, Way way) throws Exception {
    CompletableFuture<Void> server =
        CompletableFuture.runAsync(
            () -> {
              try (Socket connection = listening.accept()) {
                way.serve(connection);
              } catch (IOException ended) {
                // The client may be the first to go.
              }
            });
    String sentence = send(uri(), message);
    server.get();
    return sentence;
  }

  private String uri() {
    return SyslogClient.uri("tcp://127.0.0.1:" + listening.getLocalPort());
  }

  private String send(String uri, byte[] message) throws IOException {
    try (ProducerTemplate sender = camel.createProducerTemplate()) {
      Exchange sent = sender.send(uri, exchange -> exchange.getMessage().setBody(message));
      return sent.getException() == null ? null : DeliveryProblem.sentence(sent.getException());
    }
  }

  @Test
  void whatTheReceiverHasReadToItsEndIsDelivered() throws Exception {
    byte[] message = new byte[5_000_000];
    Arrays.fill(message, (byte) 'x');
    byte[][] read = new byte[2][];
    assertThat(
            send(
                message,
                connection -> {
                  connection.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
                  read[0] = connection.getInputStream().readAllBytes();
                }))
        .as("what it says counts for nothing")
        .isNull();
    assertThat(
            send(
                new byte[] {'a'},
                connection -> read[1] = connection.getInputStream().readAllBytes()))
        .isNull();
    assertThat(read[0]).isEqualTo(message);
    assertThat(read[1]).containsExactly('a');
  }

  @Test
  void oneThatClosesBeforeTheEndHasConfirmedNothing() throws Exception {
    assertThat(send(new byte[] {'a'}, connection -> connection.getInputStream().read()))
        .isEqualTo("it closed the connection before the message ended");
  }

  @Test
  void oneThatResetsTheConnectionHasConfirmedNothing() throws Exception {
    assertThat(send(new byte[LARGE], connection -> connection.getInputStream().read()))
        .as("it closes, and what it has not read resets the connection")
        .containsAnyOf("did not read the whole message", "broke before it confirmed");
  }

  @Test
  void oneThatDoesNotReadIsGivenUp() throws Exception {
    // Nothing accepts the connection; its system takes what fits and no more.
    String sentence = send(uri(), new byte[LARGE]);
    assertThat(sentence).isEqualTo("it did not read the whole message, within 2 s");
  }

  @Test
  void oneThatDoesNotCloseIsGivenUp() throws Exception {
    assertThat(
            send(
                new byte[] {'a'},
                connection -> {
                  connection.getInputStream().readAllBytes();
                  // Its own direction stays open until the client has gone.
                  while (connection.getInetAddress() != null) {
                    connection.getOutputStream().write('x');
                  }
                }))
        .startsWith("it did not close the connection after the last flow");
  }

  @Test
  void aReceiverThatIsNotThereIsASentence() throws Exception {
    listening.close();
    assertThat(send(uri(), new byte[] {'a'}))
        .startsWith("there is no connection to it (Connection refused");
  }
}
