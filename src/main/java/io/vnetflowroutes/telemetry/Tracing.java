package io.vnetflowroutes.telemetry;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.vnetflowroutes.config.Settings;
import io.vnetflowroutes.errors.UserError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.main.Main;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Traces of the routes, sent to an OpenTelemetry collector: a span for each step, and a trace for
 * each blob. {@code camel.opentelemetry2.enabled} enables it; OpenTelemetry's own keys, in the file
 * or as variables {@code OTEL_*}, set where to and how many.
 */
public final class Tracing implements AutoCloseable {

  private static final String CAMELS = "camel.opentelemetry2.";

  /**
   * The steps of a poll before its blobs. They have no span, so that each blob begins a trace of
   * its own, and a poll without blobs has no trace.
   */
  private static final String POLLS = "timer*,direct://blobs*";

  /**
   * Defaults for OpenTelemetry: Camel sends only traces, and the shipped exporter speaks only HTTP.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "flowlogs",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private final OpenTelemetrySdk sdk;

  private Tracing(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /** Starts to trace, if the settings enable it. */
  public static Optional<Tracing> start(Main camel, Settings settings) {
    Map<String, String> others = settings.others();
    if (!Boolean.parseBoolean(others.getOrDefault(CAMELS + "enabled", "").trim())) {
      return Optional.empty();
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    OpenTelemetrySdk sdk = sdk(others);
    camel.bind("tracer", sdk.getTracer("flowlogs"));
    camel.bind("propagators", sdk.getPropagators());
    if (!others.containsKey(CAMELS + "excludePatterns")) {
      camel.addInitialProperty(CAMELS + "excludePatterns", POLLS);
    }
    return Optional.of(new Tracing(sdk));
  }

  private static OpenTelemetrySdk sdk(Map<String, String> others) {
    Map<String, String> keys = new HashMap<>(DEFAULTS);
    others.forEach(
        (key, value) -> {
          if (key.startsWith("otel.")) {
            keys.put(key, value.trim());
          }
        });
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .addPropertiesSupplier(() -> keys)
          .addSpanExporterCustomizer((exporter, config) -> new RedactingSpanExporter(exporter))
          .disableShutdownHook()
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      throw new UserError("Traces cannot be sent: " + e.getMessage(), e);
    }
  }

  /** Sends the remaining spans, for ten seconds at most. */
  @Override
  public void close() {
    sdk.close();
  }
}
