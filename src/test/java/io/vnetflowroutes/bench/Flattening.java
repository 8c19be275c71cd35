package io.vnetflowroutes.bench;

import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.derive.Derivation;
import io.vnetflowroutes.filter.Filter;
import io.vnetflowroutes.flow.BatchPart;
import io.vnetflowroutes.format.FieldChoice;
import io.vnetflowroutes.format.Format;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.format.Formats;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.parse.Batches;
import io.vnetflowroutes.parse.ParseLimits;
import io.vnetflowroutes.parse.RecordJson;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The program's own way from the bytes of a blob to the bodies that a destination gets. */
final class Flattening {

  /** The flat format by its table of fields, as it is where a destination chooses some. */
  static final String FLAT_BY_TABLE = "flat-by-table";

  /** The limits of the shipped configuration. */
  private static final ParseLimits LIMITS = new ParseLimits(10_000, 4 << 20, 64 << 20);

  private static final RecordJson JSON = RecordJson.within(1 << 20, 100);
  private static final int BODY_LIMIT = 4 << 20;

  private final CamelContext context = new DefaultCamelContext();
  private final Destination destination;

  Flattening(String format) {
    MessageLayout layout = new MessageLayout(Framing.LINES, Compression.NONE, null, BODY_LIMIT);
    destination =
        new Destination(
            "nowhere",
            "file:nowhere",
            "flat",
            new FormatPool(formats(format), true),
            Filter.of(Map.of(), 1),
            new FilterReport((where, reason, flows) -> {}),
            ResumedBatches.none(),
            layout,
            Map.of(),
            null,
            "",
            Gatherer.Limits.NONE);
  }

  private static Supplier<Format> formats(String name) {
    return name.equals(FLAT_BY_TABLE)
        ? Formats.named("flat", FieldChoice.ALL, Derivation.NONE)
        : Formats.named(name);
  }

  /** Reads a blob to its end; returns how many flows there were. */
  long flatten(byte[] blob, Consumer<byte[]> bodies) {
    Batches batches = new Batches(Blobs.ORIGIN, new ByteArrayInputStream(blob), LIMITS, JSON);
    long flows = 0;
    while (batches.hasNext()) {
      for (BatchPart part : batches.next().parts()) {
        flows += part.size();
        destination
            .messages(part, context)
            .forEachRemaining(message -> bodies.accept(message.getBody(byte[].class)));
      }
    }
    return flows;
  }
}
