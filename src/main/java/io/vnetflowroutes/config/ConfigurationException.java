package io.vnetflowroutes.config;

import java.util.List;

/** The configuration is wrong; says everything that is. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence a problem. */
  public List<String> problems() {
    return problems;
  }
}
