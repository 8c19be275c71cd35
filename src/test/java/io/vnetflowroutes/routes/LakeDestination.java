package io.vnetflowroutes.routes;

import io.vnetflowroutes.deliver.Destination;
import io.vnetflowroutes.deliver.FilterReport;
import io.vnetflowroutes.format.FlatFormat;
import io.vnetflowroutes.format.FormatPool;
import io.vnetflowroutes.message.Compression;
import io.vnetflowroutes.message.Framing;
import io.vnetflowroutes.message.Gatherer;
import io.vnetflowroutes.message.MessageLayout;
import io.vnetflowroutes.message.ResumedBatches;
import io.vnetflowroutes.telemetry.Counters;
import java.util.Map;

/** The destination of tests that run the routes of one. */
final class LakeDestination {

  private LakeDestination() {}

  static Destination of(Counters counters, int bodyLimit) {
    return new Destination(
        "lake",
        "mock:receiver",
        "flat",
        new FormatPool(FlatFormat::new, true),
        null,
        new FilterReport(counters::leftOut),
        ResumedBatches.none(),
        new MessageLayout(Framing.LINES, Compression.NONE, null, bodyLimit),
        Map.of(),
        null,
        "",
        Gatherer.Limits.NONE);
  }
}
