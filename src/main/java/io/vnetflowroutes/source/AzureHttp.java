package io.vnetflowroutes.source;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.util.Configuration;
import com.azure.core.util.Context;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vnetflowroutes.errors.Causes;
import io.vnetflowroutes.net.Authorities;
import io.vnetflowroutes.net.Proxies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.PrematureCloseException;

/**
 * The HTTP client for storage and Entra ID, which uses the proxies and the trusted authorities of
 * this JVM. The SDK's own client uses one proxy for all hosts, does not support networks and ports
 * in {@code NO_PROXY}, and reads the variables only if {@code java.net.useSystemProxies} is set.
 * Any thread may call it.
 */
final class AzureHttp implements HttpClient {

  /** The key of the client without a proxy. */
  private static final InetSocketAddress NONE = InetSocketAddress.createUnresolved("none", 0);

  private final Map<InetSocketAddress, HttpClient> clients = new ConcurrentHashMap<>();

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    InetSocketAddress proxy = proxy(request);
    return client(proxy).send(request, context).onErrorMap(error -> told(error, proxy));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    InetSocketAddress proxy = proxy(request);
    try {
      return client(proxy).sendSync(request, context);
    } catch (RuntimeException e) {
      throw told(e, proxy) instanceof IOException told ? new UncheckedIOException(told) : e;
    }
  }

  /**
   * Names the proxy in an error: a proxy that refuses a login ends the connection, and the error
   * does not name it.
   */
  private static Throwable told(Throwable error, InetSocketAddress proxy) {
    boolean ended =
        Causes.has(error, PrematureCloseException.class)
            || Causes.has(error, ProxyConnectException.class);
    return proxy.equals(NONE) || !ended
        ? error
        : new IOException(
            "connection prematurely closed on the way by the proxy %s:%d; check its user and password,"
                    .formatted(proxy.getHostString(), proxy.getPort())
                + " and that it lets this machine connect there",
            error);
  }

  private static InetSocketAddress proxy(HttpRequest request) {
    URL url = request.getUrl();
    URI host = URI.create(url.getProtocol() + "://" + url.getAuthority());
    InetSocketAddress proxy = Proxies.inFrontOf(host);
    return proxy == null ? NONE : proxy;
  }

  private HttpClient client(InetSocketAddress proxy) {
    return clients.computeIfAbsent(proxy, AzureHttp::made);
  }

  private static HttpClient made(InetSocketAddress proxy) {
    NettyAsyncHttpClientBuilder builder =
        Authorities.added()
            .map(manager -> new NettyAsyncHttpClientBuilder(trusting(manager)))
            .orElseGet(NettyAsyncHttpClientBuilder::new)
            .configuration(Configuration.NONE);
    if (!proxy.equals(NONE)) {
      ProxyOptions options = new ProxyOptions(ProxyOptions.Type.HTTP, proxy);
      Proxies.login(proxy)
          .ifPresent(
              login ->
                  options.setCredentials(login.getUserName(), new String(login.getPassword())));
      builder.proxy(options);
    }
    return builder.build();
  }

  private static reactor.netty.http.client.HttpClient trusting(X509TrustManager manager) {
    try {
      SslContext context = SslContextBuilder.forClient().trustManager(manager).build();
      return reactor.netty.http.client.HttpClient.create()
          .secure(connection -> connection.sslContext(context));
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot be used", e);
    }
  }
}
