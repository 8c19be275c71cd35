package io.vnetflowroutes.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** A registry that adds new meters, such as those of a new flow log, before each scrape. */
final class ScrapedRegistry extends PrometheusMeterRegistry {

  private final Runnable before;

  ScrapedRegistry(Runnable before) {
    super(PrometheusConfig.DEFAULT);
    this.before = before;
  }

  @Override
  public String scrape(String contentType) {
    before.run();
    return super.scrape(contentType);
  }
}
