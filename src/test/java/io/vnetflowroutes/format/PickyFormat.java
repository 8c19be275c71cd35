package io.vnetflowroutes.format;

import io.vnetflowroutes.api.FlowFormat;
import io.vnetflowroutes.derive.Derivation;
import java.util.Map;

/**
 * A plug-in's format that writes the ids of flows, but not of those that it is told to fail for.
 */
public final class PickyFormat implements FlowFormat {

  /** What it does with a flow that it does not write. */
  public interface Failure {
    String line();
  }

  /** Says what it does with a flow, by the number of the flow in its record; null writes it. */
  public interface Failures {
    Failure of(int ordinal);
  }

  private final Failures failures;

  private PickyFormat(Failures failures) {
    this.failures = failures;
  }

  /** The format as destinations have it. */
  public static FormatPool pool(Failures failures) {
    return new FormatPool(
        () -> new OwnFormat("picky", new PickyFormat(failures), Derivation.NONE), true);
  }

  @Override
  public String name() {
    return "picky";
  }

  @Override
  public String line(Map<String, Object> flow) {
    String id = (String) flow.get("id");
    Failure failure = failures.of(Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)));
    return failure == null ? id : failure.line();
  }
}
