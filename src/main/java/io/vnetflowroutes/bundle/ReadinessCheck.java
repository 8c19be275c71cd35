package io.vnetflowroutes.bundle;

import io.vnetflowroutes.observe.Readiness;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One of the program's own checks, as Camel's health asks for it. */
final class ReadinessCheck extends AbstractHealthCheck {

  private final Supplier<Readiness.Check> check;

  ReadinessCheck(String name, Supplier<Readiness.Check> check) {
    super("flowlogs", name);
    this.check = check;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Readiness.Check outcome = check.get();
    outcome.details().forEach(builder::detail);
    outcome.problem().ifPresentOrElse(text -> builder.message(text).down(), builder::up);
  }
}
