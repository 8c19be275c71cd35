package io.vnetflowroutes.it;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A name server on UDP that answers for each host as it is told, and for all others that there is
 * no such name.
 */
final class NameServer implements AutoCloseable {
  private static final int SECOND = 1;

  /** How a host is answered for. */
  enum Answer {
    /** With 127.0.0.1, for a second. */
    ADDRESS,
    NO_SUCH_NAME,
    SERVER_FAILURE,
    /** Not at all. */
    SILENCE
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Answer> given = new CopyOnWriteArrayList<>();
  private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
  private final Channel channel;

  private NameServer(InetSocketAddress address) {
    this.channel =
        new Bootstrap()
            .group(threads)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<DatagramChannel>() {
                  @Override
                  protected void initChannel(DatagramChannel made) {
                    made.pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new Answering());
                  }
                })
            .bind(address)
            .awaitUninterruptibly()
            .channel();
  }

  /** Starts a server at this address, if this user may. */
  static NameServer at(InetSocketAddress address) {
    return new NameServer(address);
  }

  /** Whether it got its address. */
  boolean bound() {
    return channel.isActive();
  }

  /** Answers for a host like this from now on; the host ends in a dot. */
  void answer(String host, Answer answer) {
    answers.put(host, answer);
  }

  /** What was answered for the hosts it was told of, address by address. */
  List<Answer> given() {
    return List.copyOf(given);
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      Answer answer = answers.get(question.name());
      if (answer != null && question.type().equals(DnsRecordType.A)) {
        given.add(answer);
      }
      if (answer == Answer.SILENCE) {
        return;
      }
      DatagramDnsResponse response =
          new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
      response.addRecord(DnsSection.QUESTION, question);
      response.setRecursionDesired(query.isRecursionDesired()).setRecursionAvailable(true);
      if (answer == Answer.SERVER_FAILURE) {
        response.setCode(DnsResponseCode.SERVFAIL);
      } else if (answer != Answer.ADDRESS) {
        response.setCode(DnsResponseCode.NXDOMAIN);
      } else if (question.type().equals(DnsRecordType.A)) {
        response.addRecord(
            DnsSection.ANSWER,
            new DefaultDnsRawRecord(
                question.name(),
                DnsRecordType.A,
                SECOND,
                Unpooled.wrappedBuffer(new byte[] {127, 0, 0, 1})));
      }
      ChannelFuture unused = context.writeAndFlush(response);
    }
  }
}
