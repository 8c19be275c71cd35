package io.vnetflowroutes.endpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vnetflowroutes.outcome.DeliveryProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
    assertThat(send(message, connection -> read[0] = connection.getInputStream().readAllBytes()))
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
  void oneThatAnswersIsNoReceiverOfSyslog() throws Exception {
    String answers =
        "it answered, which no receiver of syslog does: another service listens at this address";
    assertThat(
            send(
                new byte[] {'a'},
                connection -> {
                  connection.getOutputStream().write("220 mail ESMTP\r\n".getBytes(UTF_8));
                  connection.getInputStream().readAllBytes();
                }))
        .as("at the begin")
        .isEqualTo(answers);
    assertThat(
            send(
                new byte[] {'a'},
                connection -> {
                  connection.getInputStream().readAllBytes();
                  connection.getOutputStream().write("HTTP/1.1 400\r\n\r\n".getBytes(UTF_8));
                }))
        .as("at the end")
        .isEqualTo(answers);
  }

  @Test
  void oneThatClosesBeforeTheEndHasConfirmedNothing() throws Exception {
    assertThat(send(new byte[] {'a'}, connection -> connection.getInputStream().read()))
        .isEqualTo("it closed the connection before the message ended");
  }

  /** The thread of the connection gets no processor time while the receiver closes. */
  @Test
  void oneThatClosesWhileThisSideIsHeldUpHasConfirmedNothing() throws Exception {
    Callable<Void> receiverCloses =
        () -> {
          listening.accept().close();
          return null;
        };
    CompletableFuture<String> sentence = new CompletableFuture<>();
    EventLoopGroup thread = new NioEventLoopGroup(1);
    try {
      var unused =
          new Bootstrap()
              .group(thread)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                      made.pipeline()
                          .addLast(
                              new HeldUp(receiverCloses),
                              new SyslogConnection(Duration.ofMinutes(10)),
                              new Ending(sentence));
                    }
                  })
              .connect(listening.getInetAddress(), listening.getLocalPort());
      assertThat(sentence.get()).isEqualTo("it closed the connection before the message ended");
    } finally {
      thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  /** Stops the thread around a write: before it for an event, after it for the longest pause. */
  private static final class HeldUp extends ChannelOutboundHandlerAdapter {

    private final Callable<Void> event;

    HeldUp(Callable<Void> event) {
      this.event = event;
    }

    @Override
    public void flush(ChannelHandlerContext ctx) throws Exception {
      event.call();
      super.flush(ctx);
      new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS);
    }
  }

  /** Sends once it is connected. The connection ends with a sentence, or {@code delivered}. */
  private static final class Ending extends ChannelInboundHandlerAdapter {

    private final CompletableFuture<String> sentence;

    Ending(CompletableFuture<String> sentence) {
      this.sentence = sentence;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      var unused = ctx.channel().writeAndFlush(new byte[] {'a'});
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      sentence.complete(cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      sentence.complete("delivered");
    }
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
    AtomicReference<Socket> accepted = new AtomicReference<>();
    CompletableFuture<Void> server =
        CompletableFuture.runAsync(
            () -> {
              try {
                accepted.set(listening.accept());
                accepted.get().getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(send(uri(), new byte[] {'a'}))
        .startsWith("it did not close the connection after the last flow");
    server.get();
    accepted.get().close();
  }

  @Test
  void aReceiverThatIsNotThereIsASentence() throws Exception {
    listening.close();
    assertThat(send(uri(), new byte[] {'a'}))
        .startsWith("there is no connection to it (Connection refused");
  }
}
