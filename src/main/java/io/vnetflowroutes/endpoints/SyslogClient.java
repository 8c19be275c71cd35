package io.vnetflowroutes.endpoints;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.vnetflowroutes.deliver.Attempts;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyProducer;
import org.apache.camel.component.netty.handlers.ClientChannelHandler;

/**
 * Connects to receivers of syslog for Camel's netty component: a connection for each message. With
 * TLS it checks that the certificate belongs to the host; the component's own option cannot,
 * because it does not give TLS the name of the host.
 */
public final class SyslogClient extends ClientInitializerFactory {

  /** The name of the bean. */
  public static final String BEAN = "syslogClient";

  /**
   * Without a port, the JVM resumes no session. OpenSSL refuses a resumed session if the server
   * asks for certificates and has set no session context, as rsyslog does.
   */
  private static final int RESUMES_NOTHING = -1;

  private static final String OPTIONS =
      "sync=true&disconnect=true&producerPoolMaxIdle=0&workerCount=1&clientInitializerFactory=#"
          + BEAN;

  private final NettyProducer producer;
  private final SSLContext tls;

  private final Duration atMost;

  public SyslogClient() {
    this(Attempts.LONGEST);
  }

  /**
   * @param atMost how long a receiver has to confirm a message
   */
  public SyslogClient(Duration atMost) {
    this(atMost, null, null);
  }

  private SyslogClient(Duration atMost, NettyProducer producer, SSLContext tls) {
    this.atMost = atMost;
    this.producer = producer;
    this.tls = tls;
  }

  /** The Camel URI of an address such as {@code tls://host:6514}. */
  static String uri(String address) {
    URI url = URI.create(address);
    boolean tls = url.getScheme().toLowerCase(Locale.ROOT).equals("tls");
    return complete("netty:tcp://" + url.getAuthority() + (tls ? "?ssl=true" : ""));
  }

  /** A Camel URI with the options for which a message counts only once it is confirmed. */
  static String complete(String uri) {
    return uri + (uri.indexOf('?') < 0 ? '?' : '&') + OPTIONS;
  }

  /** The certificates that an endpoint trusts; {@code null} without TLS. */
  public static SSLContext tls(NettyConfiguration configuration, CamelContext context)
      throws GeneralSecurityException, IOException {
    if (!configuration.isSsl()) {
      return null;
    }
    return configuration.getSslContextParameters() == null
        ? SSLContext.getDefault()
        : configuration.getSslContextParameters().createSSLContext(context);
  }

  @Override
  public ClientInitializerFactory createPipelineFactory(NettyProducer producer) {
    try {
      return new SyslogClient(
          atMost, producer, tls(producer.getConfiguration(), producer.getContext()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Its sslContextParameters cannot be used", e);
    }
  }

  @Override
  protected void initChannel(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (tls != null) {
      String host = producer.getConfiguration().getHost();
      SSLEngine engine = tls.createSSLEngine(host, RESUMES_NOTHING);
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      pipeline.addLast(new SslHandler(engine));
    }
    pipeline.addLast(new SyslogConnection(atMost), new ClientChannelHandler(producer));
  }
}
