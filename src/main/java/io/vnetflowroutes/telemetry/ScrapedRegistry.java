package io.vnetflowroutes.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** A registry that takes in what appeared meanwhile, such as a flow log, before it is scraped. */
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
