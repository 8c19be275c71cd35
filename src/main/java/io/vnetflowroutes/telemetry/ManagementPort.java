package io.vnetflowroutes.telemetry;

import io.vertx.ext.web.Router;
import io.vnetflowroutes.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CamelMetricsService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics on Camel's management port, as the keys {@code camel.management.*} set it.
 *
 * <p>Camel starts its server before the routes, and the first poll then waits for it. The program
 * therefore tells Camel that the port is off, and opens it as soon as the routes run. If keys of
 * {@code camel.metrics.*} are set, Camel's own way and order apply, because its route metrics need
 * it.
 */
public final class ManagementPort extends MainListenerSupport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);
  private static final String ENABLED = "camel.management.enabled";
  private static final String CAMELS_OWN = "camel.metrics.";
  private static final int HIGHEST_PORT = 65_535;

  private final Main camel;

  private final Metrics metrics;

  private final Optional<Consumer<Router>> page;

  /**
   * Binds what the port serves; {@link #open} opens it later.
   *
   * @param page adds the page; empty if it is switched off
   */
  public ManagementPort(
      Main camel,
      Settings settings,
      Metrics metrics,
      Readiness readiness,
      Optional<Consumer<Router>> page) {
    this.camel = camel;
    this.page = page;
    this.metrics = metrics;
    if (settings.others().keySet().stream().noneMatch(key -> key.startsWith(CAMELS_OWN))) {
      camel.addInitialProperty(ENABLED, "false");
    }
    camel.bind(MicrometerConstants.METRICS_REGISTRY_NAME, metrics.registry());
    readiness
        .checks()
        .forEach(
            (name, check) -> camel.bind("check-" + name, ProgramHealthCheck.ready(name, check)));
  }

  /** Whether the settings enable it. */
  public static boolean wanted(Settings settings) {
    return Boolean.parseBoolean(settings.others().getOrDefault(ENABLED, "").trim());
  }

  /** The metrics that it serves. */
  public Metrics metrics() {
    return metrics;
  }

  /** Whether it serves the page. */
  public boolean servesPage() {
    return page.isPresent();
  }

  private HttpManagementServerConfigurationProperties keys() {
    return camel.configure().httpManagementServer();
  }

  /** Checks that the port is free, because Camel would continue without it. */
  @Override
  public void afterConfigure(BaseMainSupport main) {
    problem(keys())
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
  }

  /** Why the port cannot be opened; empty if it can. */
  public static Optional<String> problem(HttpManagementServerConfigurationProperties keys) {
    if (!isPort(keys)) {
      return Optional.of(
          "camel.management.port must be a number from 1 to %d".formatted(HIGHEST_PORT));
    }
    try (ServerSocket port = new ServerSocket()) {
      port.setReuseAddress(true);
      port.bind(new InetSocketAddress(keys.getHost(), keys.getPort()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "Health and metrics cannot be served at %s, port %d: %s; set camel.management.host and"
                  .formatted(keys.getHost(), keys.getPort(), reason(e))
              + " camel.management.port to what is free, or camel.management.enabled to false");
    }
  }

  /** Whether its number can be that of a port; Camel takes words for 0. */
  public static boolean isPort(HttpManagementServerConfigurationProperties keys) {
    return keys.getPort() > 0 && keys.getPort() <= HIGHEST_PORT;
  }

  /** Opens the port. Camel must have started, and closes it when it stops. */
  public void open() {
    CamelContext context = camel.getCamelContext();
    try {
      if (context.hasService(ManagementHttpServer.class) == null) {
        DefaultMainHttpServerFactory servers = new DefaultMainHttpServerFactory();
        context.addService(servers.newHttpManagementServer(context, keys()), true, true);
      }
      if (keys().isMetricsEnabled() && context.hasService(CamelMetricsService.class) == null) {
        context.addService(scrapedOnly(), true, true);
      }
      page.ifPresent(
          served -> served.accept(context.hasService(ManagementHttpServer.class).getRouter()));
    } catch (Exception e) {
      throw new IllegalStateException("Health and metrics cannot be served: " + e.getMessage(), e);
    }
    LOG.atInfo()
        .addKeyValue("host", keys().getHost())
        .addKeyValue("port", keys().getPort())
        .log("Health and metrics are served at {} and /observe/metrics", keys().getHealthPath());
    page.ifPresent(served -> LOG.info("The page is at {}", address()));
  }

  /** The address of the page for a browser on this machine. */
  private String address() {
    String host = keys().getHost().equals("0.0.0.0") ? "127.0.0.1" : keys().getHost();
    String scheme = keys().isUseGlobalSslContextParameters() ? "https" : "http";
    return "%s://%s:%d/"
        .formatted(scheme, host.indexOf(':') < 0 ? host : '[' + host + ']', keys().getPort());
  }

  private static String reason(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    metrics.close();
  }

  /** Camel's metrics without any of its own, whose labels would grow with the blobs read. */
  private static MicrometerPrometheus scrapedOnly() {
    MicrometerPrometheus metrics = new MicrometerPrometheus();
    metrics.setEnableRoutePolicy(false);
    metrics.setEnableExchangeEventNotifier(false);
    metrics.setEnableRouteEventNotifier(false);
    return metrics;
  }
}
