package io.vnetflowroutes.config;

import io.vnetflowroutes.errors.UserError;
import java.util.List;

/** The configuration is wrong; the exception holds all errors. */
public final class ConfigurationException extends UserError {

  private static final long serialVersionUID = 1L;

  public ConfigurationException(List<String> problems) {
    super("The configuration is wrong:", problems);
  }
}
