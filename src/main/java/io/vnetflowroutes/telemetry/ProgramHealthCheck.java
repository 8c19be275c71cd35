package io.vnetflowroutes.telemetry;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** One of the program's own checks, as a check of Camel's health. */
public final class ProgramHealthCheck extends AbstractHealthCheck {

  private final boolean ofLife;
  private final Supplier<Readiness.Check> check;

  private ProgramHealthCheck(String name, boolean ofLife, Supplier<Readiness.Check> check) {
    super("flowlogs", name);
    this.ofLife = ofLife;
    this.check = check;
  }

  /** A check of "ready". */
  static ProgramHealthCheck ready(String name, Supplier<Readiness.Check> check) {
    return new ProgramHealthCheck(name, false, check);
  }

  /** A check of "live". */
  public static ProgramHealthCheck live(String name, Supplier<Readiness.Check> check) {
    return new ProgramHealthCheck(name, true, check);
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
