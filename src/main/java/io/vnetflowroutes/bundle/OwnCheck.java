package io.vnetflowroutes.bundle;

import io.vnetflowroutes.observe.Readiness;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One of the program's own checks, as Camel's health asks for it. */
final class OwnCheck extends AbstractHealthCheck {

  private final boolean ofLife;
  private final Supplier<Readiness.Check> check;

  private OwnCheck(String name, boolean ofLife, Supplier<Readiness.Check> check) {
    super("flowlogs", name);
    this.ofLife = ofLife;
    this.check = check;
  }

  /** One of "ready". */
  static OwnCheck ready(String name, Supplier<Readiness.Check> check) {
    return new OwnCheck(name, false, check);
  }

  /** One of "live". */
  static OwnCheck live(String name, Supplier<Readiness.Check> check) {
    return new OwnCheck(name, true, check);
  }

  @Override
  public boolean isLiveness() {
    return ofLife;
  }

  @Override
  public boolean isReadiness() {
    return !ofLife;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Readiness.Check outcome = check.get();
    outcome.details().forEach(builder::detail);
    outcome.problem().ifPresentOrElse(text -> builder.message(text).down(), builder::up);
  }
}
