package io.vnetflowroutes.endpoints;

import io.vnetflowroutes.files.SameName;
import io.vnetflowroutes.net.Proxies;
import io.vnetflowroutes.objects.ObjectStore;
import io.vnetflowroutes.objects.OnceEndpoint;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Makes the endpoints that destinations send to. Camel makes most of them. Camel decodes the URL of
 * an HTTP endpoint, and resolves placeholders in raw values; here, an HTTP endpoint calls exactly
 * the URL that was written, and a raw value stays as it is. An HTTP endpoint uses the proxy and the
 * trusted authorities of this JVM, unless its URI has options of its own for that.
 */
public final class SendEndpoints {

  /** The name of the bean that is told of existing objects. */
  public static final String SAME_NAMES = "sameNames";

  private static final String SCHEME = "destination:";
  private static final Pattern SAME_NAME = Pattern.compile("[?&]" + SameName.OPTION + "=(\\w+)$");

  private SendEndpoints() {}

  /**
   * The URI by which routes find the endpoint of a destination.
   *
   * @param name the destination's name
   * @param uri the URI that the user wrote, with the program's options
   */
  public static String uri(CamelContext context, String name, String uri) throws Exception {
    if (context.hasEndpoint(SCHEME + name) != null) {
      return SCHEME + name;
    }
    if (!isOurs(uri)) {
      return uri;
    }
    CamelUri text =
        CamelUri.of(
            uri, marked -> EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, marked));
    RawValue.convertIn(context);
    Endpoint endpoint =
        isHttp(uri)
            ? http(context, text)
            : ObjectStore.of(uri).isPresent() ? once(context, uri) : withRawValues(context, text);
    context.addEndpoint(SCHEME + name, endpoint);
    return SCHEME + name;
  }

  /** The URI by which routes will find the endpoint. */
  public static String uri(String name, String uri) {
    return isOurs(uri) ? SCHEME + name : uri;
  }

  private static boolean isOurs(String uri) {
    return isHttp(uri)
        || ObjectStore.of(uri).isPresent()
        || CamelUri.of(uri, UnaryOperator.identity()).needsCare();
  }

  private static boolean isHttp(String uri) {
    return uri.toLowerCase(Locale.ROOT).matches("(?s)https?:.*");
  }

  private static Component component(CamelContext context, CamelUri text) {
    Component component = context.getComponent(text.address().replaceFirst(":.*", ""));
    if (component == null) {
      throw new NoSuchEndpointException(text.address());
    }
    ServiceHelper.initService(component);
    return component;
  }

  /**
   * An endpoint that writes each object once; the last option says what happens to an existing one.
   */
  private static Endpoint once(CamelContext context, String uri) throws Exception {
    Matcher own = SAME_NAME.matcher(uri);
    SameName sameName = own.find() ? SameName.valueOf(own.group(1)) : SameName.KEEP_BOTH;
    CamelUri text =
        CamelUri.of(
            own.replaceFirst(""),
            marked -> EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, marked));
    ObjectStore store = ObjectStore.of(uri).orElseThrow();
    Endpoint objects = withRawValues(context, text);
    store.checkAccount(objects);
    return new OnceEndpoint(
        objects,
        store,
        sameName,
        context.getRegistry().lookupByNameAndType(SAME_NAMES, SameName.Listener.class));
  }

  private static Endpoint withRawValues(CamelContext context, CamelUri text) throws Exception {
    StringBuilder uri = new StringBuilder(text.address());
    Map<String, Object> raw = new LinkedHashMap<>();
    char separator = '?';
    for (UriOption option : text.options()) {
      if (option.raw()) {
        raw.put(option.plainName(), new RawValue(option.value()));
      } else {
        uri.append(separator).append(option.written());
        separator = '&';
      }
    }
    Component component = component(context, text);
    return component.createEndpoint(
        component.useRawUri()
            ? uri.toString()
            : EndpointHelper.normalizeEndpointUri(uri.toString()),
        raw);
  }

  private static Endpoint http(CamelContext context, CamelUri text) throws Exception {
    Map<String, Object> parameters = new LinkedHashMap<>(Map.of("useSystemProperties", "true"));
    if (text.options().stream().noneMatch(option -> option.name().equals("proxyHost"))) {
      parameters.putAll(proxy(url(text, Set.of())));
    }
    for (UriOption option : text.options()) {
      if (option.raw()) {
        parameters.put(option.plainName(), new RawValue(option.value()));
      } else if (option.value() != null) {
        parameters.putAll(URISupport.parseQuery(option.written()));
      }
    }
    // Camel splits this address and joins it again; it only needs to be valid.
    String address = text.address().replace("&", "%26");
    Endpoint endpoint = component(context, text).createEndpoint(address, parameters);
    if (endpoint instanceof HttpEndpoint made) {
      URI url = url(text, namesIn(made.getHttpUri()));
      made.setHttpUri(url);
      made.setHttpClientConfigurer(
          CompositeHttpConfigurer.combineConfigurers(
              made.getHttpClientConfigurer(), client -> keep(url, client)));
    }
    return endpoint;
  }

  /** Keeps the URL as it is: Camel would encode characters without need, such as a tilde. */
  private static void keep(URI url, HttpClientBuilder client) {
    String written = target(url);
    String encoded =
        target(URI.create(UnsafeUriCharactersEncoder.encodeHttpURI(url.toASCIIString())));
    if (!written.equals(encoded)) {
      client.addRequestInterceptorFirst(
          (request, entity, context) -> {
            if (request.getPath().equals(encoded)) {
              request.setPath(written);
            }
          });
    }
  }

  private static String target(URI url) {
    return url.getRawPath() + (url.getRawQuery() == null ? "" : '?' + url.getRawQuery());
  }

  /** Camel's options for the proxy in front of a URL. */
  private static Map<String, Object> proxy(URI url) {
    InetSocketAddress proxy = Proxies.inFrontOf(url);
    if (proxy == null) {
      return Map.of();
    }
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("proxyHost", proxy.getHostString());
    options.put("proxyPort", proxy.getPort());
    options.put("proxyAuthScheme", "http");
    Proxies.login(proxy)
        .ifPresent(
            login -> {
              options.put("proxyAuthMethod", "Basic");
              options.put("proxyAuthUsername", new RawValue(login.getUserName()));
              options.put("proxyAuthPassword", new RawValue(new String(login.getPassword())));
            });
    return options;
  }

  /** The URL as the user wrote it, with the parameters that are not options of Camel. */
  private static URI url(CamelUri text, Set<String> parameters) throws URISyntaxException {
    String address = text.address().replaceFirst("^(?i)(https?):/*", "$1://");
    String query =
        text.options().stream()
            .filter(option -> option.value() == null || parameters.contains(option.plainName()))
            .map(UriOption::sent)
            .collect(Collectors.joining("&"));
    String url = query.isEmpty() ? address : address + '?' + query;
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      return new URI(UnsafeUriCharactersEncoder.encodeHttpURI(url));
    }
  }

  private static Set<String> namesIn(URI url) {
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    return Arrays.stream(query.split("&", -1))
        .map(piece -> new UriOption(piece.replaceFirst("=.*", ""), "", false).plainName())
        .collect(Collectors.toSet());
  }
}
