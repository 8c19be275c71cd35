package io.vnetflowroutes.net;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names, for every client in this JVM that asks for one: {@code
 * HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in upper or lower case. Java's own proxy
 * options ({@code -Dhttps.proxyHost}) take precedence.
 */
public final class Proxies extends ProxySelector {

  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final ProxySelector javas;
  private final Map<String, Named> proxies = new LinkedHashMap<>();
  private final NoProxy direct;

  /** A proxy with the credentials that its URL holds, if any. */
  private record Named(InetSocketAddress address, PasswordAuthentication login) {}

  Proxies(Map<String, String> environment, ProxySelector javas) {
    this.javas = javas;
    this.direct = new NoProxy(variable(environment, "NO_PROXY"));
    for (String scheme : List.of("https", "http")) {
      String text = variable(environment, scheme.toUpperCase(Locale.ROOT) + "_PROXY");
      if (!text.isEmpty() && refusal(text) == null) {
        proxies.put(scheme, named(text));
      }
    }
  }

  /** Makes these the proxies of this JVM. */
  public static void use(Map<String, String> environment) {
    if (ProxySelector.getDefault() instanceof Proxies) {
      return;
    }
    Proxies proxies = new Proxies(environment, ProxySelector.getDefault());
    ProxySelector.setDefault(proxies);
    Authenticator.setDefault(proxies.new Logins());
  }

  /** What is wrong with the variables; one sentence each. */
  public static List<String> problems(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    for (String name : List.of("HTTPS_PROXY", "HTTP_PROXY")) {
      String text = variable(environment, name);
      String refusal = text.isEmpty() ? null : refusal(text);
      if (refusal != null) {
        problems.add(
            "The environment variable %s %s; it must be a URL such as http://proxy.example.com:3128"
                .formatted(name, refusal));
      }
    }
    return problems;
  }

  /** The proxy in front of a URL; {@code null} where there is none. */
  public static InetSocketAddress inFrontOf(URI uri) {
    return ProxySelector.getDefault().select(uri).stream()
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .findFirst()
        .orElse(null);
  }

  /** The user and the password for a proxy, if the environment names any. */
  public static Optional<PasswordAuthentication> login(InetSocketAddress proxy) {
    return Optional.ofNullable(
        Authenticator.requestPasswordAuthentication(
            proxy.getHostString(),
            null,
            proxy.getPort(),
            "http",
            null,
            null,
            null,
            Authenticator.RequestorType.PROXY));
  }

  /** Whether the environment names any proxy. */
  public static boolean named(Map<String, String> environment) {
    return !variable(environment, "HTTPS_PROXY").isEmpty()
        || !variable(environment, "HTTP_PROXY").isEmpty();
  }

  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").trim();
    return lower.isEmpty() ? environment.getOrDefault(name, "").trim() : lower;
  }

  private static String refusal(String text) {
    try {
      URI uri = uri(text);
      if (!"http".equalsIgnoreCase(uri.getScheme())) {
        return "names a proxy of the kind '%s', and this program speaks plain HTTP to a proxy"
            .formatted(uri.getScheme());
      }
      return uri.getHost() == null ? "names no host" : null;
    } catch (URISyntaxException e) {
      return "is no URL; a user or password in it must be percent-encoded";
    }
  }

  private static URI uri(String text) throws URISyntaxException {
    return new URI(text.contains("://") ? text : "http://" + text);
  }

  private static Named named(String text) {
    URI uri = URI.create(text.contains("://") ? text : "http://" + text);
    int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    String login = uri.getRawUserInfo();
    InetSocketAddress address = InetSocketAddress.createUnresolved(host(uri), port);
    if (login == null) {
      return new Named(address, null);
    }
    int colon = login.indexOf(':');
    String user = decoded(colon < 0 ? login : login.substring(0, colon));
    String password = colon < 0 ? "" : decoded(login.substring(colon + 1));
    return new Named(address, new PasswordAuthentication(user, password.toCharArray()));
  }

  private static String host(URI uri) {
    return uri.getHost().replaceAll("[\\[\\]]", "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    Named named = proxies.get(scheme);
    if (named == null || uri.getHost() == null || javaHasItsOwn(scheme)) {
      return javas == null ? DIRECT : javas.select(uri);
    }
    int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    return direct.has(uri.getHost(), port)
        ? DIRECT
        : List.of(new Proxy(Proxy.Type.HTTP, named.address()));
  }

  private static boolean javaHasItsOwn(String scheme) {
    return !System.getProperty(scheme + ".proxyHost", "").isEmpty();
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
    // Whoever asked has the exception as well.
  }

  /** Answers proxies that want a login. */
  private final class Logins extends Authenticator {

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      for (String scheme : List.of("https", "http")) {
        Named named = proxies.get(scheme);
        if (named != null
            && named.login() != null
            && !javaHasItsOwn(scheme)
            && named.address().getHostString().equalsIgnoreCase(getRequestingHost())
            && named.address().getPort() == getRequestingPort()) {
          return named.login();
        }
        String user = System.getProperty(scheme + ".proxyUser", "");
        if (javaHasItsOwn(scheme) && !user.isEmpty()) {
          String password = System.getProperty(scheme + ".proxyPassword", "");
          return new PasswordAuthentication(user, password.toCharArray());
        }
      }
      return null;
    }
  }
}
