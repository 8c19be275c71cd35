package io.vnetflowroutes.endpoints;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.outcome.UnconfirmedException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A connection that carries one message of syslog and learns whether it arrived. Syslog has no
 * acknowledgement, but TCP closes each direction by itself: this side ends its direction, and the
 * receiver ends the other once it has read everything. If its process ends while something is
 * unread, its system resets the connection instead. So the message counts as delivered if the
 * receiver closes, without a reset, after this side has.
 *
 * <p>If the receiver is killed after it has read a message and before it has stored it, its system
 * closes as if all were well. The sender cannot notice that.
 *
 * <p>It waits for more than a round trip between the last byte and the end. If the receiver closed
 * before the last byte arrived, this side sees that during the pause, and does not take it for the
 * answer. A thread that was delayed for longer looks once more before it ends the message. Only the
 * thread of its channel may call it.
 */
final class SyslogConnection extends ChannelDuplexHandler {

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final long TELL_MILLIS = 200;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Duration atMost;
  private long began;
  private long roundTrip;
  private Future<?> limit;
  private Future<?> end;
  private boolean ended;
  private Throwable failure;

  /**
   * @param atMost how long the receiver has to confirm a message
   */
  SyslogConnection(Duration atMost) {
    this.atMost = atMost;
  }

  @Override
  public void connect(
      ChannelHandlerContext ctx, SocketAddress remote, SocketAddress local, ChannelPromise promise)
      throws Exception {
    began = System.nanoTime();
    ChannelPromise own = ctx.newPromise();
    own.addListener(
        connected -> {
          if (connected.isSuccess()) {
            roundTrip = System.nanoTime() - began;
            promise.trySuccess();
          } else {
            // The pool does not lend a connection that has already failed, and hides the reason.
            Throwable why = sentence("there is no connection to it", connected.cause());
            end =
                ctx.executor()
                    .schedule(() -> promise.tryFailure(why), TELL_MILLIS, TimeUnit.MILLISECONDS);
          }
        });
    super.connect(ctx, remote, local, own);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    limit = ctx.executor().schedule(() -> giveUp(ctx), atMost.toNanos(), TimeUnit.NANOSECONDS);
    super.channelActive(ctx);
  }

  private void giveUp(ChannelHandlerContext ctx) {
    String what =
        ended
            ? "it did not close the connection after the last flow, which is how it confirms"
            : "it did not read the whole message";
    if (ctx.channel().isOpen()) {
      fail(ctx, new UnconfirmedException(what + ", within " + atMost.toSeconds() + " s", null));
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object body, ChannelPromise promise)
      throws Exception {
    ChannelPromise own = ctx.newPromise();
    own.addListener(written -> written(ctx, written, promise));
    super.write(ctx, Unpooled.wrappedBuffer((byte[]) body), own);
  }

  private void written(ChannelHandlerContext ctx, Future<?> write, ChannelPromise promise) {
    if (write.isSuccess()) {
      long pause =
          Math.min(Math.max(2 * roundTrip, SHORTEST_PAUSE.toNanos()), LONGEST_PAUSE.toNanos());
      end = ctx.executor().schedule(() -> look(ctx), pause, TimeUnit.NANOSECONDS);
      promise.trySuccess();
    } else {
      if (failure == null) {
        failure = sentence("it did not read the whole message", write.cause());
      }
      promise.tryFailure(failure);
    }
  }

  /** Lets the thread read what has arrived: it reads before it runs newly planned tasks. */
  private void look(ChannelHandlerContext ctx) {
    end = ctx.executor().schedule(() -> end(ctx), 1, TimeUnit.MILLISECONDS);
  }

  /** Ends this side's direction. */
  private void end(ChannelHandlerContext ctx) {
    if (failure != null || !ctx.channel().isActive()) {
      return;
    }
    ended = true;
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    Future<?> told = tls == null ? ctx.newSucceededFuture() : tls.closeOutbound();
    told.addListener(
        closed ->
            ((DuplexChannel) ctx.channel())
                .shutdownOutput()
                .addListener(
                    shut -> {
                      if (!shut.isSuccess()) {
                        exceptionCaught(ctx, shut.cause());
                      }
                    }));
  }

  /** A syslog receiver never answers. A web or mail server would, and closes after its answer. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object answer) {
    ReferenceCountUtil.release(answer);
    fail(
        ctx,
        new UnconfirmedException(
            "it answered, which no receiver of syslog does: another service listens at this address",
            null));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    for (Future<?> planned : new Future<?>[] {limit, end}) {
      if (planned != null) {
        planned.cancel(false);
      }
    }
    if (!ended) {
      fail(
          ctx, new UnconfirmedException("it closed the connection before the message ended", null));
    }
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, sentence("the connection broke before it confirmed the message", cause));
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    if (failure == null) {
      failure = cause;
      ctx.fireExceptionCaught(cause);
    }
  }

  /** The error as a sentence; an error of TLS stays as it is. */
  private static Throwable sentence(String what, Throwable cause) {
    if (Causes.has(cause, SSLException.class)) {
      return cause;
    }
    String why = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return new UnconfirmedException(what + why, cause);
  }
}
