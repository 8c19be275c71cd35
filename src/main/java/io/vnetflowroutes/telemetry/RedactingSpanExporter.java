package io.vnetflowroutes.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Exports spans without the part of a URI after its question mark, and without users in URIs,
 * because Camel's tracer writes passwords and tokens there in clear text.
 */
final class RedactingSpanExporter implements SpanExporter {

  private static final Pattern SECRET = Pattern.compile("\\?\\S*|(?<=//)[^/\\s]*@");
  private static final String QUERY = "url.query";

  private final SpanExporter exporter;

  RedactingSpanExporter(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return exporter.export(spans.stream().<SpanData>map(Harmless::new).toList());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private static String harmless(String text) {
    return SECRET.matcher(text).replaceAll("");
  }

  private static Attributes harmless(Attributes attributes) {
    AttributesBuilder harmless = attributes.toBuilder();
    attributes.forEach(
        (key, value) -> {
          if (key.getKey().equals(QUERY)) {
            harmless.remove(key);
          } else if (key.getType() == AttributeType.STRING) {
            harmless.put(AttributeKey.stringKey(key.getKey()), harmless(value.toString()));
          }
        });
    return harmless.build();
  }

  /** A span without secrets in its texts. */
  private static final class Harmless extends DelegatingSpanData {

    Harmless(SpanData span) {
      super(span);
    }

    @Override
    public String getName() {
      return harmless(super.getName());
    }

    @Override
    public Attributes getAttributes() {
      return harmless(super.getAttributes());
    }

    @Override
    public StatusData getStatus() {
      StatusData status = super.getStatus();
      return StatusData.create(status.getStatusCode(), harmless(status.getDescription()));
    }

    @Override
    public List<EventData> getEvents() {
      return super.getEvents().stream()
          .map(
              event ->
                  EventData.create(
                      event.getEpochNanos(),
                      harmless(event.getName()),
                      harmless(event.getAttributes())))
          .toList();
    }
  }
}
